"""The worklist of one consultant who sees every case, beside a bare twin of the same page.

The twin is what somebody would write by hand without the house: Django's own session and user,
the same queries by the same functions, the same template. The portal adds its gate, limits,
headers, logs and the record of readings; the ratio says what all that costs. Both run in one
process, in turn.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from denunce.benchmarks.population import CONSULTANT, Population, describe
from denunce.benchmarks.timing import median_ms, median_ratio, rounds
from denunce.models import Adempimento, Lavoratore
from denunce.views.scadenzario import scadenzario
from denunce.worklist import Position, Vista, encode
from portal.base import clock
from utenti.access import Scope
from utenti.models import Utente

NAME = "scadenzario"
GOAL = 0.85
MAX_QUERIES = 6


class Visit:
    """One way of looking at the worklist, asked of the portal and of the twin."""

    def __init__(self, population: Population, address: str, search: str = "") -> None:
        self.population = population
        with population.use():
            user = Utente.objects.get(email=CONSULTANT)
            self.client = Client()
            self.client.force_login(user)
            if search:
                self.client.post("/denunce/cerca/", {"testo": search})
            self.address = address

    def portal(self) -> Any:
        """The page as the portal serves it."""
        with self.population.use():
            response = self.client.get(self.address)
            if response.status_code != HTTPStatus.OK:
                raise RuntimeError(f"the worklist answered {response.status_code}")
            return response

    def twin(self) -> object:
        """The same page by the bare chain: session, user, messages, view."""
        with self.population.use():
            request = RequestFactory().get(self.address)
            request.COOKIES = {name: morsel.value for name, morsel in self.client.cookies.items()}
            return _BARE(request)

    def queries(self) -> int:
        """How many queries the portal's page takes."""
        with self.population.use(), CaptureQueriesContext(connection) as captured:
            self.portal()
            return len(captured)


def _view(request: HttpRequest) -> HttpResponse:
    user = request.user
    request.scope = Scope(user, clock.today()) if isinstance(user, Utente) else None  # type: ignore[attr-defined]
    request.resolver_match = resolve(request.path)
    return scadenzario(request)


_BARE = SessionMiddleware(AuthenticationMiddleware(MessageMiddleware(_view)))


def run(small: Population, large: Population, *, short: bool = False) -> dict[str, Any]:
    """Ratios by visit in the large population, and the queries of each in both."""
    visits = _visits(large)
    few = {name: visit.queries() for name, visit in _visits(small).items()}
    figures = {name: _figure(visit, few[name], short) for name, visit in visits.items()}
    return {
        "base": describe(large),
        "pagine": figures,
        "obiettivo": GOAL,
        "riuscito": all(figure["riuscito"] for figure in figures.values()),
    }


def _visits(population: Population) -> dict[str, Visit]:
    with population.use():
        surname = Lavoratore.objects.order_by("pk").values_list("cognome", flat=True)[0]
    return {
        "prima_pagina": Visit(population, "/denunce/"),
        "pagina_profonda": Visit(population, _deep(population)),
        "fatti": Visit(population, "/denunce/?vista=fatti"),
        "tutti": Visit(population, "/denunce/?vista=tutti"),
        "in_attesa": Visit(population, "/denunce/?vista=in_attesa"),
        "cerca": Visit(population, "/denunce/", search=surname),
    }


def _deep(population: Population) -> str:
    """The address of the page that begins in the middle of the list of everything."""
    with population.use():
        rows = Adempimento.objects.order_by("-termine_at", "-pk").values_list("termine_at", "pk")
        at, pk = rows[rows.count() // 2]
        token = encode(Vista.TUTTI, Position(at, pk))
    return f"/denunce/?vista=tutti&dopo={token}"


def _figure(visit: Visit, queries_small: int, short: bool) -> dict[str, Any]:
    measured = rounds([visit.twin, visit.portal], count=7 if short else 21, calls=5)
    ratio = median_ratio(measured, 0, 1)
    queries = visit.queries()
    return {
        "gemello_ms": round(median_ms(measured, 0), 2),
        "portale_ms": round(median_ms(measured, 1), 2),
        "rapporto": round(ratio, 3),
        "query": queries,
        "query_base_piccola": queries_small,
        "riuscito": ratio >= GOAL and max(queries, queries_small) <= MAX_QUERIES,
    }
