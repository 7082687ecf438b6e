"""Objects of the papers of certificates for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.certificati.scena import emesso
from tests.personas import Personas
from utenti.models import Utente

KINDS: frozenset[str] = frozenset({"certificato_stampato", "carta"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """One object of each kind, by the real actions, cheaply: a world is built for every role."""
    issued = emesso(people, now, medico=users["medico_ospedaliero"])
    return {"certificato_stampato": issued.pk, "carta": issued.stampe.get(tipo="datore").pk}
