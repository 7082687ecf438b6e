"""Counting of days, hours and instants. This module knows no law.

Units: days are `date`s, instants are aware `datetime`s. Hours are added in UTC and only then
shown in Europe/Rome, so that 24 hours stay 24 hours across both clock changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
ONE_DAY = timedelta(days=1)

# A run of consecutive days, both ends included, as proleptic ordinals (`date.toordinal`).
DayRun = tuple[int, int]


class NonexistentTime(ValueError):
    """The wall clock skips this local time (spring change)."""


class AmbiguousTime(ValueError):
    """The wall clock shows this local time twice (autumn change)."""


def resolve_local(naive: datetime) -> datetime:
    """Turn a Europe/Rome wall-clock time into an instant (UTC).

    Raises `NonexistentTime` for a skipped time and `AmbiguousTime` for one that occurs twice.
    """
    first = naive.replace(tzinfo=ROME, fold=0)
    second = naive.replace(tzinfo=ROME, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(ROME).replace(tzinfo=None) != naive:
        raise NonexistentTime(naive.isoformat())
    raise AmbiguousTime(naive.isoformat())


def to_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises `ValueError` for a naive datetime."""
    if instant.tzinfo is UTC:
        return instant
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    return instant.astimezone(UTC)


def to_rome(instant: datetime) -> datetime:
    """The same instant as Europe/Rome wall-clock time."""
    return instant.astimezone(ROME)


def local_date(instant: datetime) -> date:
    """The Europe/Rome calendar day of an instant."""
    return instant.astimezone(ROME).date()


def add_hours(instant: datetime, hours: int) -> datetime:
    """The instant after `hours` elapsed hours, in UTC. The only place where hours are added."""
    utc = instant if instant.tzinfo is UTC else to_utc(instant)
    return utc + timedelta(hours=hours)


def add_days(day: date, days: int) -> date:
    """The calendar day `days` days later."""
    return day + timedelta(days=days)


def end_of_day(day: date) -> datetime:
    """23:59:59 Europe/Rome of a day."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ROME)


def minute_of(instant: datetime) -> int:
    """Number of the elapsed minute an instant falls in: equal for the same local minute."""
    return int(instant.timestamp() // 60)


def merge_runs(spans: Iterable[DayRun], after: int) -> list[DayRun]:
    """Union of day spans, cut to the days strictly after ordinal `after`.

    Overlapping and adjacent spans become one run; the result is sorted.
    """
    runs: list[DayRun] = []
    for first, last in sorted(spans):
        first = max(first, after + 1)
        if last < first:
            continue
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def total_days(runs: Iterable[DayRun]) -> int:
    """Number of days in disjoint runs."""
    return sum(last - first + 1 for first, last in runs)
