"""The only place that asks what time it is.

Views, tasks and commands call :func:`now` and pass the answer down; actions and
rules receive it. Instants are aware and in UTC; legal days are days of Rome.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Rome, where the legal terms run."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """Return the same instant on the clock of Rome.

    Raises ValueError for a naive datetime: guessing its zone could move a deadline.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    return instant.astimezone(ROME)
