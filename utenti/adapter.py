"""What allauth asks of us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.base import clock, held_forms
from utenti.actions import accesso
from utenti.links import password_link
from utenti.livelli import SESSION_KEY, level_of
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
        """Open the session at the level of the way of entering, and write it down."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        livello = level_of(records, identified=user.identita_verificata_at is not None)
        request.session[SESSION_KEY] = livello.value
        accesso.record_login(user, livello=livello.value, now=clock.now())
        elsewhere = request.POST.get("next", "") not in ("", reverse("ripresa"))
        if elsewhere and held_forms.held_for(user.pk, clock.now()):
            messages.info(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("Abbiamo tenuto quello che avevi scritto prima che la sessione finisse."),
                    reverse("ripresa"),
                    _("Riprendilo"),
                ),
            )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where who logs in finds the text that an ended session left unsent; else the home."""
        user = request.user
        if isinstance(user, Utente) and held_forms.held_for(user.pk, clock.now()):
            return reverse("ripresa")
        url: str = super().get_login_redirect_url(request)
        return url

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
