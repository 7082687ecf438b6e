"""The people of these tests, already inside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.logins import enter
from tests.personas import Personas
from utenti.models import Utente

Inside = Callable[[Utente], Client]


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo: time_machine.Traveller) -> None:
    """Time stands still, and no limit remembers the test before."""
    cache.clear()


@pytest.fixture
def inside(db: None) -> Inside:
    """A browser of somebody who is logged in."""
    return lambda user: enter(Client(), user)


@pytest.fixture
def paolo(personas: Personas, inside: Inside) -> Client:
    """The head of the school."""
    personas.scuola.codice_fiscale = "80000000010"
    personas.scuola.save()
    return inside(personas.dirigente)


@pytest.fixture
def gino(personas: Personas, inside: Inside) -> Client:
    """Who runs the platform."""
    return inside(personas.gestore)


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """How many queries a page costs."""

    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as done:
            assert client.get(address).status_code == 200
        return len(done)

    return count
