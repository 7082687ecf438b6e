"""Screens of the files, tokens and API of the structures."""

from __future__ import annotations

from typing import Any, Final

from certificati.flussi.actions.gettoni import create_gettone
from portal.base import clock
from tests.certificati.flussi.scena import flusso, record, send
from tests.e2e.walker import Screen
from tests.personas import Personas

ROLE: Final = "amministratore_presidio"


def by_flusso(personas: Personas) -> dict[str, Any]:
    """A flow with a refused record to read about."""
    wrong = record(2, diagnosi="", cap="Milano")
    return {"pk": send(personas, clock.now(), flusso(record(1), wrong)).pk}


def with_flusso(personas: Personas) -> dict[str, Any]:
    """No argument, but something to show."""
    by_flusso(personas)
    return {}


def by_gettone(personas: Personas) -> dict[str, Any]:
    """A token to be asked about."""
    by = personas.scope(personas.amministratore_presidio)
    place, now = personas.presidio_org, clock.now()
    made, _secret = create_gettone(place, nome="Pronto soccorso", giorni=30, by=by, now=now)
    return {"pk": made.pk}


def with_gettone(personas: Personas) -> dict[str, Any]:
    """No argument, but a token in the list."""
    by_gettone(personas)
    return {}


# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "flusso_csv": "a file for a spreadsheet",
    "flussi_schema_json": "a file",
    "flussi_schema_xsd": "a file",
    "flussi_esempio_json": "a file",
    "flussi_esempio_xml": "a file",
    "api_openapi": "JSON for machines",
    "api_certificati": "JSON for machines",
    "api_certificato": "JSON for machines",
    "api_certificato_annulla": "JSON for machines",
    "api_flusso": "JSON for machines",
}
SCREENS: Final[list[Screen]] = [
    Screen("flussi", ROLE, with_flusso),
    Screen("flusso_carica", ROLE),
    Screen("flusso", ROLE, by_flusso),
    Screen("flussi_gettoni", ROLE, with_gettone),
    Screen("flussi_gettone_nuovo", ROLE),
    Screen("flussi_gettone_revoca", ROLE, by_gettone),
]
