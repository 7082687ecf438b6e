"""Thursday 12 March 2026, ten in the morning: Laura Conti of the secretary's office is at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from tests.logins import enter

pytestmark = pytest.mark.django_db
LUCA = DatiLavoratore(
    categoria="studente",
    cognome="Bianchi",
    nome="Luca",
    sesso="M",
    nato_on=date(2013, 5, 3),
    nato_a="Milano",
    codice_fiscale="BNCLCU13E03F205S",
    classe="2B",
)


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo):
    """Views ask the clock: it stands at the tests' present."""


@pytest.fixture
def entra(db):
    """A browser with that person inside."""

    def logged(user):
        return enter(Client(), user)

    return logged


@pytest.fixture
def laura(entra, personas):
    """The secretary's browser."""
    return entra(personas.segreteria)


@pytest.fixture
def ugo(entra, personas):
    """The browser of another school's secretary."""
    return entra(personas.segreteria2)


@pytest.fixture
def by(personas):
    """What the secretary's requests carry."""
    return personas.scope(personas.segreteria)


@pytest.fixture
def nuova_persona(personas, by, adesso):
    """Add a person to the school."""

    def add(**other):
        data = replace(LUCA, codice_fiscale=None, **other) if other else LUCA
        return create_lavoratore(data, organizzazione=personas.scuola, by=by, now=adesso)

    return add


@pytest.fixture
def luca(nuova_persona):
    """Bianchi Luca, 2B."""
    return nuova_persona()


@pytest.fixture
def apri(personas, by, adesso, ora, luca):
    """Open a case through the action."""

    def opened(lavoratore=luca, **facts):
        facts = {"avvenuto_at": ora("2026-03-10 10:15"), "dinamica": "Caduta in palestra"} | facts
        return open_caso(
            DatiCaso(**facts),
            lavoratore=lavoratore,
            organizzazione=personas.scuola,
            by=by,
            now=adesso,
            request_key=uuid4(),
        )

    return opened


@pytest.fixture
def caso(apri):
    """Luca's case: it waits for the certificate."""
    return apri()


@pytest.fixture
def certifica(by, adesso, ora):
    """Register a certificate through the action: by default six days, received at nine today."""

    def received(caso, **other):
        values = {
            "numero": "A00000000003",
            "rilasciato_at": ora("2026-03-10 12:30"),
            "prognosi_dal": date(2026, 3, 11),
            "prognosi_al": date(2026, 3, 16),
            "received_at": ora("2026-03-12 09:00"),
            "received_via": "lavoratore",
        }
        caso.refresh_from_db()
        return receive_certificato(
            caso, DatiCertificato(**(values | other)), expected=caso.version, by=by, now=adesso
        )

    return received


@pytest.fixture
def denuncia(caso, certifica):
    """The denuncia that follows from the certificate: due on Saturday 14 March, 23:59:59."""
    certifica(caso)
    return caso.adempimenti.get(tipo="denuncia")
