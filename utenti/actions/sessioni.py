"""Ending the live sessions of a person."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from utenti.models import Utente


def end_sessions(user: Utente, *, keep: str | None = None) -> int:
    """End every session of the person but the one with the key ``keep``; say how many ended.

    Their next request is a stranger's.
    """
    ended = 0
    for session in UserSession.objects.filter(user=user).order_by("created_at"):
        if session.session_key != keep:
            session.end()
            ended += 1
    return ended
