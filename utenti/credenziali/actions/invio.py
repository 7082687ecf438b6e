"""Sending a request, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import VersionConflict, lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.credenziali.actions.messaggi import send_message
from utenti.credenziali.choices import Canale
from utenti.credenziali.completezza import gaps_of
from utenti.credenziali.composizione import message_of
from utenti.credenziali.conservazione import kept_until
from utenti.credenziali.models import Messaggio, RichiestaAbilitazione
from utenti.credenziali.passi import channel_of
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.workflow import QUEUE_STATES, TRANSITIONS, StatoRichiesta


def submit(
    richiesta: RichiestaAbilitazione, *, expected: int, by: Scope, now: datetime
) -> RichiestaAbilitazione:
    """Send a complete request to the reviewers; a second press finds it sent.

    The level of access and the channel are those of the first sending, and so is the place in the
    queue: who answers a reviewer's question does not wait again. Through InailRisponde a message
    goes with it. Raises ActionError with the first reason why not, VersionConflict,
    PermissionDenied.
    """
    require(permissions.can_view(by, richiesta))
    with transaction.atomic():
        held = lock(richiesta)
        if held.stato in QUEUE_STATES:
            return held
        require(permissions.can_edit(by, held))
        if held.version != expected:
            raise VersionConflict
        _refuse_gaps(held, by, now)
        first = held.submitted_at is None
        canale = channel_of(held, by.livello)
        update_versioned(
            held,
            expected=expected,
            stato=TRANSITIONS["submit"].target,
            canale=canale,
            livello=held.livello or by.livello,
            submitted_at=held.submitted_at or now,
            queued_at=held.queued_at or now,
            saved_at=now,
        )
        _audit(held, "richiesta.inviata" if first else "richiesta.integrata", by, now)
        if canale == Canale.INAIL_RISPONDE and not Messaggio.objects.filter(richiesta=held):
            send_message(
                message_of(held),
                files=(),
                richiesta=held,
                by=by.actor,
                now=now,
                request_key=held.pk,
            )
    return held


def withdraw(
    richiesta: RichiestaAbilitazione, *, expected: int, by: Scope, now: datetime
) -> RichiestaAbilitazione:
    """Take a request back, whoever is looking at it; its files are deleted later.

    Withdrawing what is withdrawn changes nothing. Raises PermissionDenied, VersionConflict.
    """
    require(permissions.can_view(by, richiesta))
    with transaction.atomic():
        held = lock(richiesta)
        if held.stato == StatoRichiesta.RITIRATA:
            return held
        require(permissions.can_withdraw(by, held))
        if held.version != expected:
            raise VersionConflict(_("La richiesta è cambiata nel frattempo: rileggila e riprova."))
        update_versioned(
            held,
            expected=expected,
            stato=TRANSITIONS["withdraw"].target,
            claimed_by=None,
            claimed_until=None,
            saved_at=now,
            documenti_fino_al=kept_until(now),
        )
        _audit(held, "richiesta.ritirata", by, now)
    return held


def _refuse_gaps(richiesta: RichiestaAbilitazione, by: Scope, now: datetime) -> None:
    kinds = richiesta.allegati.all().kinds()
    for gap in gaps_of(richiesta, kinds, by.livello, local(now).date()):
        raise ActionError(f"{gap.etichetta}: {gap.messaggio}", gap.campo)


def _audit(richiesta: RichiestaAbilitazione, code: str, by: Scope, now: datetime) -> None:
    data = {"codice": richiesta.codice, "canale": richiesta.canale, "livello": richiesta.livello}
    record(code, by=by.user, now=now, target=richiesta, organizzazione_id=None, data=data)
