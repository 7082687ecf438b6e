"""Claim, work, finish: the loop that every sender process runs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.db import connection, models, transaction
from django.db.models import F, Q

from portal.base import clock
from portal.base.audit.recording import record
from portal.base.outbox import batches, registry
from portal.base.outbox.batches import Batch, Hands
from portal.base.outbox.errors import Refused, Transient
from portal.base.outbox.models import OutboxMessage

log = structlog.get_logger(__name__)
State = OutboxMessage.State

MAX_FAULTS = 5
_TOGETHER = 20  # what a process that dies leaves to its lease, at most
_NOT_A_CODE = re.compile(r"[^A-Za-z0-9_.-]+")
_FIRST_DELAY = timedelta(seconds=15)
_MAX_DELAY = timedelta(minutes=15)
_MAX_TRANSIENT_DELAY = timedelta(minutes=5)  # a relay that is back must not wait long


@dataclass(slots=True)
class Result:
    """How many messages one run finished and how many failed (for now or for good)."""

    done: int = 0
    failed: int = 0


def dispatch(
    *,
    now: Callable[[], datetime] = clock.now,
    limit: int = 100,
    lease_seconds: int = 60,
    stop: Callable[[], bool] = lambda: False,
) -> Result:
    """Do up to ``limit`` due messages.

    Fresh messages of a handler that can are taken together (see ``batches``), every other one
    alone. A handler must end within ``lease_seconds``: after that another process may take the
    message up. No handler's error stops the loop; ``stop``, asked before each message, does.
    """
    result, lease = Result(), timedelta(seconds=lease_seconds)
    hands = Hands(now, stop, lease, lambda message: _work(message, now), _conclude)
    try:
        while result.done + result.failed < limit and not stop():
            first = _due(now()).values_list("handler", "attempts").first()
            if first is None:
                break
            left = min(limit - result.done - result.failed, _TOGETHER)
            fresh = not first[1] and first[0] in batches.names()
            if fresh and _together(result, claim_many(first[0], now(), lease, left), hands):
                continue
            if not _one(result, lease, now):
                break
    finally:
        registry.end_batch()
    return result


def _one(result: Result, lease: timedelta, now: Callable[[], datetime]) -> bool:
    """Do the first due message; False when none is due."""
    message = claim(now(), lease)
    if message is None:
        return False
    if _work(message, now):
        result.done += 1
    else:
        result.failed += 1
    return True


def _together(result: Result, messages: list[OutboxMessage], hands: Hands) -> bool:
    """Do messages taken together; False if there are none.

    An error that is no message's own (the database) gives back what was not begun.
    """
    if not messages:
        return False
    batch = Batch(messages, hands)
    try:
        batches.find(messages[0].handler)(batch)
    finally:
        result.done += batch.finished
        result.failed += batch.failed
        batch.release()
    return True


def release_leases(now: datetime) -> int:
    """Let everything in hand be taken up again at once; return how many messages.

    Only for a caller who knows that no other sender is alive: the leases are then those of
    processes that died.
    """
    return OutboxMessage.objects.filter(state=State.IN_CORSO).update(lease_until=now)


def claim(now: datetime, lease: timedelta) -> OutboxMessage | None:
    """Take the first due message for ``lease``, in one short transaction; None if none is due.

    The question before the transaction keeps an idle poll from taking SQLite's write lock.
    """
    due = _due(now)
    while due.exists():
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            message = due.select_for_update(skip_locked=skip).first()
            if message is None:
                return None
            if _take(message, now, lease):
                return message
    return None


def claim_many(handler: str, now: datetime, lease: timedelta, limit: int) -> list[OutboxMessage]:
    """Take up to ``limit`` due messages of ``handler`` that were never tried, as ``claim`` does."""
    until, token = now + lease, uuid4()
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        fresh = OutboxMessage.objects.filter(
            state=State.IN_CODA, due_at__lte=now, handler=handler, attempts=0
        ).order_by("due_at", "id")
        messages = list(fresh.select_for_update(skip_locked=skip)[:limit])
        for message in messages:
            message.state, message.attempts = State.IN_CORSO, 1
            message.lease_until, message.lease_token = until, token
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(
            state=State.IN_CORSO, attempts=1, lease_until=until, lease_token=token
        )
    return messages


def _due(now: datetime) -> models.QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        Q(state=State.IN_CODA, due_at__lte=now) | Q(state=State.IN_CORSO, lease_until__lte=now)
    ).order_by("due_at", "id")


def _take(message: OutboxMessage, now: datetime, lease: timedelta) -> bool:
    """Lease the locked row; set it aside instead if it already killed too many processes."""
    if message.state == State.IN_CORSO:
        message.faults += 1
        message.last_error = "abbandonato"
    if message.faults >= MAX_FAULTS:
        _set_aside(message, message.last_error, now)
        return False
    message.state = State.IN_CORSO
    message.attempts += 1
    message.lease_until, message.lease_token = now + lease, uuid4()
    message.save(
        update_fields=["state", "attempts", "faults", "last_error", "lease_until", "lease_token"]
    )
    return True


def _work(message: OutboxMessage, now: Callable[[], datetime]) -> bool:
    """Run the handler outside any transaction of ours and write down how it went."""
    handler = registry.find(message.handler)
    try:
        if handler is None:  # during an upgrade an old process may meet a new message
            raise Transient("handler_sconosciuto")
        handler(message.payload, now=now())
    except Exception as error:  # noqa: BLE001  (it concerns its own message only; the loop goes on)
        _conclude(message, error, now())
        return False
    return _finish(message, state=State.FATTO, done_at=now(), last_error="")


def _conclude(message: OutboxMessage, error: Exception, now: datetime) -> None:
    """Write down a message that was not done: later, aside, or a fault; the loop goes on."""
    if isinstance(error, Transient):
        _retry(message, error.code, now, faults=0, longest=_MAX_TRANSIENT_DELAY)
    elif isinstance(error, Refused):
        _suspend(message, error.code, now)
    else:
        log.error("outbox_handler_failed", message_id=str(message.pk), exc_info=error)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        _fault(message, type(error).__name__, now)


def _fault(message: OutboxMessage, code: str, now: datetime) -> None:
    if message.faults + 1 >= MAX_FAULTS:
        _suspend(message, code, now)
    else:
        _retry(message, code, now, faults=1, longest=_MAX_DELAY)


def _retry(
    message: OutboxMessage, code: str, now: datetime, *, faults: int, longest: timedelta
) -> None:
    doublings = min(message.attempts - 1, 10)
    delay = min(_FIRST_DELAY * 2**doublings, longest)
    log.info("outbox_retry", message_id=str(message.pk), code=code, seconds=delay.seconds)
    _finish(
        message,
        state=State.IN_CODA,
        due_at=now + delay,
        faults=F("faults") + faults,
        last_error=_plain(code),
    )


def _suspend(message: OutboxMessage, code: str, now: datetime) -> None:
    with transaction.atomic():
        if _finish(message, state=State.SOSPESO, faults=F("faults") + 1, last_error=_plain(code)):
            _record_suspended(message, code, now)


def _set_aside(message: OutboxMessage, code: str, now: datetime) -> None:
    _owned(message).update(
        state=State.SOSPESO,
        faults=message.faults,
        last_error=_plain(code),
        lease_until=None,
        lease_token=None,
    )
    _record_suspended(message, code, now)


def _record_suspended(message: OutboxMessage, code: str, now: datetime) -> None:
    log.error("outbox_suspended", message_id=str(message.pk), code=code)
    record(
        "outbox.sospeso",
        by=None,
        now=now,
        target=message,
        organizzazione_id=None,
        data={
            "handler": _plain(message.handler),
            "errore": _plain(code),
            "tentativi": message.attempts,
        },
    )


def _plain(code: str) -> str:
    """A handler's words as a code: what it calls its error must not stop the loop either."""
    return _NOT_A_CODE.sub("_", code)[:64]


def _finish(message: OutboxMessage, **values: Any) -> bool:
    """Write the outcome only if the lease is still ours: a late process changes nothing."""
    changed = _owned(message).update(lease_until=None, lease_token=None, **values)
    if not changed:
        log.warning("outbox_lease_lost", message_id=str(message.pk))
    return bool(changed)


def _owned(message: OutboxMessage) -> models.QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=message.pk, lease_token=message.lease_token)
