"""What the tests of organisations have in common."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pikepdf

from tests.personas import Personas
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.organizzazioni.actions.attivazioni import DatiAttivazione

# A code of a firm with the right check digit, of nobody.
CODICE = "01234560157"


@cache
def pdf() -> bytes:
    """A small real file."""
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(content)
    return content.getvalue()


def dati(**changes: str) -> DatiAttivazione:
    """What a farmer declares of his farm."""
    values: dict[str, Any] = {
        "tipo": TipoOrganizzazione.AZIENDA_AGRICOLA,
        "denominazione": "Cascina Esempio",
        "codice_fiscale": CODICE,
        "indirizzo": "via dei Campi 1",
        "cap": "26900",
        "comune": "Lodi",
        "provincia": "LO",
        "pec": "cascina@pec.test",
        "carica": "titolare",
    }
    return DatiAttivazione(**(values | changes))


def role_of(user: Utente) -> Membership:
    """The one role of somebody."""
    return Membership.objects.get(utente=user)


def join(people: Personas, user: Utente, org: Organizzazione, ruolo: str) -> Membership:
    """Give a role since the beginning of the school year."""
    return Membership.objects.create(
        utente=user, organizzazione=org, ruolo=ruolo, valid_from=people.since
    )
