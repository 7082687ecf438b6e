"""Proving that an e-mail address belongs to the person who waits in this session."""

from __future__ import annotations

import hmac
from dataclasses import replace
from secrets import randbelow
from typing import Final

from allauth.account.adapter import get_adapter

from portal.base.crypto import blind_index
from utenti.accesso.actions.identita import is_taken
from utenti.accesso.identita.attesa import Attesa

DIGITS: Final = 8
MAX_TRIES: Final = 5


def send_code(waiting: Attesa, email: str, *, replace_holder: bool) -> Attesa:
    """Mail a code to the address and answer what waits from here on.

    An address that an account already uses gets another mail, with no code in it: the page is the
    same, so nobody learns which addresses have an account.
    """
    code = f"{randbelow(10**DIGITS):0{DIGITS}}"
    taken = is_taken(email)
    template = "accesso/email/identita_esiste" if taken else "accesso/email/identita_codice"
    context = {"user": None, "codice": "" if taken else f"{code[:4]} {code[4:]}"}
    get_adapter().send_mail(template, email, context)
    hashed = "" if taken else _hash(code, email)
    return replace(waiting, email=email, code_hash=hashed, tries=0, replace=replace_holder)


def proves(waiting: Attesa, code: str) -> bool:
    """Whether it is the code that was mailed; false for ever after MAX_TRIES wrong ones."""
    waiting.tries += 1
    right = hmac.compare_digest(_hash(code, waiting.email), waiting.code_hash)
    return right and waiting.tries <= MAX_TRIES


def _hash(code: str, email: str) -> str:
    return blind_index(f"{email}:{code}", "accesso.codice_identita")
