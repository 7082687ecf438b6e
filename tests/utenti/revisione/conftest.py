"""Thursday 12 March 2026, ten in the morning: Nadia Esame is at the queue, Tito Verifica beside."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import credenziali
from tests.logins import enter


@pytest.fixture(autouse=True)
def _still(a_tempo_fermo):
    """Views ask the clock: it stands at the tests' present."""


@pytest.fixture
def nadia(personas):
    """The browser of a reviewer."""
    return enter(Client(), personas.revisore)


@pytest.fixture
def tito(personas):
    """The browser of another reviewer."""
    return enter(Client(), personas.revisore2)


@pytest.fixture
def by(personas):
    """What Nadia's requests carry."""
    return personas.scope(personas.revisore)


@pytest.fixture
def by2(personas):
    """What Tito's requests carry."""
    return personas.scope(personas.revisore2)


@pytest.fixture
def richiesta(db):
    """The complete request of an external doctor, in the queue."""
    return credenziali.submitted()


@pytest.fixture
def presa(personas):
    """The same, in Nadia's hands."""
    return credenziali.in_hand(personas.revisore)
