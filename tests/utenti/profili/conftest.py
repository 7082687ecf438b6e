"""The hospital's administrator, a ward, and a doctor of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.logins import enter
from tests.personas import Personas
from tests.utenti.profili.scena import dati
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.profiles import create_profilo
from utenti.profili.models import Gruppo, ProfiloMedico


@pytest.fixture(autouse=True)
def _time_stands_still(a_tempo_fermo) -> None:
    """Thursday 12 March 2026: sessions, pages and actions agree on it."""
    cache.clear()


@pytest.fixture
def by(personas: Personas) -> Scope:
    """Bruna, who manages the doctors of the hospital."""
    return personas.scope(personas.amministratore_presidio)


@pytest.fixture
def bruna(personas: Personas, client: Client) -> Client:
    """Her browser."""
    return enter(client, personas.amministratore_presidio)


@pytest.fixture
def ortopedia(personas: Personas, by: Scope, adesso: datetime) -> Gruppo:
    return create_gruppo(personas.presidio_org, "Ortopedia", by=by, now=adesso)


@pytest.fixture
def anna(ortopedia: Gruppo, by: Scope, adesso: datetime) -> ProfiloMedico:
    """Anna Verdi, who never entered."""
    return create_profilo(dati(), ortopedia, by=by, now=adesso)


@pytest.fixture
def altro_ospedale(db: None) -> Organizzazione:
    return Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PRESIDIO, denominazione="Clinica Esempio", comune="Torino"
    )


@pytest.fixture
def altra_ortopedia(
    altro_ospedale: Organizzazione, personas: Personas, adesso: datetime
) -> tuple[Gruppo, Scope]:
    """A ward of another hospital, and who manages it."""
    carlo = personas._member(
        "carlo.altri", "Carlo", "Altri", altro_ospedale, "amministratore_presidio"
    )
    scope = personas.scope(carlo)
    return create_gruppo(altro_ospedale, "Ortopedia", by=scope, now=adesso), scope
