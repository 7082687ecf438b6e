"""What the pages about second factors show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from utenti.models import Utente

Type = Authenticator.Type


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its person knows it; ``ref`` names it in a form without its number."""

    ref: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """Everything a person can prove themselves with, besides the password."""

    totp: Authenticator | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None  # None: there are no codes

    @property
    def any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.totp is not None or bool(self.passkeys)


def factors_of(user: Utente) -> Factors:
    """Read them with one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    by_type = {row.type: row for row in rows if row.type != Type.WEBAUTHN}
    codes = by_type.get(Type.RECOVERY_CODES)
    return Factors(
        totp=by_type.get(Type.TOTP),
        passkeys=tuple(
            Passkey(ref_of(row), row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Type.WEBAUTHN
        ),
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
    )


def passkey_of(user: Utente, ref: str) -> Authenticator | None:
    """The passkey of this person that a form names."""
    rows = Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).order_by("pk")
    return next((row for row in rows if ref_of(row) == ref), None)


def ref_of(row: Authenticator) -> str:
    """A name for a form: no sequential number leaves the database."""
    return hashlib.sha256(f"passkey:{row.user_id}:{row.pk}".encode()).hexdigest()[:32]
