"""Who has a request in hand: take, take the oldest, keep, put back.

A request is in one pair of hands at most, for RICHIESTA_IN_CARICO_MINUTI after the last sign of
work. The end is computed: a request whose time is over is free, whether the job that tidies up has
passed or not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import audit, clock
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.credenziali import coda
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.permissions.revisore import can_confirm, can_review
from utenti.credenziali.workflow import TRANSITIONS, StatoRichiesta
from utenti.models import Utente

_ENDED_OTHERWISE: Final[dict[str, object]] = {
    StatoRichiesta.RITIRATA: gettext_lazy(
        "Il richiedente ha ritirato la richiesta: non c’è più niente da decidere."
    ),
    StatoRichiesta.INTEGRAZIONE_CHIESTA: gettext_lazy(
        "È stata chiesta un’integrazione: torna in coda quando il richiedente risponde."
    ),
}


class NotInHand(ActionError):
    """The request is not (or no longer) in this reviewer's hands; ``free``: they may take it."""

    def __init__(self, message: str, *, free: bool) -> None:
        super().__init__(message)
        self.free = free


def take(richiesta: RichiestaAbilitazione, *, by: Scope, now: datetime) -> RichiestaAbilitazione:
    """Take a request in hand, or keep it. Raises NotInHand, PermissionDenied (written down)."""
    _require_others(richiesta, by, now)
    with transaction.atomic():
        row = lock(richiesta)
        if not in_hand(row, by.actor, now):
            refuse_unless_free(row, now)
            proposal = coda.pending_of(row)
            if proposal is not None:
                require(can_confirm(by.actor, proposal))
            _claim(row, by, now)
        else:
            extend(row, now)
    return row


def take_next(*, by: Scope, now: datetime) -> RichiestaAbilitazione | None:
    """The request this reviewer already has in hand, else the oldest free one; None: none is.

    Reviewers who ask together never get the same one: PostgreSQL skips the rows that another is
    taking, SQLite lets one writer in at a time; the write is conditional on both.
    """
    with transaction.atomic():
        me = Utente.objects.filter(pk=by.actor.pk)
        lock(me).get()  # two presses of one person are one
        held = coda.waiting(by.actor).filter(claimed_by=by.actor, claimed_until__gt=now)
        row = held.order_by("claimed_until", "id").first()
        if row is not None:
            return row
        oldest = coda.free(by.actor, now).order_by("queued_at", "id")
        row = oldest.select_for_update(of=("self",), skip_locked=True).first()
        if row is not None:
            require(can_review(by, row))
            _claim(row, by, now)
    return row


def release(richiesta: RichiestaAbilitazione, *, by: Scope, now: datetime) -> bool:
    """Put a request back in the queue, at its place; False when it was not in these hands."""
    with transaction.atomic():
        row = lock(richiesta)
        if row.stato != StatoRichiesta.IN_ESAME or row.claimed_by_id != by.actor.pk:
            return False
        put_back(row)
        _record("richiesta.rilasciata", row, by.actor.pk, now)
    return True


def keep(richiesta: RichiestaAbilitazione, *, by: Scope, now: datetime) -> datetime:
    """A sign of work: the time starts again. Raises NotInHand."""
    with transaction.atomic():
        row = lock(richiesta)
        require_in_hand(row, by.actor, now)
        return extend(row, now)


def release_expired(now: datetime) -> int:
    """Put back what nobody works on any more; how many. Safe to repeat, safe in two processes."""
    over = RichiestaAbilitazione.objects.filter(
        stato=StatoRichiesta.IN_ESAME, claimed_until__lte=now
    ).order_by("claimed_until", "id")
    with transaction.atomic():
        rows = list(over.select_for_update(of=("self",), skip_locked=True)[:500])
        for row in rows:
            put_back(row)
            _record("richiesta.presa_scaduta", row, None, now)
    return len(rows)


def in_hand(row: RichiestaAbilitazione, user: Utente, now: datetime) -> bool:
    """Whether the request is in this person's hands at this instant."""
    until = row.claimed_until
    return row.claimed_by_id == user.pk and until is not None and until > now


def require_in_hand(row: RichiestaAbilitazione, user: Utente, now: datetime) -> None:
    """Raise NotInHand, in words, unless the (locked) request is in this person's hands."""
    if in_hand(row, user, now):
        return
    refuse_unless_free(row, now)
    raise NotInHand(
        _(
            "La tua presa in carico è finita (dura %(minuti)d minuti dall’ultima attività). "
            "Quello che hai scritto è ancora qui: premi «Riprendi e continua»."
        )
        % {"minuti": settings.RICHIESTA_IN_CARICO_MINUTI},
        free=True,
    )


def refuse_unless_free(row: RichiestaAbilitazione, now: datetime) -> None:
    """Raise NotInHand with what has become of the request; nothing when it may be taken."""
    if row.stato in TRANSITIONS["claim"].sources:
        if row.claimed_until is None or row.claimed_until <= now:
            return
        until = clock.local(row.claimed_until)
        said = _("Già presa in carico da %(chi)s, fino alle %(ora)s.") % {
            "chi": row.claimed_by,
            "ora": f"{until:%H:%M}",
        }
    elif row.decided_by_id is not None:
        said = _("Già decisa da %(chi)s: %(stato)s.") % {
            "chi": row.decided_by,
            "stato": row.get_stato_display().lower(),
        }
    else:
        said = str(_ENDED_OTHERWISE.get(row.stato, _("La richiesta non è in coda.")))
    raise NotInHand(said, free=False)


def extend(row: RichiestaAbilitazione, now: datetime) -> datetime:
    """Start the time of a (locked) request again; the version stays: nothing said has changed."""
    until = now + timedelta(minutes=settings.RICHIESTA_IN_CARICO_MINUTI)
    RichiestaAbilitazione.objects.filter(pk=row.pk).update(claimed_until=until)
    row.claimed_until = until
    return until


def put_back(row: RichiestaAbilitazione) -> None:
    """A (locked) request returns to the queue, at its place."""
    update_versioned(
        row,
        expected=row.version,
        stato=StatoRichiesta.INVIATA,
        claimed_by=None,
        claimed_until=None,
    )


def _claim(row: RichiestaAbilitazione, by: Scope, now: datetime) -> None:
    update_versioned(
        row,
        expected=row.version,
        stato=StatoRichiesta.IN_ESAME,
        claimed_by=by.actor,
        claimed_until=now + timedelta(minutes=settings.RICHIESTA_IN_CARICO_MINUTI),
    )
    _record("richiesta.presa_in_carico", row, by.actor.pk, now)


def _require_others(richiesta: RichiestaAbilitazione, by: Scope, now: datetime) -> None:
    """Refuse one's own request, and write the attempt down: it stays written."""
    allowed = can_review(by, richiesta)
    if not allowed:
        _record("richiesta.revisione_negata", richiesta, by.actor.pk, now)
        raise PermissionDenied(allowed.reason)


def _record(code: str, row: RichiestaAbilitazione, by: UUID | None, now: datetime) -> None:
    audit.record(code, by=by, now=now, target=row, organizzazione_id=None)
