"""Somebody registers alone, as a generic user."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from utenti.accesso.actions.registro import note
from utenti.models import Utente


def register(email: str, password: str, *, nome: str, cognome: str, now: datetime) -> Utente:
    """Create an account that waits for the confirmation of its address.

    Raises IntegrityError when somebody registered the same address a moment ago. Who registers
    said that they read the privacy notice: the event keeps when.
    """
    with transaction.atomic():
        user = Utente.objects.create_user(
            email, password, nome=nome.strip(), cognome=cognome.strip(), joined_at=now
        )
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        note(user, "accesso.registrato", now, informativa="letta")
    return user


def confirm_address(address: EmailAddress, *, now: datetime) -> bool:
    """The link of the mail was opened and confirmed; False when it had been already."""
    with transaction.atomic():
        rows = EmailAddress.objects.filter(pk=address.pk, verified=False)
        if not rows.update(verified=True, primary=True):
            return False
        note(address.user, "accesso.email_confermata", now)
    address.verified = address.primary = True
    return True
