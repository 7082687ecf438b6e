"""What the register keeps of accesses: who entered or left, who could not, what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.base import audit
from portal.base.crypto import blind_index
from utenti.models import Utente


def record_login(user: Utente, *, livello: str, now: datetime) -> None:
    """Somebody entered, at that level of access."""
    note(user, "accesso.entrato", now, livello=livello)


def record_logout(user: Utente, *, now: datetime) -> None:
    """Somebody left."""
    note(user, "accesso.uscito", now)


def record_new_password(user: Utente, *, now: datetime) -> None:
    """Somebody chose a new password, logged in or by the link of a mail."""
    note(user, "accesso.password_cambiata", now)


def record_failure(email: str, *, now: datetime) -> None:
    """A login failed. The address is a keyed hash, written alike whether the account exists:
    the register tells attempts on one account apart, and the answer takes the same time."""
    _nobody("accesso.fallito", email, now)


def record_known_registration(email: str, *, now: datetime) -> None:
    """Somebody tried to register an address that has an account; the address is a keyed hash."""
    _nobody("accesso.registrazione_ripetuta", email, now)


def record_wrong_code(user: Utente, *, now: datetime) -> None:
    """The password was right and the second factor was not."""
    note(user, "accesso.codice_sbagliato", now)


def note(user: Utente, code: str, now: datetime, **data: Any) -> None:
    """Write that a person did ``code`` to their own account."""
    audit.record(code, by=user, now=now, target=user, organizzazione_id=None, data=data)


def _nobody(code: str, email: str, now: datetime) -> None:
    typed = blind_index(email.strip().casefold(), "accesso.fallito")
    audit.record(
        code, by=None, now=now, target=None, organizzazione_id=None, data={"indirizzo": typed}
    )
