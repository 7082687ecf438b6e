"""What allauth's social accounts ask of us: it carries people there and back, nothing else.

It keeps no token, matches nobody by e-mail and makes no account: ``views.identita_esito`` decides.
"""

from __future__ import annotations

from typing import Any, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest

from utenti.accesso.identita.asserzione import Expected, Refused, read_assertion
from utenti.accesso.identita.oidc import NONCE
from utenti.accesso.views.identita_esito import arrived, refused


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Providers come from the settings; every answer ends in a page of ours."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the environment alone: a row in the database opens no door."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are made by ``identita_nuova``, never by allauth's own form."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """The claims are here: read them and answer."""
        app, state = sociallogin.provider.app, sociallogin.state
        canale: str = app.provider_id
        expected = Expected(canale, app.settings["issuer"], state.get(NONCE) or "")
        try:
            identita = read_assertion(sociallogin.account.extra_data, expected)
        except Refused as refusal:
            raise ImmediateHttpResponse(refused(request, canale, refusal.code)) from None
        process, next_url = state.get("process", ""), state.get("next") or ""
        raise ImmediateHttpResponse(arrived(request, identita, process=process, next_url=next_url))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Denied, expired, unreachable or unreadable: each has its page."""
        motivo = _motivo(error, exception, extra_context or {})
        raise ImmediateHttpResponse(refused(request, provider.app.provider_id, motivo))


def _motivo(error: str | None, exception: Exception | None, context: dict[str, Any]) -> str:
    if error == AuthError.CANCELLED:
        return "annullato"
    if exception is None:
        # With a state of ours it is the provider that reports an error; without, it is no answer.
        return "risposta_illeggibile" if context.get("state") else "stato_scaduto"
    unreachable = (requests.ConnectionError, requests.Timeout)
    return "non_risponde" if isinstance(exception, unreachable) else "risposta_illeggibile"
