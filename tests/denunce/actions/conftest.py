"""Luca Bianchi fell in the gym on Tuesday 10 March 2026; Laura Conti of the secretary's office
works.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore


@pytest.fixture
def laura(personas):
    """What the requests of the secretary carry."""
    return personas.scope(personas.segreteria)


@pytest.fixture
def luca(personas, laura, adesso):
    """The pupil."""
    data = DatiLavoratore(
        categoria="studente",
        cognome="Bianchi",
        nome="Luca",
        sesso="M",
        nato_on=date(2013, 5, 3),
        nato_a="Milano",
        codice_fiscale="BNCLCU13E03F205S",
        classe="2B",
    )
    return create_lavoratore(data, organizzazione=personas.scuola, by=laura, now=adesso)


@pytest.fixture
def caduta(ora):
    """What happened to him."""
    return DatiCaso(avvenuto_at=ora("2026-03-10 10:15"), dinamica="Caduta in palestra")


@pytest.fixture
def apri(personas, laura, luca, adesso):
    """Open a case of Luca's through the action."""

    def opened(data, **other):
        values = {
            "lavoratore": luca,
            "organizzazione": personas.scuola,
            "by": laura,
            "now": adesso,
            "request_key": uuid4(),
        }
        return open_caso(data, **(values | other))

    return opened


@pytest.fixture
def caso(apri, caduta):
    """Luca's case, open, waiting for the certificate."""
    return apri(caduta)


@pytest.fixture
def riferimenti(ora):
    """Six days of absence after the fall, references received on Thursday morning at nine."""
    return DatiCertificato(
        numero="A00000000003",
        rilasciato_at=ora("2026-03-10 12:30"),
        prognosi_dal=date(2026, 3, 11),
        prognosi_al=date(2026, 3, 16),
        received_at=ora("2026-03-12 09:00"),
        received_via="lavoratore",
    )


@pytest.fixture
def due_giorni(riferimenti):
    """The same certificate with two days of absence only."""
    return replace(riferimenti, prognosi_al=date(2026, 3, 12))


@pytest.fixture
def certifica(laura, adesso):
    """Receive a certificate through the action, on the newest version of the case."""

    def received(caso, data, *, by=laura, now=adesso):
        caso.refresh_from_db()
        return receive_certificato(caso, data, expected=caso.version, by=by, now=now)

    return received


@pytest.fixture
def adempimenti():
    """The duties of a case by key, the one in force for each."""

    def standing(caso):
        return {row.chiave: row for row in caso.adempimenti.filter(ended_at__isnull=True)}

    return standing
