"""Celery tasks: the same functions as the plain sender, woken by beat or by a commit."""

from __future__ import annotations

from celery import shared_task

from portal.base import background, clock, outbox
from portal.base.outbox import wake


@shared_task(name="portal.scan", ignore_result=True)
def scan() -> None:
    """One round of the background work, then whatever is due in the outbox."""
    background.run_round(clock.now())
    outbox.dispatch()


@shared_task(name=wake.TASK, ignore_result=True)
def dispatch() -> None:
    """What is due in the outbox, right after the commit that put it there."""
    outbox.dispatch()
