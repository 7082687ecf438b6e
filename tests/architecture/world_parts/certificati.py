"""Objects of the list, page and clock of certificates for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.certificati.scena import emesso
from tests.personas import Personas
from utenti.models import Utente

KINDS: frozenset[str] = frozenset({"certificato_emesso"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A certificate that the hospital's doctor issued."""
    found = emesso(people, now, medico=users["medico_ospedaliero"])
    return {"certificato_emesso": found.pk}
