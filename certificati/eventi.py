"""What this app tells the apps above it, through the outbox: ids only, in the same transaction.

``EMESSI`` and ``RITIRATI`` carry ``{"certificati": [id, ...]}``; whoever hears them asks
``riferimenti`` what an employer may know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.base.outbox import enqueue

EMESSI: Final = "certificati.emessi"
RITIRATI: Final = "certificati.ritirati"


def announce(event: str, certificati: Sequence[UUID], *, now: datetime) -> None:
    """Tell that these certificates were issued, or withdrawn; once for the same ones."""
    ids = [str(pk) for pk in certificati]
    enqueue(event, {"certificati": ids}, key=f"{event}:{ids[0]}", due_at=now, now=now)
