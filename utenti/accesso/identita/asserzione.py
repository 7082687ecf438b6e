"""From what a provider asserts to the identity of a person, or to the reason why not. Pure."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError

from portal.base.validators import normalize_code, validate_codice_fiscale_persona
from utenti.accesso.identita.canali import CANALI

# The name of the claim at the proxies in use, and in the OpenID Connect rules of SPID and CIE.
_FISCAL_NUMBER: Final = ("fiscal_number", "https://attributes.eid.gov.it/fiscal_number")
_TINIT: Final = re.compile(r"TINIT-([A-Za-z0-9]{16})")
_MAX_NAME: Final = 80
_MAX_EMAIL: Final = 254


class Refused(Exception):
    """The assertion opens nothing; ``code`` names the page that says why (see ``motivi``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Identita:
    """Who an authority says a person is, and through which channel."""

    canale: str
    codice_fiscale: str
    nome: str = ""
    cognome: str = ""
    email: str = ""
    email_verified: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What an assertion must answer to: who issues it, and the nonce this browser was given."""

    canale: str
    issuer: str
    nonce: str


def read_assertion(claims: Mapping[str, Any], expected: Expected) -> Identita:
    """The identity in ``{"id_token": …, "userinfo": …}``. Raises Refused.

    Issuer and level come from the signed token alone; the codice fiscale from the token or from
    the user information, which must speak of the same subject (OpenID Connect Core 5.3.2).
    """
    token, info = _mapping(claims.get("id_token")), _mapping(claims.get("userinfo"))
    if str(token.get("iss", "")).rstrip("/") != expected.issuer:
        raise Refused("emittente_diverso")
    if not expected.nonce or not _same(token.get("nonce"), expected.nonce):
        raise Refused("stato_scaduto")
    if info and info.get("sub") != token.get("sub"):
        raise Refused("risposta_illeggibile")
    if not CANALI[expected.canale].accepts(token.get("acr")):
        raise Refused("livello_basso")
    said = {**info, **token}
    return Identita(
        canale=expected.canale,
        codice_fiscale=_fiscal_number(token, info),
        nome=plain_name(said.get("given_name")),
        cognome=plain_name(said.get("family_name")),
        email=_email(said.get("email")),
        email_verified=said.get("email_verified") is True,
    )


def checked_code(code: str) -> str:
    """A codice fiscale of a person, in its one form. Raises Refused."""
    try:
        validate_codice_fiscale_persona(code)
    except ValidationError:
        raise Refused("codice_fiscale_errato") from None
    return normalize_code(code)


def plain_name(value: object) -> str:
    """A name without what no name has: controls, runs of blanks, a length beyond the column."""
    text = "".join(char if char.isprintable() else " " for char in str(value or ""))
    return " ".join(text.split())[:_MAX_NAME]


def _fiscal_number(*sources: Mapping[str, Any]) -> str:
    found = {str(source[name]) for source in sources for name in _FISCAL_NUMBER if source.get(name)}
    if not found:
        raise Refused("senza_codice_fiscale")
    codes = {match[1].upper() for text in found if (match := _TINIT.fullmatch(text))}
    if len(codes) != 1 or len(codes) != len({text.upper() for text in found}):
        raise Refused("codice_fiscale_errato")
    return checked_code(codes.pop())


def _email(value: object) -> str:
    text = str(value or "").strip().lower()
    return text if "@" in text and text.isprintable() and len(text) <= _MAX_EMAIL else ""


def _same(one: object, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())


def _mapping(value: object) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Refused("risposta_illeggibile")
    return value
