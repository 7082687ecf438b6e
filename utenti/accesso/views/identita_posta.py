"""The mails about digital identities. Sending is writing a row: the sender delivers it later."""

from __future__ import annotations

from allauth.account.adapter import get_adapter

from utenti.accesso.identita.canali import Canale
from utenti.models import Utente


def mail_code(email: str, code: str) -> None:
    """The code that proves an address; without one, that the address has an account already."""
    template = "identita_codice" if code else "identita_esiste"
    _send(template, email, codice=f"{code[:4]} {code[4:]}")


def tell_owner(user: Utente, canale: Canale, *, tied: bool) -> None:
    """Who owns an account learns that a way of entering it was added or taken away."""
    _send("identita_avviso", user.email, canale=canale.name, collegata=tied)


def tell_loser(user: Utente) -> None:
    """Who had a codice fiscale that was somebody else's learns that it is no longer theirs."""
    _send("identita_codice_tolto", user.email)


def _send(name: str, email: str, **context: object) -> None:
    get_adapter().send_mail(f"accesso/email/{name}", email, {"user": None, **context})
