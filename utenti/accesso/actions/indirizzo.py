"""What proves that an e-mail address belongs to the person who waits in a session."""

from __future__ import annotations

import hmac
from dataclasses import replace
from secrets import randbelow
from typing import Final

from portal.base.crypto import blind_index
from utenti.accesso.actions.identita import is_taken
from utenti.accesso.identita.attesa import Attesa

DIGITS: Final = 8
MAX_TRIES: Final = 5


def new_code(waiting: Attesa, email: str, *, replace_holder: bool) -> tuple[Attesa, str]:
    """What waits from here on, and the code to mail to the address.

    For an address that an account already uses there is none: it gets another mail. The page is
    the same, so nobody learns which addresses have an account.
    """
    code = "" if is_taken(email) else f"{randbelow(10**DIGITS):0{DIGITS}}"
    hashed = _hash(code, email) if code else ""
    now_waits = replace(waiting, email=email, code_hash=hashed, tries=0, replace=replace_holder)
    return now_waits, code


def proves(waiting: Attesa, code: str) -> bool:
    """Whether it is the code that was mailed; false for ever after MAX_TRIES wrong ones."""
    waiting.tries += 1
    right = hmac.compare_digest(_hash(code, waiting.email), waiting.code_hash)
    return right and waiting.tries <= MAX_TRIES


def _hash(code: str, email: str) -> str:
    return blind_index(f"{email}:{code}", "accesso.codice_identita")
