"""Screens of the papers of certificates."""

from __future__ import annotations

from typing import Any, Final

from certificati.choices import StatoStampa
from certificati.models import Stampa
from portal.base import clock
from tests.certificati.scena import emesso
from tests.e2e.walker import Screen
from tests.personas import Personas

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "certificato_stampa": "POST only: leads to the paper",
    "certificato_carta": "a file",
}


def by_carta(stato: StatoStampa = StatoStampa.IN_PREPARAZIONE) -> Any:
    """A paper of the hospital's doctor, awaited or failed."""

    def make(personas: Personas) -> dict[str, Any]:
        issued = emesso(personas, clock.now())
        Stampa.objects.filter(certificato=issued).update(stato=stato)
        return {"pk": issued.stampe.get(tipo="datore").pk}

    return make


SCREENS: Final[list[Screen]] = [
    Screen("certificato_carta_stato", "medico_ospedaliero", by_carta()),
    Screen(
        "certificato_carta_stato",
        "medico_ospedaliero",
        by_carta(StatoStampa.FALLITA),
        label="certificato_carta_fallita",
    ),
]
