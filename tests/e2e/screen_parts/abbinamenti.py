"""Screens of the matching of certificates with cases."""

from __future__ import annotations

from typing import Any, Final

from portal.base import clock
from tests.denunce.abbinamenti import scena
from tests.e2e.walker import Screen
from tests.personas import Personas

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "proposta_scarta": "POST only: leads to the certificate",
    "proposta_riprendi": "POST only: leads to the certificate",
    "proposta_apri_caso": "POST only: leads to the draft",
}


def _list(personas: Personas) -> dict[str, Any]:
    """A certificate to confirm, and one without a case."""
    scena.proposta(personas, clock.now())
    scena.senza_caso(personas, clock.now())
    return {}


SCREENS: Final[list[Screen]] = [
    Screen("abbinamenti", "segreteria", _list),
    Screen("proposta", "segreteria", lambda p: {"pk": scena.proposta(p, clock.now()).pk}),
    Screen(
        "proposta",
        "segreteria",
        lambda p: {"pk": scena.confermata(p, clock.now()).pk},
        label="proposta_decisa",
    ),
    Screen("proposta_ritiro", "segreteria", lambda p: {"pk": scena.ritirata(p, clock.now()).pk}),
    Screen(
        "certificato_cerca", "segreteria", lambda p: {"pk": scena.caso_di_ada(p, clock.now()).pk}
    ),
]
