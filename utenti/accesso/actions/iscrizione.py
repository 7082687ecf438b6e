"""Somebody registers alone, as a generic user."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.base import heartbeat
from portal.base.db import lock
from utenti.accesso.actions.registro import note
from utenti.models import Utente

# The link lasts three days; a week later nobody waits for it any more.
FORGOTTEN_AFTER = timedelta(days=7)
_JOB = "accesso.iscrizioni"
_EVERY = timedelta(hours=1)


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


def pretend_to_register(password: str, *, nome: str, cognome: str, now: datetime) -> None:
    """As much work as a registration, and nothing left of it: the time that the answer takes must
    not tell who has an account."""
    with transaction.atomic():
        register(f"{uuid4().hex}@invalid", password, nome=nome, cognome=cognome, now=now)
        transaction.set_rollback(True)


def confirm_address(address: EmailAddress, *, now: datetime) -> bool:
    """The link of the mail was opened and confirmed; False when it had been already."""
    with transaction.atomic():
        rows = EmailAddress.objects.filter(pk=address.pk, verified=False)
        if not rows.update(verified=True, primary=True):
            return False
        note(address.user, "accesso.email_confermata", now)
    address.verified = address.primary = True
    return True


def confirm_by_mail(user: Utente, *, now: datetime) -> None:
    """The person chose a password by the link of a mail: who reads that mail has the address."""
    for address in EmailAddress.objects.filter(user=user, email=user.email, verified=False):
        confirm_address(address, now=now)


def forget_unconfirmed(now: datetime) -> None:
    """Delete the accounts whose address nobody ever confirmed: at most once an hour.

    Their data serve nothing, and the address is free again for whoever reads its mail.
    """
    done_at = heartbeat.last(_JOB)
    if done_at is not None and now - done_at < _EVERY:
        return
    heartbeat.beat(_JOB, now)
    stale = EmailAddress.objects.filter(
        verified=False, user__joined_at__lt=now - FORGOTTEN_AFTER, user__last_login=None
    )
    for user_id in stale.order_by("pk").values_list("user_id", flat=True)[:500]:
        with transaction.atomic():
            user = lock(Utente.objects.filter(pk=user_id, memberships=None)).first()
            if user is not None and EmailAddress.objects.filter(user=user, verified=False).exists():
                user.delete()
