"""What the present session proved of its person."""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from utenti.livelli import SESSION_KEY, STRONG, Livello, level_of
from utenti.models import Utente

# Where to go on, once a second factor is there.
AFTERWARDS: Final = "dopo_secondo_fattore"


def used_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor (a code, a passkey, a recovery code) was given in this session."""
    records = get_authentication_records(request, _user(request))
    return any(record.get("method") == "mfa" for record in records)


def entered_with(request: HttpRequest, user: Utente, *types: str) -> bool:
    """Whether this login used a factor of one of these types."""
    return any(record.get("type") in types for record in get_authentication_records(request, user))


def is_strong(request: HttpRequest) -> bool:
    """Whether two factors stand behind this session: ours, or those of SPID, CIE and CNS."""
    level = request.session.get(SESSION_KEY, Livello.GENERICO)
    return level in STRONG or used_second_factor(request)


def set_level(request: HttpRequest, user: Utente) -> Livello:
    """Write the level of the way of entering, and answer it."""
    records = get_authentication_records(request, user)
    level = level_of(records, identified=user.identita_verificata_at is not None)
    request.session[SESSION_KEY] = level.value
    return level


def count_factor(request: HttpRequest, user: Utente, factor: Authenticator) -> None:
    """A factor just set up was shown to work: the session has it from now on."""
    record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)


def renew_key(request: HttpRequest) -> None:
    """Give the session another key: who knew the one of before has nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _user(request: HttpRequest) -> Utente | None:
    return request.user if isinstance(request.user, Utente) else None
