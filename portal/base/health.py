"""How the portal is: what the health page says, from the database alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
import structlog
from django.conf import settings
from django.db import Error as DatabaseFailure  # a lost connection is no DatabaseError

from portal.base import broker, heartbeat
from portal.base.outbox.queueing import oldest_due_age, suspended_count

log = structlog.get_logger(__name__)

SCAN_LATE_AFTER = timedelta(seconds=120)
QUEUE_LATE_AFTER = timedelta(minutes=5)
_REDIS_TIMEOUT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Health:
    """One word for each part; ``ok`` or a code that names what is wrong."""

    database: str = "ok"
    coda: str = "ok"
    scadenze: str = "ok"
    posta: str = "ok"

    @property
    def serving(self) -> bool:
        """False when a deadline could pass unnoticed: no database, or no reminder scan."""
        return self.database == "ok" and self.scadenze == "ok"

    @property
    def stato(self) -> str:
        """``ok``, ``ridotto`` (degraded but serving) or ``guasto``."""
        if not self.serving:
            return "guasto"
        return "ok" if self.coda == self.posta == "ok" else "ridotto"

    def as_json(self) -> dict[str, str]:
        """Return the document of the contract."""
        return {
            "stato": self.stato,
            "database": self.database,
            "coda": self.coda,
            "scadenze": self.scadenze,
            "posta": self.posta,
            "versione": settings.PORTALE_VERSION,
        }


def report(now: datetime) -> Health:
    """Look at every part; a failing database makes the others unknown."""
    try:
        return Health(coda=_queue(now), scadenze=scan_state(now), posta=_mail())
    except DatabaseFailure as error:
        log.error("health_database_failed", error=type(error).__name__)
        unknown = "sconosciuto"
        return Health(database="errore", coda=unknown, scadenze=unknown, posta=unknown)


def scan_state(now: datetime) -> str:
    """Say whether the reminder scan is alive: ``ok``, ``mai_eseguita`` or ``in_ritardo``."""
    last = heartbeat.last(heartbeat.SCAN)
    if last is None:
        return "mai_eseguita"
    # A beat from the future (a clock set back) would hide a dead scan until that hour comes.
    return "ok" if abs(now - last) <= SCAN_LATE_AFTER else "in_ritardo"


def _queue(now: datetime) -> str:
    if oldest_due_age(now) > QUEUE_LATE_AFTER:
        return "in_ritardo"
    if suspended_count(1):
        return "invii_sospesi"
    return "ok" if _broker_answers() else "redis_non_raggiungibile"


def _mail() -> str:
    if not settings.SMTP_HOST:
        # Written to files: what the embedded default is meant to do, a fault of an installation.
        return "su_file" if settings.PRODUZIONE else "ok"
    sent, failed = heartbeat.last(heartbeat.MAIL_SENT), heartbeat.last(heartbeat.MAIL_FAILED)
    return "errore" if failed and (sent is None or failed > sent) else "ok"


def _broker_answers() -> bool:
    if not settings.REDIS_URL:
        return True
    try:
        return bool(broker.client(_REDIS_TIMEOUT_SECONDS).ping())
    except redis.RedisError:
        return False
