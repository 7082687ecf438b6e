"""Objects of ``utenti.credenziali`` for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.personas import Personas
from tests.utenti.credenziali.scena import allegato_di, richiesta_di
from tests.utenti.messaggi.scena import allegato_messaggio_di, messaggio_di
from utenti.models import Utente

KINDS: frozenset[str] = frozenset(
    {"richiesta_mia", "allegato_mio", "messaggio", "allegato_messaggio"}
)


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """One object of each kind, by the real actions, cheaply: a world is built for every role."""
    question = messaggio_di(people.docente, now)
    return {
        "messaggio": question.pk,
        "allegato_messaggio": allegato_messaggio_di(question).pk,
        "richiesta_mia": richiesta_di(people, now).pk,
        "allegato_mio": allegato_di(people, now).pk,
    }
