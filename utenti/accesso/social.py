"""What allauth's social accounts ask of us: it carries people there and back, nothing else.

It keeps no token, matches nobody by e-mail, makes no account and draws no page: what came home
leaves here as an ``Outcome``, and the view that asked allauth answers.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest

from utenti.accesso.identita.asserzione import Expected, Refused, read_assertion
from utenti.accesso.identita.oidc import NONCE, Outcome, reason_of


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Providers come from the settings; every answer ends in a page of ours."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the environment alone: a row in the database opens no door."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """The claims are here: an identity, or why not."""
        app, state = sociallogin.provider.app, sociallogin.state
        expected = Expected(app.provider_id, app.settings["issuer"], state.get(NONCE) or "")
        process, next_url = state.get("process") or "", state.get("next") or ""
        try:
            identita = read_assertion(sociallogin.account.extra_data, expected)
        except Refused as refusal:
            raise ImmediateHttpResponse(Outcome(refusal.code)) from None
        raise ImmediateHttpResponse(Outcome("", identita, process, next_url))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Denied, expired, unreachable or unreadable: each has its page."""
        raise ImmediateHttpResponse(Outcome(_motivo(error, exception, extra_context or {})))


def _motivo(error: str | None, exception: Exception | None, context: dict[str, Any]) -> str:
    if error == AuthError.CANCELLED:
        return "annullato"
    if exception is not None:
        return reason_of(exception)
    # With a state of ours it is the provider that reports an error; without, it is no answer.
    return "risposta_illeggibile" if context.get("state") else "stato_scaduto"
