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
from portal.base.outbox import registry
from portal.base.outbox.errors import Refused, Transient
from portal.base.outbox.models import OutboxMessage

log = structlog.get_logger(__name__)
State = OutboxMessage.State

MAX_FAULTS = 5
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
    """Do up to ``limit`` due messages, one at a time.

    One at a time, because a batch taken together would be punished together when the
    process dies. A handler must end within ``lease_seconds``: after that another
    process may take the message up. No handler's error stops the loop; ``stop``, asked
    before each message, does.
    """
    result, lease = Result(), timedelta(seconds=lease_seconds)
    try:
        for _turn in range(limit):
            message = None if stop() else claim(now(), lease)
            if message is None:
                break
            if _work(message, now):
                result.done += 1
            else:
                result.failed += 1
    finally:
        registry.end_batch()
    return result


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
    due = OutboxMessage.objects.filter(
        Q(state=State.IN_CODA, due_at__lte=now) | Q(state=State.IN_CORSO, lease_until__lte=now)
    ).order_by("due_at", "id")
    while due.exists():
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            message = due.select_for_update(skip_locked=skip).first()
            if message is None:
                return None
            if _take(message, now, lease):
                return message
    return None


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
    except Transient as error:
        _retry(message, error.code, now(), faults=0, longest=_MAX_TRANSIENT_DELAY)
    except Refused as error:
        _suspend(message, error.code, now())
    except Exception as error:
        # Whatever a handler raises concerns its own message only; the loop must go on.
        log.exception("outbox_handler_failed", message_id=str(message.pk))
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        _fault(message, type(error).__name__, now())
    else:
        return _finish(message, state=State.FATTO, done_at=now(), last_error="")
    return False


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
