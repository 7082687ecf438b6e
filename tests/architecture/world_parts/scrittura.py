"""Objects of the writing of certificates for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.certificati.scena import bozza
from tests.personas import Personas
from utenti.models import Utente

KINDS: frozenset[str] = frozenset({"bozza_certificato"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A draft of the hospital's doctor."""
    begun, _by = bozza(people, now, medico=users["medico_ospedaliero"])
    return {"bozza_certificato": begun.pk}
