"""Screens of the writing of certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from certificati.actions.bozze import Riassunto, save_certificato
from certificati.models import Certificato
from certificati.testi import EVERYTHING, texts_of
from portal.base import clock
from tests.certificati.scena import INFORTUNIO, MALATTIA, bozza
from tests.e2e.walker import Screen
from tests.personas import Personas

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "certificato_inizia": "POST only: leads to the draft",
    "certificato_salva": "POST only: JSON for the script",
    "certificato_confronta": "POST only: walked by the test of two tabs",
}


def _written(personas: Personas) -> Certificato:
    """Luca's draft, all of it, with a doubt about his surname."""
    now = clock.now()
    begun, by = bozza(personas, now)
    odd = replace(INFORTUNIO, cognome="Verdi", prima_assistenza_at=now)
    said = texts_of(odd, EVERYTHING)
    summary = Riassunto("Verdi", "Luca")
    return save_certificato(begun, said, summary, expected=begun.version, by=by, now=now)


def _draft(personas: Personas) -> dict[str, Any]:
    return {"pk": _written(personas).pk}


def _at(passo: str) -> Callable[[Personas], dict[str, Any]]:
    return lambda personas: {"pk": _written(personas).pk, "passo": passo}


def _disease(personas: Personas) -> dict[str, Any]:
    """A draft of a disease, just begun."""
    begun, _by = bozza(personas, clock.now(), MALATTIA)
    return {"pk": begun.pk, "passo": "salute"}


def _empty(personas: Personas) -> dict[str, Any]:
    """A draft in which everything is missing."""
    return {"pk": bozza(personas, clock.now())[0].pk}


SCREENS: Final[list[Screen]] = [
    Screen("certificato_comincia", "medico_ospedaliero"),
    Screen("certificato_passo", "medico_ospedaliero", _at("persona"), label="certificato-persona"),
    Screen("certificato_passo", "medico_ospedaliero", _at("salute"), label="certificato-salute"),
    Screen(
        "certificato_passo", "medico_ospedaliero", _at("racconto"), label="certificato-racconto"
    ),
    Screen("certificato_passo", "medico_ospedaliero", _disease, label="certificato-malattia"),
    Screen("certificato_riepilogo", "medico_ospedaliero", _draft),
    Screen("certificato_riepilogo", "medico_ospedaliero", _empty, label="certificato-vuoto"),
    Screen("certificato_elimina", "medico_ospedaliero", _draft),
]
