"""Screens of the list, page and clock of certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from portal.base import clock
from tests.certificati.scena import bozza, continuativo, emesso
from tests.e2e.walker import Screen
from tests.personas import Personas

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "certificati_cerca": "POST only: leads to the list",
    "certificati_struttura_csv": "a file for a spreadsheet",
}


def _issued(personas: Personas) -> dict[str, Any]:
    return {"pk": emesso(personas, clock.now()).pk}


def _chain(personas: Personas) -> dict[str, Any]:
    now = clock.now()
    first = emesso(personas, now - timedelta(hours=1))
    continuativo(personas, now, first)
    return {"pk": first.pk}


def _full(personas: Personas) -> dict[str, Any]:
    """No argument, but something to show."""
    _chain(personas)
    bozza(personas, clock.now())
    return {}


SCREENS: Final[list[Screen]] = [
    Screen("certificati", "medico_ospedaliero", _full),
    Screen("certificati", "medico_esterno", label="certificati-vuoto"),
    Screen("certificato_medico", "medico_ospedaliero", _chain),
    Screen("certificato_catena", "medico_ospedaliero", _chain),
    Screen("certificato_annulla", "medico_ospedaliero", _issued),
    Screen("certificato_trasmesso", "medico_ospedaliero", _issued),
    Screen("certificati_struttura", "amministratore_presidio", _full),
]
