"""Mario Solo, a doctor who asks for credentials, and his browser."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.logins import enter
from tests.personas import Personas
from tests.utenti.credenziali.scena import begun, ready
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.models import Utente


@pytest.fixture
def mario(personas: Personas) -> Utente:
    """A citizen without roles."""
    return personas.cittadino


@pytest.fixture
def bozza(mario: Utente, adesso: datetime) -> RichiestaAbilitazione:
    """His draft, just begun."""
    return begun(mario, adesso)


@pytest.fixture
def pronta(mario: Utente, adesso: datetime) -> RichiestaAbilitazione:
    """His request, complete and not sent."""
    return ready(mario, adesso)


@pytest.fixture
def browser(mario: Utente, a_tempo_fermo: object) -> Client:
    """Mario, logged in with his password on 12 March 2026."""
    cache.clear()
    return enter(Client(), mario)


@pytest.fixture
def altrui(personas: Personas, a_tempo_fermo: object) -> Client:
    """Somebody else, logged in."""
    return enter(Client(), personas.segreteria)
