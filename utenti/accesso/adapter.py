"""What allauth asks of us about accounts."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.base import clock, held_forms
from portal.base.http import client_ip
from portal.base.ratelimit import Rate, hit
from utenti.accesso.actions import iscrizione, registro, ripristini
from utenti.accesso.notices import tell
from utenti.accesso.session import entered_with, set_level
from utenti.actions.sessioni import end_sessions
from utenti.links import password_link
from utenti.models import Utente

_CONFIRMATIONS = Rate.parse("5/h")
_FRESH_SECONDS = 300
_STAGES = {
    "allauth.account.stages.EmailVerificationStage": "utenti.accesso.stages.ConfirmedAddressStage"
}


class PortaleAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Registration of generic users, logins and their level, links of the configured site."""

    def get_login_stages(self) -> list[str]:
        """Ours where an account made by somebody else counts as confirmed."""
        return [_STAGES.get(path, path) for path in super().get_login_stages()]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network of the client, as far as our proxies vouch for it: enough to recognise one's
        own session, less than an address of a person."""
        found = client_ip(request) or "0.0.0.0"  # noqa: S104  (unknown, not a place to listen on)
        bits = 48 if ":" in found else 24
        return str(ipaddress.ip_network(f"{found}/{bits}", strict=False).network_address)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail: on the configured site, whatever Host header asked for it."""
        return password_link(key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of the mail, which also remembers the page that the person wanted."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        wanted = get_next_redirect_url(request)
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return f"{settings.SITE_URL}{path}{query}"

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        """Nobody's mailbox is flooded."""
        return signup or not hit("conferma", _CONFIRMATIONS, f"email={email_address.email}")

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody tried to register an address that has an account: its person is told."""
        links = {
            "login_url": f"{settings.SITE_URL}{reverse('account_login')}",
            "password_reset_url": f"{settings.SITE_URL}{reverse('account_reset_password')}",
        }
        self.send_mail("account/email/account_already_exists", email, links)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The person has the address: let them in from now on."""
        if not iscrizione.confirm_address(email_address, now=clock.now()):
            return False
        messages.success(request, _("Indirizzo confermato: il tuo account è attivo."))
        return True

    def login(self, request: HttpRequest, user: Utente) -> None:
        """Open the session, say at which level, and write it down."""
        super().login(request, user)
        now = clock.now()
        level = set_level(request, user)
        registro.record_login(user, livello=level.value, now=now)
        if entered_with(request, user, Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
            ripristini.cancel_resets(user, now=now)
        elsewhere = request.POST.get("next", "") not in ("", reverse("ripresa"))
        if elsewhere and held_forms.held_for(user.pk, now):
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
            registro.record_logout(request.user, now=clock.now())
        super().logout(request)

    def set_password(self, user: Utente, password: str) -> None:
        """Change the password, end the other sessions, tell the person: every form passes here."""
        super().set_password(user, password)
        registro.record_new_password(user, now=clock.now())
        iscrizione.confirm_by_mail(user, now=clock.now())
        request = context.request
        mine = request is not None and request.user.pk == user.pk
        end_sessions(user, keep=request.session.session_key if mine else None)
        tell("password_cambiata", user.email)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who one is, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Conferma con la password"),
            "mfa_reauthenticate": _("Conferma con un codice"),
            "mfa_reauthenticate:webauthn": _("Conferma con una passkey"),
        }
        return [way | {"description": words[way["id"]]} for way in ways]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the attempt down, the same for an account that does not exist."""
        registro.record_failure(credentials.get("email") or "", now=clock.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of who entered a moment ago: the same question twice teaches to answer blindly."""
        user = self.request.user
        records = get_authentication_records(self.request, user)
        now = clock.now().timestamp()
        if any(now - record.get("at", 0) < _FRESH_SECONDS for record in records):
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required
