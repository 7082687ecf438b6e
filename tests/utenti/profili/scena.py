"""Doctors and files of doctors for the tests: all fictional, every code with its check letter."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from stdnum.it import codicefiscale

from portal.base import clock
from tests.logins import enter
from tests.personas import Personas
from utenti.access import Scope
from utenti.models import Utente
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.imports import upload
from utenti.profili.actions.profiles import create_profilo
from utenti.profili.lettura import Dati
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico

HEADINGS = ["Codice fiscale", "Cognome", "Nome", "E-mail", "Gruppo", "Codice fornitore", "Scadenza"]


def codice(number: int = 0) -> str:
    """The code of the doctor Verdi Anna number so and so: birthday and place tell them apart."""
    day, rest = number % 28 + 1, number // 28
    month, rest = "ABCDEHLMPRST"[rest % 12], rest // 12
    body = f"VRDNNA{60 + rest % 40:02d}{month}{day + 40}F205"
    return body + codicefiscale.calc_check_digit(body)


def dati(number: int = 0, **changes: Any) -> Dati:
    """A doctor, different for each number."""
    values: dict[str, Any] = {
        "codice_fiscale": codice(number),
        "cognome": "Verdi",
        "nome": "Anna",
        "email": f"anna.verdi{number}@medici.test",
        "gruppo": "Ortopedia",
        "codice_fornitore": f"AB{number:05d}",
        "scadenza": None,
    }
    return Dati(**(values | changes))


def as_rows(*doctors: Dati) -> list[list[str]]:
    """The rows of a file, headings first."""
    return [HEADINGS] + [
        [
            d.codice_fiscale,
            d.cognome,
            d.nome,
            d.email,
            d.gruppo,
            d.codice_fornitore,
            d.scadenza.strftime("%d/%m/%Y") if d.scadenza else "",
        ]
        for d in doctors
    ]


def as_csv(*doctors: Dati, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A file as a spreadsheet saves it."""
    return rows_as_csv(as_rows(*doctors), delimiter, encoding)


def rows_as_csv(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Any rows as a file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def tracked(browser: Client, user: Utente) -> Client:
    """The browser of somebody who entered by the real page, which keeps track of sessions."""
    enter(browser, user)
    key = browser.session.session_key or ""
    UserSession.objects.create(user=user, ip="127.0.0.1", user_agent="prova", session_key=key)
    return browser


# --- what the screens show ------------------------------------------------------------------------


def scope(personas: Personas) -> Scope:
    """What a request of the hospital's administrator carries today."""
    return Scope(personas.amministratore_presidio, clock.today())


def gruppo(personas: Personas) -> Gruppo:
    """A ward of the hospital."""
    now = datetime.now(UTC)
    return create_gruppo(personas.presidio_org, "Ortopedia", by=scope(personas), now=now)


def medico(personas: Personas) -> ProfiloMedico:
    """A doctor of that ward."""
    group, now = gruppo(personas), datetime.now(UTC)
    return create_profilo(dati(), group, by=scope(personas), now=now)


def importazione(personas: Personas) -> Importazione:
    """A full list that adds one, changes one, refuses one and misses one."""
    first, now, by = medico(personas), datetime.now(UTC), scope(personas)
    create_profilo(dati(1), first.gruppo, by=by, now=now)
    changed, added, wrong = dati(0, codice_fornitore="ZZ1"), dati(2), dati(3, email="male")
    content = as_csv(changed, added, wrong)
    return upload(content, organizzazione=personas.presidio_org, tipo="elenco", by=by, now=now)


def by_gruppo(personas: Personas) -> dict[str, Any]:
    return {"pk": gruppo(personas).pk}


def by_medico(personas: Personas) -> dict[str, Any]:
    return {"pk": medico(personas).pk}


def by_importazione(personas: Personas) -> dict[str, Any]:
    return {"pk": importazione(personas).pk}


def with_doctors(personas: Personas) -> dict[str, Any]:
    """No argument, but something to show."""
    medico(personas)
    return {}


def in_days(number: int, start: date) -> date:
    """So many days later."""
    return date.fromordinal(start.toordinal() + number)
