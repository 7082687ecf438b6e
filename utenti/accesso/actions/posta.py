"""Changing the address one enters with."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import heartbeat
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.accesso.actions.registro import note
from utenti.accesso.models import CambioEmail
from utenti.accesso.notices import tell
from utenti.actions.sessioni import end_sessions
from utenti.models import Utente

VALID = timedelta(hours=24)
_SALT = "accesso.cambio_email"
_JOB = "accesso.cambi_email"
_EVERY = timedelta(hours=1)


def ask_email_change(user: Utente, email: str, *, now: datetime) -> CambioEmail:
    """Send a link to the new address and tell the present one.

    The answer is the same when another account has that address: its person is told by mail, and
    nobody gets a link. Raises ActionError for one's own address.
    """
    new = email.strip().lower()
    if new == user.email:
        raise ActionError(_("È già il tuo indirizzo: scrivine un altro."), "email")
    with transaction.atomic():
        lock(user)
        forget_wishes(user, now)
        wish = CambioEmail(utente=user, data_key=DataKey.create(now), chiesto_at=now)
        wish.nuova = new
        wish.save(force_insert=True)
        if Utente.objects.filter(email=new).exists():
            tell("email_occupata", new)
        else:
            tell("email_conferma", new, path=reverse("email_conferma", args=[token_of(wish)]))
        tell("email_chiesta", user.email)
        note(user, "accesso.email_chiesta", now)
    return wish


def token_of(wish: CambioEmail) -> str:
    """The secret of the link: it names no address."""
    return signing.dumps(str(wish.pk), salt=_SALT)


def pending(token: str, *, now: datetime) -> CambioEmail | None:
    """The wish that a link stands for, while it is good."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    fresh = CambioEmail.objects.filter(pk=pk, chiesto_at__gt=now - VALID)
    return fresh.select_related("utente", "data_key").first()


def confirm_email_change(wish: CambioEmail, *, keep: str | None, now: datetime) -> Utente:
    """Make the new address the one of the account, tell the old one, end the other sessions.

    Raises ActionError when the link was used or replaced, or somebody has the address by now: two
    who confirm the same address at once are told apart by the database.
    """
    try:
        with transaction.atomic():
            return _change(wish, keep, now)
    except IntegrityError:
        raise ActionError(_("Questo indirizzo non è più disponibile: scegline un altro.")) from None


def _change(wish: CambioEmail, keep: str | None, now: datetime) -> Utente:
    user: Utente = lock(wish.utente)
    current = CambioEmail.objects.filter(pk=wish.pk).select_related("data_key").first()
    if current is None:
        raise ActionError(_("Il collegamento non vale più: chiedi di nuovo il cambio."))
    old, user.email = user.email, str(current.nuova)
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    forget_wishes(user, now)
    end_sessions(user, keep=keep)
    note(user, "accesso.email_cambiata", now)
    tell("email_cambiata", old)
    return user


def forget_wishes(user: Utente, now: datetime) -> int:
    """Delete what a person wished, its key with it; say how many there were."""
    return _forget(CambioEmail.objects.filter(utente=user), now)


def forget_stale_wishes(now: datetime) -> int:
    """Background job, at most once an hour: nobody can confirm any more; say how many."""
    done_at = heartbeat.last(_JOB)
    if done_at is not None and now - done_at < _EVERY:
        return 0
    heartbeat.beat(_JOB, now)
    return _forget(CambioEmail.objects.filter(chiesto_at__lte=now - VALID), now)


def _forget(wishes: QuerySet[CambioEmail], now: datetime) -> int:
    count = 0
    for wish in wishes.select_related("data_key").order_by("pk")[:500]:
        with transaction.atomic():
            wish.delete()
            wish.data_key.destroy(now)
        count += 1
    return count
