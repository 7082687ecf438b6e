"""The only place that asks what time it is.

Views, tasks and commands call :func:`now` and pass the answer down; actions and
rules receive it. Instants are aware and in UTC; legal days are days of Rome.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


class NonexistentTime(ValueError):
    """The clock of Rome skips this time (spring change)."""


class AmbiguousTime(ValueError):
    """The clock of Rome shows this time twice (autumn change)."""


def resolve_local(naive: datetime) -> datetime:
    """Turn a time on the clock of Rome into an instant (UTC): the rule of the engine, which may
    import nothing of ours (a test compares the two).

    Raises NonexistentTime and AmbiguousTime: which instant is meant is a question, never a guess.
    """
    first, second = (naive.replace(tzinfo=ROME, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if local(first.astimezone(UTC)).replace(tzinfo=None) != naive:
        raise NonexistentTime(naive.isoformat())
    raise AmbiguousTime(naive.isoformat())


def end_of_day(day: date) -> datetime:
    """23:59:59 in Rome of a day, as an instant in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ROME).astimezone(UTC)


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
