"""Secrets of second factors at rest, and the arithmetic of their codes.

Source: RFC 6238 (TOTP): a code is accepted once only (section 5.2), one step early or late.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from portal.base import clock, crypto
from portal.base.keys import DataKey

_AAD = b"accesso.fattore:"


def seal(text: str) -> str:
    """Encrypt under a data key of its own, which is named in front: keys rotate like the others."""
    key = DataKey.create(clock.now())
    sealed = crypto.encrypt(text.encode(), key=key.material(), aad=_AAD + str(key.pk).encode())
    return f"{key.pk}.{base64.b64encode(sealed).decode()}"


def unseal(stored: str) -> str:
    """Undo ``seal``. Raises crypto.DecryptionError for what was altered."""
    pk, _, body = stored.partition(".")
    key = DataKey.objects.get(pk=pk)
    plain = crypto.decrypt(base64.b64decode(body), key=key.material(), aad=_AAD + pk.encode())
    return plain.decode()


def step_of(now: datetime) -> int:
    """The number of the time step that holds an instant."""
    return int(now.timestamp()) // int(app_settings.TOTP_PERIOD)


def code_at(secret: str, step: int) -> str:
    """The code of a step."""
    return str(format_hotp_value(hotp_value(secret, step)))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is, at most one away from now; None when it is no code of ours."""
    near = int(app_settings.TOTP_TOLERANCE)
    found = None
    for step in range(step_of(now) - near, step_of(now) + near + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def demo_secret(email: str) -> str:
    """The fixed secret of a demo account: public, like its password."""
    digest = hashlib.sha256(f"portale-infortuni:demo:{email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()
