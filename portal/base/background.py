"""Work that nobody asked for by pressing a button: what it is, and one round of it.

The plain sender process and the Celery tasks run the very same functions. Each piece is safe to
repeat and to run in two processes at once, so that no schedule is ever a condition of success.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import connection

from portal.base import audit, files, heartbeat, held_forms
from portal.base.sessions import SessionStore

log = structlog.get_logger(__name__)

Job = Callable[[datetime], object]

EVERY_SECONDS = 30.0
_SWEEP = "file.pulizia"
_SWEEP_EVERY = timedelta(hours=1)
_jobs: dict[str, Job] = {}


def register_job(name: str, job: Job) -> None:
    """Run ``job(now)`` in every round. Raises ValueError when the name is taken."""
    if _jobs.setdefault(name, job) is not job:
        raise ValueError(f"job {name!r} is registered twice")


def run_round(now: datetime) -> bool:
    """Do each piece of background work once; True when none of them failed.

    A failure is logged and leaves the others alone: the next round tries again.
    """
    done = [run(name, job, now) for name, job in _jobs.items()]
    return all(done)


def run(name: str, job: Job, now: datetime) -> bool:
    """Run one job; False when it failed."""
    try:
        job(now)
    except Exception as error:  # a job's error must not stop the other jobs
        log.exception("background_job_failed", job=name, error=type(error).__name__)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # the next job gets a living one
        return False
    return True


def _sweep(now: datetime) -> None:
    """Files without rows, ended sessions, texts nobody came back for: at most once an hour."""
    swept_at = heartbeat.last(_SWEEP)
    if swept_at is None or now - swept_at >= _SWEEP_EVERY:
        heartbeat.beat(_SWEEP, now)
        files.sweep(now)
        held_forms.sweep(now)
        SessionStore.clear_expired()


register_job("registro", audit.seal)
register_job("file", _sweep)
