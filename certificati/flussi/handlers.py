"""What this part registers at start-up: the reading of flows, the hourly tidying."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from certificati.flussi.actions.lavorazione import LETTURA, give_up, read_flusso
from certificati.flussi.actions.pulizia import forget_old
from portal.base import heartbeat, outbox
from portal.base.background import register_job

JOB: Final = "flussi"
_EVERY: Final = timedelta(hours=1)

outbox.register(LETTURA)(read_flusso)


def tidy(now: datetime) -> None:
    """Say which flows failed; at most once an hour, destroy the files of those over their days."""
    give_up(now)
    done_at = heartbeat.last(JOB)
    if done_at is None or now - done_at >= _EVERY:
        heartbeat.beat(JOB, now)
        forget_old(now)


register_job(JOB, tidy)
