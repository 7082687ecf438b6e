"""The queue of the reviewers must cost what it shows, not what is open.

The same pages of a small and of a large queue, in turn, through everything a request goes through;
the ratio within a round is the figure.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.base import clock
from portal.base.db import normalize
from portal.base.keys import DataKey
from utenti.credenziali import coda
from utenti.credenziali.choices import Canale, Profilo
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.workflow import StatoRichiesta
from utenti.livelli import SESSION_KEY, Livello
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

NAME: Final = "coda"
GOAL: Final = 1.5
SMALL, LARGE, LARGE_SHORT = 100, 100_000, 1_000
REVIEWER: Final = "revisore@benchmark.test"
_PATH: Final = "/credenziali/revisione/"
_SURNAMES: Final = ("Bianchi", "Conti", "Esposito", "Ferri", "Greco", "Neri", "Rossi", "Verdi")
_BATCH: Final = 2_000


class Scratch(Protocol):
    """A scratch database that takes the place of the portal's for a while."""

    def use(self) -> AbstractContextManager[None]:
        """Make every query of the block go to it."""


class Visit:
    """One way of looking at the queue of one database."""

    def __init__(self, scratch: Scratch, query: str = "", search: str = "") -> None:
        self.scratch, self.query = scratch, query
        self.handler = WSGIHandler()  # the test client's own work is not the portal's
        with scratch.use():
            client = Client()
            client.force_login(Utente.objects.get(email=REVIEWER))
            session = client.session
            session[SESSION_KEY] = Livello.SPID2.value  # two factors by itself
            session.save()
            if search:
                client.post(f"{_PATH}cerca/", {"testo": search})
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def open(self) -> None:
        """The page. RuntimeError when it is not one."""
        request: WSGIRequest = RequestFactory().get(f"{_PATH}?{self.query}")
        request.COOKIES = dict(self.cookies)
        with self.scratch.use():
            response = self.handler.get_response(request)
        if response.status_code != HTTPStatus.OK:
            raise RuntimeError(f"the queue answered {response.status_code}")

    def queries(self) -> int:
        """How many queries it takes."""
        with self.scratch.use(), CaptureQueriesContext(connection) as captured:
            self.open()
            return len(captured)


def run(small: Scratch, large: Scratch, *, short: bool = False) -> dict[str, Any]:
    """Times of each page in both queues and their ratio."""
    now, size = clock.now(), LARGE_SHORT if short else LARGE
    for scratch, count in ((small, SMALL), (large, size)):
        with scratch.use():
            fill(count, now)
    few, many = _visits(small), _visits(large)
    figures = {name: _figure(few[name], many[name], 7 if short else 21) for name in few}
    return {
        "aperte": {"piccola": SMALL, "grande": size},
        "pagine": figures,
        "obiettivo": GOAL,
        "riuscito": all(figure["riuscito"] for figure in figures.values()),
    }


def fill(count: int, now: datetime) -> None:
    """A reviewer and ``count`` open requests, spread over twenty days; a full queue stays as is."""
    if RichiestaAbilitazione.objects.count() >= count:
        return
    _reviewer(now)
    key = DataKey.create(now)
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        people = Utente.objects.bulk_create(_person(number) for number in numbers)
        RichiestaAbilitazione.objects.bulk_create(
            _request(number, person, key, count, now)
            for number, person in zip(numbers, people, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _reviewer(now: datetime) -> None:
    office = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.SEDE_INAIL, denominazione="Sede di prova", created_at=now
    )
    user = Utente.objects.create_user(REVIEWER, nome="Nadia", cognome="Esame")
    since = clock.local(now).date() - timedelta(days=1)
    Membership.objects.create(
        utente=user, organizzazione=office, ruolo=Ruolo.REVISORE, valid_from=since
    )


def _person(number: int) -> Utente:
    surname = _SURNAMES[number % len(_SURNAMES)]
    return Utente(email=f"r{number}@benchmark.test", nome=f"Prova{number:06d}", cognome=surname)


def _request(
    number: int, person: Utente, key: DataKey, count: int, now: datetime
) -> RichiestaAbilitazione:
    at = now - timedelta(days=20) * ((count - number) / count)
    return RichiestaAbilitazione(
        codice=f"B{number:07d}",
        richiedente=person,
        profilo=Profilo.PRESIDIO if number % 3 == 0 else Profilo.MEDICO_ESTERNO,
        stato=StatoRichiesta.INVIATA,
        canale=Canale.INAIL_RISPONDE if number % 2 else Canale.CREDENZIALI_DISPOSITIVE,
        livello=Livello.GENERICO,
        data_key=key,
        cognome=person.cognome,
        nome=person.nome,
        nome_ricerca=normalize(f"{person.cognome} {person.nome}"),
        created_at=at,
        saved_at=at,
        submitted_at=at,
        queued_at=at,
    )


def _visits(scratch: Scratch) -> dict[str, Visit]:
    with scratch.use():
        rows = RichiestaAbilitazione.objects.order_by("queued_at", "id")
        middle = coda.Position.of(rows[rows.count() // 2])
    return {
        "prima_pagina": Visit(scratch),
        "pagina_profonda": Visit(scratch, f"dopo={middle.token()}"),
        "filtri": Visit(scratch, "profilo=presidio&canale=inail_risponde&eta=5"),
        "libere": Visit(scratch, "stato=libere"),
        "cerca": Visit(scratch, search="Greco Prova000052"),
    }


def _figure(few: Visit, many: Visit, turns: int) -> dict[str, Any]:
    few.open()
    many.open()
    rows = [(_milliseconds(few.open), _milliseconds(many.open)) for _turn in range(turns)]
    ratio = statistics.median(high / low for low, high in rows)
    queries = {few.queries(), many.queries()}
    return {
        "piccola_ms": _median(low for low, _high in rows),
        "grande_ms": _median(high for _low, high in rows),
        "rapporto": round(ratio, 3),
        "query": sorted(queries),
        "riuscito": ratio <= GOAL and len(queries) == 1,
    }


def _median(values: Iterable[float]) -> float:
    return round(statistics.median(values), 2)


def _milliseconds(work: Callable[[], None], calls: int = 3) -> float:
    start = time.perf_counter()
    for _call in range(calls):
        work()
    return (time.perf_counter() - start) / calls * 1000
