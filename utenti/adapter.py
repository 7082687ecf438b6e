"""What allauth asks of us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.base import clock
from utenti.actions import accesso
from utenti.links import password_link
from utenti.models import Utente


class PortaleAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the organisation's administrator; nobody signs up alone yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed: the registration of citizens comes with the credential requests."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail: on the configured site, whatever Host header asked for it."""
        return password_link(key)

    def login(self, request: HttpRequest, user: Utente) -> None:
        """Open the session and write it down."""
        super().login(request, user)
        accesso.record_login(user, now=clock.now())

    def logout(self, request: HttpRequest) -> None:
        """Write it down and end the session."""
        if isinstance(request.user, Utente):
            accesso.record_logout(request.user, now=clock.now())
        super().logout(request)

    def set_password(self, user: Utente, password: str) -> None:
        """Change the password and write it down: every form of ours passes here."""
        super().set_password(user, password)
        accesso.record_new_password(user, now=clock.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the attempt down, the same for an account that does not exist."""
        accesso.record_failure(credentials.get("email") or "", now=clock.now())
