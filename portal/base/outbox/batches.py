"""Several fresh messages of one handler in one pair of hands, under one lease.

A message taken alone costs four transactions; together, one for each. Only messages that were never
tried are taken together: what a process that died left behind is taken up one by one, so that a
message that kills processes is told from its neighbours, which lose nothing but one lease.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F

from portal.base.outbox.models import OutboxMessage

State = OutboxMessage.State


@dataclass(frozen=True, slots=True)
class Hands:
    """What a batch asks of the loop that took it: the clock, whether to stop, how to do or to write
    down one message with all that may go wrong with it."""

    now: Callable[[], datetime]
    stop: Callable[[], bool]
    lease: timedelta
    work: Callable[[OutboxMessage], bool]
    conclude: Callable[[OutboxMessage, Exception, datetime], None]


class Batch:
    """Messages to do in order; each is finished once: ``close``, ``fail`` or ``alone``."""

    def __init__(self, messages: Sequence[OutboxMessage], hands: Hands) -> None:
        self.messages = {message.pk: message for message in messages}
        self.hands, self.lease = hands, hands.lease
        self.finished = self.failed = 0
        self._renewed = time.monotonic()

    @property
    def now(self) -> datetime:
        """The present of the loop."""
        return self.hands.now()

    def __iter__(self) -> Iterator[OutboxMessage]:
        """The messages still ours, one by one; none more once told to stop."""
        for pk in list(self.messages):
            if self.hands.stop():
                return
            if time.monotonic() - self._renewed > self.lease.total_seconds() / 3:
                self._renew()
            if pk in self.messages:
                yield self.messages[pk]

    def mark(self, message: OutboxMessage) -> None:
        """Write that the effect was had, in the transaction of the caller (who then closes it)."""
        OutboxMessage.objects.filter(pk=message.pk, lease_token=message.lease_token).update(
            state=State.FATTO, done_at=self.now, lease_until=None, lease_token=None
        )

    def close(self, message: OutboxMessage) -> None:
        """Let go of a message whose mark is committed."""
        del self.messages[message.pk]
        self.finished += 1

    def fail(self, message: OutboxMessage, error: Exception) -> None:
        """The effect was not had, and ``error`` says what to do about it."""
        del self.messages[message.pk]
        self.failed += 1
        self.hands.conclude(message, error, self.now)

    def alone(self, message: OutboxMessage) -> None:
        """Do this message as if it had been taken alone."""
        del self.messages[message.pk]
        if self.hands.work(message):
            self.finished += 1
        else:
            self.failed += 1

    def release(self) -> None:
        """Give back what was not begun, as if it had never been taken."""
        if self.messages:
            self._rows().update(
                state=State.IN_CODA,
                attempts=F("attempts") - 1,
                lease_until=None,
                lease_token=None,
            )

    def _renew(self) -> None:
        """Keep what is left for another lease; what somebody else took meanwhile is theirs."""
        kept: set[UUID] = set(self._rows().order_by().values_list("pk", flat=True))
        self._rows().update(lease_until=self.now + self.lease)
        self._renewed = time.monotonic()
        self.messages = {pk: row for pk, row in self.messages.items() if pk in kept}

    def _rows(self) -> models.QuerySet[OutboxMessage]:
        token = next(iter(self.messages.values())).lease_token if self.messages else None
        return OutboxMessage.objects.filter(pk__in=self.messages, lease_token=token)


class BatchHandler(Protocol):
    """Does the effects of many messages; takes each from the batch and finishes it."""

    def __call__(self, batch: Batch) -> None:
        """Do what the batch gives."""


B = TypeVar("B", bound=BatchHandler)
_HANDLERS: dict[str, BatchHandler] = {}


def register_batch(name: str) -> Callable[[B], B]:
    """Decorate what does many messages called ``name``; the handler of one is needed as well."""

    def keep(handler: B) -> B:
        if _HANDLERS.setdefault(name, handler) is not handler:
            raise ValueError(f"batch handler {name!r} is registered twice")
        return handler

    return keep


def names() -> list[str]:
    """The handlers whose messages may be taken together."""
    return list(_HANDLERS)


def find(name: str) -> BatchHandler:
    """The batch handler of that name."""
    return _HANDLERS[name]
