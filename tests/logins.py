"""Entering as somebody without typing: the session says how, like after a real login."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from utenti.livelli import Livello
from utenti.middleware import LIVELLO
from utenti.models import Utente


def enter(
    client: Client,
    user: Utente,
    *,
    livello: str = Livello.GENERICO,
    second_factor: bool = True,
) -> Client:
    """Log ``user`` in, by password at that level, with the second factor given or not."""
    client.force_login(user)
    now = time.time()
    methods = [{"method": "password", "at": now, "email": user.email}]
    if second_factor:
        methods.append({"method": "mfa", "at": now, "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[LIVELLO] = livello
    session.save()
    return client
