"""Putting messages in the queue and looking at its depth."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from portal.base.audit.recording import record
from portal.base.outbox.errors import KeyReused
from portal.base.outbox.models import OutboxMessage
from portal.base.outbox.wake import nudge
from portal.base.privacy import refuse_free_text

State = OutboxMessage.State


def enqueue(
    handler: str, payload: dict[str, Any], *, key: str, due_at: datetime, now: datetime
) -> OutboxMessage:
    """Ask for an effect at ``due_at``, inside the caller's transaction.

    The same ``key`` gives the same row back for ever, so that a repeated action asks
    once. ``payload`` takes ids and codes only (privacy.FreeText otherwise). Raises
    KeyReused when the key already stands for something else.
    """
    refuse_free_text(payload)
    row = OutboxMessage(handler=handler, payload=payload, key=key, due_at=due_at, created_at=now)
    OutboxMessage.objects.bulk_create([row], ignore_conflicts=True)
    stored = OutboxMessage.objects.get(key=key)
    if (stored.handler, stored.payload) != (handler, payload):
        raise KeyReused(key)
    if stored.state == State.IN_CODA and stored.due_at <= now:
        transaction.on_commit(nudge, robust=True)
    return stored


def enqueue_many(
    handler: str, payloads: Mapping[str, dict[str, Any]], *, due_at: datetime, now: datetime
) -> None:
    """Ask for many effects with one statement: ``payloads`` by key, as in ``enqueue``.

    A key that is already in the queue keeps the row it has.
    """
    refuse_free_text(list(payloads.values()))
    rows = [
        OutboxMessage(handler=handler, payload=payload, key=key, due_at=due_at, created_at=now)
        for key, payload in payloads.items()
    ]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and due_at <= now:
        transaction.on_commit(nudge, robust=True)


def resume(message: OutboxMessage, *, by: models.Model | UUID | None, now: datetime) -> bool:
    """Put a suspended message back in the queue; False if it was not suspended."""
    with transaction.atomic():
        changed = OutboxMessage.objects.filter(pk=message.pk, state=State.SOSPESO).update(
            state=State.IN_CODA, due_at=now, faults=0, last_error=""
        )
        if changed:
            record("outbox.ripreso", by=by, now=now, target=message, organizzazione_id=None)
            transaction.on_commit(nudge, robust=True)
    return bool(changed)


def oldest_due_age(now: datetime) -> timedelta:
    """Return how late the latest message is; zero when nothing is waiting.

    A message in hand counts from its lease, so that a dead sender shows as well.
    """
    waiting = OutboxMessage.objects.filter(state=State.IN_CODA, due_at__lte=now)
    taken = OutboxMessage.objects.filter(state=State.IN_CORSO, lease_until__lte=now)
    due = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    lease = taken.order_by("lease_until").values_list("lease_until", flat=True).first()
    return max((now - at for at in (due, lease) if at is not None), default=timedelta())


def suspended_count(cap: int = 100) -> int:
    """Return how many messages were set aside, counting no further than ``cap``."""
    return OutboxMessage.objects.filter(state=State.SOSPESO)[:cap].count()
