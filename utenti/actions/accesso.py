"""What the register keeps of logins: who entered or left, who could not, whose password changed."""

from __future__ import annotations

from datetime import datetime

from portal.base import audit
from portal.base.crypto import blind_index
from utenti.models import Utente


def record_login(user: Utente, *, livello: str, now: datetime) -> None:
    """Somebody entered, at that level of access."""
    _of(user, "accesso.entrato", now, livello=livello)


def record_logout(user: Utente, *, now: datetime) -> None:
    """Somebody left."""
    _of(user, "accesso.uscito", now)


def record_new_password(user: Utente, *, now: datetime) -> None:
    """Somebody chose a new password, logged in or by the link of a mail."""
    _of(user, "accesso.password_cambiata", now)


def record_failure(email: str, *, now: datetime) -> None:
    """A login failed. The address is a keyed hash, written alike whether the account exists:
    the register tells attempts on one account apart, and the answer takes the same time."""
    typed = blind_index(email.strip().casefold(), "accesso.fallito")
    audit.record(
        "accesso.fallito",
        by=None,
        now=now,
        target=None,
        organizzazione_id=None,
        data={"indirizzo": typed},
    )


def _of(user: Utente, code: str, now: datetime, **data: str) -> None:
    audit.record(code, by=user, now=now, target=user, organizzazione_id=None, data=data)
