"""Ending the live sessions of a person."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase

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


def renew_key(session: SessionBase) -> None:
    """Give a live session a new key: what it may see has changed. The list of the person's
    sessions follows, so that ending them still ends this one.
    """
    before = session.session_key
    session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=session.session_key)
