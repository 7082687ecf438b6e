"""Ending one's own sessions elsewhere."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from utenti.accesso.actions.registro import note
from utenti.actions.sessioni import end_sessions
from utenti.models import Utente


def end_session(user: Utente, session: UserSession, *, now: datetime) -> None:
    """End one session of the person: its next request is a stranger's."""
    with transaction.atomic():
        session.end()
        note(user, "accesso.sessione_chiusa", now, numero=1)


def end_other_sessions(user: Utente, *, keep: str | None, now: datetime) -> int:
    """End every session but the one with the key ``keep``; say how many."""
    with transaction.atomic():
        ended = end_sessions(user, keep=keep)
        if ended:
            note(user, "accesso.sessione_chiusa", now, numero=ended)
    return ended
