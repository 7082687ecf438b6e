"""The provider of the tests, switched on for SPID, and the people who enter with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from portal.base import clock
from tests.identita.fornitore import Fornitore, running_fornitore
from tests.personas import PASSWORD
from utenti.models import Utente

ANNA = "VRDNNA85T50A562F"


@pytest.fixture(scope="session")
def _provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fornitore]:
    with running_fornitore(tmp_path_factory.mktemp("fornitore")) as started:
        yield started


@pytest.fixture
def fornitore(_provider: Fornitore, settings: Settings) -> Fornitore:
    """SPID alone is open; a test that wants another channel says so."""
    cache.clear()
    _provider.use(settings, "spid")
    return _provider


@pytest.fixture
def browser() -> Client:
    """Somebody at a browser nobody has logged into."""
    return Client()


@pytest.fixture
def anna(db: None) -> Utente:
    """Anna Verdi has an account whose codice fiscale a reviewer has checked."""
    user = Utente.objects.create_user(
        "anna.verdi@persone.test", PASSWORD, nome="Anna", cognome="Verdi"
    )
    user.set_codice_fiscale(ANNA, now=clock.now())
    user.identita_verificata_at = clock.now()
    user.save()
    return user
