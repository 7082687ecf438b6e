"""The only door to the outside and upward: rows first, effects after commit.

Delivery is at least once: a crash between an effect and its mark repeats the
effect, so handlers carry a fixed key to the outside (for mail the Message-ID).
"""

from portal.base.outbox.batches import Batch, register_batch
from portal.base.outbox.errors import KeyReused, Refused, Transient
from portal.base.outbox.models import OutboxMessage
from portal.base.outbox.queueing import (
    enqueue,
    enqueue_many,
    oldest_due_age,
    resume,
    suspended_count,
)
from portal.base.outbox.registry import on_batch_end, register
from portal.base.outbox.sender import Result, dispatch, release_leases
from portal.base.outbox.wake import nudge

__all__ = [
    "Batch",
    "KeyReused",
    "OutboxMessage",
    "Refused",
    "Result",
    "Transient",
    "dispatch",
    "enqueue",
    "enqueue_many",
    "nudge",
    "oldest_due_age",
    "on_batch_end",
    "register",
    "register_batch",
    "release_leases",
    "resume",
    "suspended_count",
]
