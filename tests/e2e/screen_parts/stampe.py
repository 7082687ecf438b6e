"""Screens of the papers of certificates."""

from __future__ import annotations

from typing import Any, Final

from certificati.choices import StatoStampa
from certificati.models import Stampa
from portal.base import clock, files
from tests.certificati.scena import emesso
from tests.e2e.walker import Screen
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import pdf

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "certificato_stampa": "POST only: leads to the paper",
    "certificato_carta": "a file",
}


def _employers(personas: Personas) -> Stampa:
    return emesso(personas, clock.now()).stampe.get(tipo="datore")


def failed(personas: Personas) -> dict[str, Any]:
    """A paper that could not be made."""
    stampa = _employers(personas)
    stampa.stato = StatoStampa.FALLITA
    stampa.save()
    return {"pk": stampa.pk}


def ready(personas: Personas) -> dict[str, Any]:
    """A paper to open. (One awaited reloads its page under the walker's feet.)"""
    stampa = _employers(personas)
    stampa.file = files.store(
        pdf(),
        name="riferimenti.pdf",
        allowed=frozenset({files.Kind.PDF}),
        organizzazione_id=stampa.certificato.organizzazione_id,
        by=stampa.created_by_id,
        now=clock.now(),
    )
    stampa.stato = StatoStampa.PRONTA
    stampa.save()
    return {"pk": stampa.pk}


SCREENS: Final[list[Screen]] = [
    Screen("certificato_carta_stato", "medico_ospedaliero", ready),
    Screen(
        "certificato_carta_stato",
        "medico_ospedaliero",
        failed,
        label="certificato_carta_fallita",
    ),
]
