"""Objects of the files, tokens and API of the structures for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from certificati.flussi.actions.gettoni import create_gettone
from certificati.flussi.actions.ricezione import receive_file
from portal.base import clock
from tests.certificati.flussi.scena import as_json, flusso, record
from tests.personas import Personas
from utenti.access import Scope
from utenti.models import Utente

KINDS: frozenset[str] = frozenset({"flusso", "gettone_api"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A file that waits for the worker, and a token."""
    by, hospital = Scope(users["amministratore_presidio"], clock.today()), people.presidio_org
    sent = receive_file(as_json(flusso(record())), "", organizzazione=hospital, by=by, now=now)
    token, _secret = create_gettone(hospital, nome="Pronto soccorso", giorni=30, by=by, now=now)
    return {"flusso": sent.pk, "gettone_api": token.pk}
