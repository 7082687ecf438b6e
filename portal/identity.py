"""Which identity providers this installation uses: SPID, CIE, INPS, and the CNS card.

Each is off until its variables are there. What the portal needs of each is a server that speaks
OpenID Connect (for SPID and CIE a proxy in front of them: see docs/adr/0007-identita-digitale.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.variables import Variables

SPID_LEVEL_2: Final = "https://www.spid.gov.it/SpidL2"
# Code of the channel and the level of authentication it asks for, if any.
_ASKED: Final = {"spid": SPID_LEVEL_2, "cie": SPID_LEVEL_2, "inps": ""}
_SECRET_CHARS = 32


@dataclass(frozen=True, slots=True)
class Provider:
    """One OpenID Connect server as the variables of the environment describe it."""

    code: str
    url: str
    client_id: str
    client_secret: str
    scope: tuple[str, ...]
    origins: tuple[str, ...]

    @property
    def issuer(self) -> str:
        """Who must sign the tokens: the address the configuration was found under."""
        return self.url.partition("/.well-known/")[0].rstrip("/")

    def as_app(self) -> dict[str, Any]:
        """The application that allauth builds a provider from."""
        asked = _ASKED[self.code]
        return {
            "provider_id": self.code,
            "name": self.code,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {
                "server_url": self.url,
                "issuer": self.issuer,
                "uid_field": "fiscal_number",
                "oauth_pkce_enabled": True,
                "scope": list(self.scope),
                "auth_params": {"acr_values": asked} if asked else {},
            },
        }


@dataclass(frozen=True, slots=True)
class Card:
    """How the CNS enters: off, or a port of the proxy that asks for the card and vouches for it."""

    enabled: bool
    url: str = ""
    secret: str = ""


def read_providers(env: Variables, *, https_only: bool) -> tuple[Provider, ...]:
    """The providers whose address is set. Raises ImproperlyConfigured for one half described."""
    found = (_read(env, code, https_only=https_only) for code in _ASKED)
    return tuple(provider for provider in found if provider is not None)


def read_card(env: Variables, *, trusted_proxies: int, https_only: bool) -> Card:
    """Raises ImproperlyConfigured when the CNS is on without what makes its headers believable."""
    if not env.bool("CNS", default=False):
        return Card(enabled=False)
    url, secret = env.str("CNS_URL", default="").rstrip("/"), env.str("CNS_SECRET", default="")
    if trusted_proxies < 1 or len(secret) < _SECRET_CHARS:
        raise ImproperlyConfigured(
            "CNS=1 vuole il proxy davanti (TRUSTED_PROXIES=1) e CNS_SECRET di almeno 32 caratteri."
        )
    _check_address("CNS_URL", url, https_only=https_only)
    return Card(enabled=True, url=url, secret=secret)


def allauth_providers(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """The value of SOCIALACCOUNT_PROVIDERS."""
    return {
        "openid_connect": {
            "provider_class": "utenti.accesso.identita.oidc.IdentityProvider",
            "APPS": [provider.as_app() for provider in providers],
        }
    }


def form_origins(providers: tuple[Provider, ...], card: Card) -> list[str]:
    """Where a form of ours may lead. Chromium holds ``form-action`` against every redirect that
    follows a form, so a provider that passes people on declares those addresses as well.
    """
    origins = {_origin(provider.url) for provider in providers}
    origins |= {origin for provider in providers for origin in provider.origins}
    if card.enabled:
        origins.add(_origin(card.url))
    return sorted(origins)


def _read(env: Variables, code: str, *, https_only: bool) -> Provider | None:
    name = f"OIDC_{code.upper()}"
    url = env.str(f"{name}_URL", default="").rstrip("/")
    if not url:
        return None
    _check_address(f"{name}_URL", url, https_only=https_only)
    client_id = env.str(f"{name}_CLIENT_ID", default="")
    secret = env.str(f"{name}_CLIENT_SECRET", default="")
    if not (client_id and secret):
        raise ImproperlyConfigured(f"{name}_URL vuole anche {name}_CLIENT_ID e _CLIENT_SECRET.")
    scope = env.str(f"{name}_SCOPE", default="openid profile email").split()
    origins = env.list(f"{name}_ORIGINI", default=[])
    for origin in origins:
        _check_address(f"{name}_ORIGINI", origin, https_only=https_only)
    addresses = tuple(_origin(origin) for origin in origins)
    return Provider(code, url, client_id, secret, tuple(scope), addresses)


def _check_address(name: str, url: str, *, https_only: bool) -> None:
    parts = urlsplit(url)
    allowed = ("https",) if https_only else ("https", "http")
    if parts.scheme not in allowed or not parts.hostname:
        raise ImproperlyConfigured(f"{name}={url} non è un indirizzo {allowed[0]}://…")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
