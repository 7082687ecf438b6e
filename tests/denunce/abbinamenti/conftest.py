"""Thursday 12 March 2026, ten in the morning: a doctor has issued, an employer has a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from certificati.models import Certificato
from denunce.abbinamenti.abbinare import propose
from denunce.abbinamenti.models import Proposta
from denunce.actions.casi import open_caso
from denunce.actions.dati import DatiCaso, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Caso, Lavoratore
from tests.certificati.scena import INFORTUNIO, LUCA, emesso
from tests.logins import enter
from tests.personas import Personas
from utenti.models import Organizzazione, Utente

PERSONA = {
    "categoria": "studente",
    "cognome": "Bianchi",
    "nome": "Luca",
    "sesso": "M",
    "nato_on": INFORTUNIO.nato_on,
    "nato_a": "Milano",
    "classe": "2B",
}


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo: object) -> None:
    """Views ask the clock: it stands at the tests' present."""


@pytest.fixture
def persona(personas: Personas, adesso: datetime) -> Callable[..., Lavoratore]:
    """A person of the school, by default Luca with his codice fiscale."""

    def add(
        org: Organizzazione | None = None, user: Utente | None = None, **other: Any
    ) -> Lavoratore:
        by = personas.scope(user or personas.segreteria)
        said = PERSONA | {"codice_fiscale": LUCA} | other
        return create_lavoratore(
            DatiLavoratore(**said),
            organizzazione=org or personas.scuola,
            by=by,
            now=adesso,
            confirmed=True,
        )

    return add


@pytest.fixture
def apri(
    personas: Personas, adesso: datetime, ora: Callable[[str], datetime]
) -> Callable[..., Caso]:
    """Open a case by the action: by default Luca's, hurt on 10 March at 11:20."""

    def opened(person: Lavoratore, user: Utente | None = None, **facts: Any) -> Caso:
        told = {"avvenuto_at": ora("2026-03-10 11:20"), "dinamica": "Caduta in palestra"} | facts
        return open_caso(
            DatiCaso(**told),
            lavoratore=person,
            organizzazione=person.organizzazione,
            by=personas.scope(user or personas.segreteria),
            now=adesso,
            request_key=uuid4(),
        )

    return opened


@pytest.fixture
def caso(apri: Callable[..., Caso], persona: Callable[..., Lavoratore]) -> Caso:
    """Luca's case at the school: it waits for the certificate."""
    return apri(persona())


@pytest.fixture
def certificato(personas: Personas, ora: Callable[[str], datetime]) -> Callable[..., Certificato]:
    """Issue a certificate by the action, on 11 March at 13:00, and tell the employers."""

    def issued(at: str = "2026-03-11 13:00", *, heard: bool = True, **changes: Any) -> Certificato:
        row = emesso(personas, ora(at), **changes)
        if heard:
            propose([row.pk], now=ora(at))
        return row

    return issued


@pytest.fixture
def proposta(caso: Caso, certificato: Callable[..., Certificato]) -> Proposta:
    """The certificate of Luca's injury, proposed to his school."""
    return Proposta.objects.get(certificato_id=certificato().pk)


@pytest.fixture
def entra(db: None) -> Callable[[Utente], Client]:
    """A browser with that person inside."""
    return lambda user: enter(Client(), user)


@pytest.fixture
def laura(entra: Callable[[Utente], Client], personas: Personas) -> Client:
    """The secretary's browser."""
    return entra(personas.segreteria)


@pytest.fixture
def ugo(entra: Callable[[Utente], Client], personas: Personas) -> Client:
    """The browser of another school's secretary."""
    return entra(personas.segreteria2)
