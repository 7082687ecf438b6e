"""allauth's OpenID Connect provider, stricter where an identity of a person depends on it."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

import jwt
import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from utenti.accesso.identita.asserzione import Identita

NONCE = "nonce"


class WrongIssuer(OAuth2Error):  # type: ignore[misc]  # allauth ships no types
    """Who answers is not who the installation was told to believe."""


class Outcome(HttpResponse):
    """What came home from a provider, on its way through allauth to the view that asked: an
    identity, with what it was wanted for, or the reason why there is none.
    """

    def __init__(
        self,
        motivo: str,
        identita: Identita | None = None,
        process: str = "",
        next_url: str = "",
    ) -> None:
        super().__init__()
        self.motivo, self.identita = motivo, identita
        self.process, self.next_url = process, next_url


def reason_of(error: Exception) -> str:
    """Which page explains what went wrong on the way to a provider or back (see ``motivi``)."""
    if isinstance(error, WrongIssuer) or isinstance(error.__cause__, jwt.InvalidIssuerError):
        return "emittente_diverso"
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return "non_risponde"
    return "risposta_illeggibile"


def return_address(code: str) -> str:
    """Where a provider sends people back: on the configured site, one address for each provider,
    so that the answer of one cannot pass for another's.
    """
    return f"{settings.SITE_URL}{reverse(f'{code}_ritorno')}"


class IdentityOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # no types
    """Checks who the server says it is and the signature of every token."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The published configuration. Raises WrongIssuer when it names another issuer
        (OpenID Connect Discovery 4.3).
        """
        config: dict[str, Any] = super().openid_config
        expected = self.get_provider().app.settings["issuer"]
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise WrongIssuer("another issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Never the host that the request named."""
        return return_address(self.provider_id)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Verified even over TLS: the key is asked again, and a token not signed is refused."""
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class IdentityProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """A provider whose claims are read by ``asserzione``: allauth itself picks none of them."""

    oauth2_adapter_class = IdentityOAuth2Adapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """To the provider, with a nonce that its token must repeat."""
        nonce = token_urlsafe(24)
        params = {**self.get_auth_params(), NONCE: nonce}
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=params, nonce=nonce, **kwargs
        )
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        """A placeholder: who this is, ``asserzione`` says; it never equals a stored one."""
        return "da-verificare"

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: a name or an address opens and fills no account by itself."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Nothing, as above."""
        return []
