"""Doctors and the hospital's administrator, each in a browser of their own."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.logins import enter
from tests.personas import Personas


@pytest.fixture
def fermo(a_tempo_fermo) -> None:
    """Thursday 12 March 2026, 10:00: sessions, pages and actions agree on it."""
    cache.clear()


@pytest.fixture
def rita(fermo: None, personas: Personas) -> Client:
    """Rita Cura, doctor of the hospital."""
    return enter(Client(), personas.medico_ospedaliero)


@pytest.fixture
def sara(fermo: None, personas: Personas) -> Client:
    """Sara Visita, external doctor."""
    return enter(Client(), personas.medico_esterno)


@pytest.fixture
def bruna(fermo: None, personas: Personas) -> Client:
    """Bruna Corsi, who manages the doctors of the hospital."""
    return enter(Client(), personas.amministratore_presidio)


@pytest.fixture
def ieri(adesso: datetime) -> datetime:
    """Wednesday 11 March 2026, 14:00."""
    return adesso.replace(day=11, hour=14)
