"""A proven identity that waits for an e-mail address before it becomes an account.

It lives in the session, encrypted, a quarter of an hour: a codice fiscale is never stored clear.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from portal.base import crypto
from utenti.accesso.identita.asserzione import Identita

KEY: Final = "identita_in_attesa"
LASTS: Final = timedelta(minutes=15)
_AAD: Final = b"accesso.identita_in_attesa"


@dataclass
class Attesa:
    """The identity, where the person was going, and the address they are proving to be theirs."""

    identita: Identita
    at: float
    next_url: str = ""
    # An account with this codice fiscale exists, but nobody has verified whose it is.
    contested: bool = False
    # The person says that account is not theirs.
    replace: bool = field(default=False)
    email: str = ""
    code_hash: str = ""
    tries: int = 0


def hold(session: SessionBase, waiting: Attesa) -> None:
    """Keep it, in the place of any other."""
    key_id = crypto.current_key_id()
    plain = json.dumps(asdict(waiting)).encode()
    sealed = crypto.encrypt(plain, key=crypto.master_key(key_id), aad=_AAD)
    session[KEY] = [key_id, base64.b64encode(sealed).decode()]


def held(session: SessionBase, *, now: datetime) -> Attesa | None:
    """What waits in this session; None when nothing does, or no longer."""
    stored = session.get(KEY)
    if not stored:
        return None
    try:
        key = crypto.master_key(stored[0])
        values = json.loads(crypto.decrypt(base64.b64decode(stored[1]), key=key, aad=_AAD))
    except (crypto.DecryptionError, crypto.UnknownKey):
        return None
    waiting = Attesa(**{**values, "identita": Identita(**values["identita"])})
    return waiting if now.timestamp() - waiting.at <= LASTS.total_seconds() else None


def drop(session: SessionBase) -> None:
    """Forget it."""
    session.pop(KEY, None)
