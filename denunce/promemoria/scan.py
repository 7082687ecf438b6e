"""The reminder scan: finds the duties whose next stage is due and puts their mails in the queue.

Rows are the only truth: a scan that dies leaves nothing half done, two at once share the work, a
missed one is made up by the next. Its cost follows the duties that are due, not the open ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import structlog
from django.db import connection, transaction

from denunce.models import Adempimento
from denunce.promemoria.destinatari import Recipients
from denunce.promemoria.gradini import Tappa, following
from denunce.promemoria.models import Motivo, Promemoria, Stato
from denunce.promemoria.planner import choices_of, due_stage, stages_of
from denunce.promemoria.scelte import Scelte
from portal.base import clock, heartbeat, outbox
from portal.base.db import update_each

log = structlog.get_logger(__name__)

HANDLER = "promemoria.invia"
_BATCH = 200
# What decides the stages and the people of a duty: its derivation is long and not among them.
_READ = (
    "organizzazione",
    "tipo",
    "obbligato",
    "stato",
    "termine_at",
    "prudenziale_at",
    "prossimo_promemoria_at",
    "created_at",
    "caso__assegnato_a",
)
# How far back "already sent" looks: enough to explain an empty answer, little enough to be free.
_RECENT = timedelta(hours=1)
# The last reminder of a duty stays worth sending this long after its own instant.
_LAST_IS_USEFUL = timedelta(days=3)
_AFTER_A_FAULT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Esito:
    """What a scan found: reminders due, put in the queue now, already taken by an earlier scan.

    ``gia_inviati`` are those due by then that a scan of the last hour (or a later one) took.
    """

    dovuti: int
    accodati: int
    gia_inviati: int


@dataclass(slots=True)
class _Batch:
    """What one transaction will write."""

    now: datetime
    recipients: Recipients
    rows: dict[UUID, Promemoria] = field(default_factory=dict)

    def add(self, duty: Adempimento, stage: Tappa, after: Tappa | None, stato: Stato) -> None:
        """Note one reminder for each person; it is useful until the stage ``after``."""
        useful = after.at if after else max(self.now, stage.at) + _LAST_IS_USEFUL
        for person in self.recipients.of(duty, stage):
            row = Promemoria(
                id=uuid5(duty.pk, f"{stage.gradino}:{person}"),
                adempimento=duty,
                gradino=stage.gradino,
                destinatario_id=person,
                due_at=stage.at,
                planned_at=self.now,
                useful_until_at=useful,
                stato=stato,
                motivo=Motivo.RAGGIUNTO if stato == Stato.ANNULLATO else "",
            )
            self.rows[row.pk] = row

    def write(self, send_at: datetime) -> int:
        """Store what is new and ask the outbox to send it; return how many mails."""
        known = set(
            Promemoria.objects.filter(pk__in=self.rows).order_by().values_list("pk", flat=True)
        )
        fresh = [row for pk, row in self.rows.items() if pk not in known]
        Promemoria.objects.bulk_create(fresh)
        to_send = [row for row in fresh if row.stato == Stato.DA_INVIARE]
        outbox.enqueue_many(
            HANDLER,
            {f"promemoria:{row.pk}": {"promemoria": str(row.pk)} for row in to_send},
            due_at=send_at,
            now=send_at,
        )
        return len(to_send)


def scan(now: datetime, *, send_at: datetime | None = None) -> Esito:
    """Queue every reminder due at ``now`` and move each duty to its next stage.

    Safe to repeat and to run twice at once. ``send_at`` is when the mails may leave and what the
    heartbeat says: the present, also when ``now`` is an instant asked for by a person.
    """
    send_at = send_at or now
    taken = _already_taken(now)
    queued = 0
    while Adempimento.objects.to_remind(now).exists():
        found, count = _scan_batch(now, send_at)
        queued += count
        if not found:  # what is left is in the hands of another scan
            break
    heartbeat.beat(heartbeat.SCAN, send_at)
    if queued:
        log.info("reminders_queued", count=queued)
    return Esito(queued + taken, queued, taken)


def _already_taken(now: datetime) -> int:
    taken = Promemoria.objects.filter(planned_at__gt=now - _RECENT, due_at__lte=now)
    return taken.exclude(stato=Stato.ANNULLATO).count()


def _scan_batch(now: datetime, send_at: datetime) -> tuple[bool, int]:
    """One transaction: lock some due duties, write their reminders, move them on."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = Adempimento.objects.to_remind(now).select_related("caso").only(*_READ)
        duties = list(due.select_for_update(of=("self",), skip_locked=skip)[:_BATCH])
        chosen = choices_of({duty.organizzazione_id for duty in duties})
        batch = _Batch(now, Recipients(chosen, clock.local(now).date()))
        for duty in duties:
            duty.prossimo_promemoria_at = _take(duty, chosen[duty.organizzazione_id], batch)
        count = batch.write(send_at)
        update_each(
            Adempimento,
            "prossimo_promemoria_at",
            {duty.pk: duty.prossimo_promemoria_at for duty in duties},
        )
    return bool(duties), count


def _take(duty: Adempimento, scelte: Scelte, batch: _Batch) -> datetime | None:
    """Note the reminders of one duty and answer when its next stage is.

    A duty that cannot be worked out comes back an hour later, so that it never stops the others.
    """
    try:
        found = stages_of(duty, scelte)
        stage, overtaken = due_stage(duty, found, batch.now)
        if stage is not None:
            batch.add(duty, stage, following(found, max(batch.now, stage.at)), Stato.DA_INVIARE)
        after = following(found, batch.now)
        for passed in overtaken:
            batch.add(duty, passed, after, Stato.ANNULLATO)
    except Exception:  # the fault of one row, whatever it is
        log.exception("reminder_not_planned", adempimento_id=str(duty.pk))
        return batch.now + _AFTER_A_FAULT
    if not batch.recipients.any(duty):
        log.warning("reminder_without_recipient", adempimento_id=str(duty.pk))
    return after.at if after else None
