"""What allauth asks of us."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from utenti.links import password_link


class PortaleAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the organisation's administrator; nobody signs up alone yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed: the registration of citizens comes with the credential requests."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail: on the configured site, whatever Host header asked for it."""
        return password_link(key)
