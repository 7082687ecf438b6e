"""Luca Bianchi fell on Tuesday 10 March 2026; his certificate ends on Thursday the 12th."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Caso
from tests.personas import Personas
from utenti.access import Scope


@pytest.fixture
def by(personas: Personas) -> Scope:
    """Laura Conti of the secretary's office."""
    return personas.scope(personas.segreteria)


@pytest.fixture
def certifica(by: Scope, ora: Callable[[str], datetime]) -> Callable[..., None]:
    """Register a certificate that ends on a day of March."""

    def received(caso: Caso, al: int, *, dal: int = 11, at: str = "2026-03-10 14:00", **other):
        caso.refresh_from_db()
        data = DatiCertificato(
            **{
                "numero": f"A0000000{al:04}",
                "rilasciato_at": ora("2026-03-10 12:30"),
                "prognosi_dal": date(2026, 3, dal),
                "prognosi_al": date(2026, 3, al),
                "received_at": ora(at),
                "received_via": "lavoratore",
            }
            | other
        )
        receive_certificato(caso, data, expected=caso.version, by=by, now=ora(at))
        caso.refresh_from_db()

    return received


@pytest.fixture
def apri(personas: Personas, by: Scope, ora: Callable[[str], datetime], certifica):
    """Open a case whose prognosis ends on a day of March (Thursday the 12th)."""

    def opened(al: int = 12, **person: str) -> Caso:
        now = ora("2026-03-10 13:00")
        data = {
            "categoria": "studente",
            "cognome": "Bianchi",
            "nome": "Luca",
            "sesso": "M",
        } | person
        luca = create_lavoratore(
            DatiLavoratore(nato_on=date(2013, 5, 3), **data),
            organizzazione=personas.scuola,
            by=by,
            now=now,
        )
        caso = open_caso(
            DatiCaso(avvenuto_at=ora("2026-03-10 10:15"), dinamica="Caduta in palestra"),
            lavoratore=luca,
            organizzazione=personas.scuola,
            by=by,
            now=now,
            request_key=uuid4(),
        )
        certifica(caso, al)
        return caso

    return opened


@pytest.fixture
def caso(apri) -> Caso:
    """Luca's case."""
    return apri()
