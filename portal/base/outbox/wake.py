"""Waking the workers after a commit, where a broker exists. Never a condition of success."""

import structlog
from celery import current_app
from django.conf import settings

from portal.base import broker

log = structlog.get_logger(__name__)

_ONE_A_SECOND = "portale:sveglia"
TASK = "portal.dispatch"


def nudge() -> None:
    """Tell a worker that something is due, at most once a second.

    The polling finds the rows anyway, so every failure is only logged.
    """
    if not settings.REDIS_URL or not broker.breaker.closed:
        return
    try:
        # Asked first because a task sent to a dead broker would block for most of a second.
        if broker.client().set(_ONE_A_SECOND, "1", nx=True, ex=1):
            current_app.send_task(TASK, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001  (no broker failure may reach the caller)
        broker.breaker.failed()
        log.warning("outbox_nudge_failed", error=type(error).__name__)
