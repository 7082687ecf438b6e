"""The clock: instants in UTC, days in Rome."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from denunce.scadenze import counting
from portal.base import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_today_is_the_day_of_rome_when_utc_is_still_in_the_day_before() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 7, 1)


def test_local_shows_the_same_instant_in_rome() -> None:
    shown = clock.local(datetime(2026, 1, 15, 12, 0, tzinfo=UTC))
    assert (shown.hour, shown.tzinfo) == (13, clock.ROME)


def test_a_naive_datetime_is_refused_because_its_instant_is_unknown() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.local(datetime(2026, 1, 15, 12, 0))


def test_base_and_engine_read_the_clock_of_rome_alike():
    """The engine may import nothing of ours, so the rule stands twice: here they are compared."""
    for naive in (
        datetime(2026, 3, 29, 1, 59),
        datetime(2026, 3, 29, 2, 30),
        datetime(2026, 3, 29, 3, 0),
        datetime(2026, 10, 25, 1, 59),
        datetime(2026, 10, 25, 2, 30),
        datetime(2026, 10, 25, 3, 0),
        datetime(2026, 7, 1, 12, 0),
    ):
        answers = []
        for module in (clock, counting):
            try:
                answers.append(module.resolve_local(naive))
            except ValueError as error:
                answers.append((type(error).__name__, str(error)))
        assert answers[0] == answers[1]
    assert clock.end_of_day(date(2026, 10, 25)) == counting.end_of_day(date(2026, 10, 25))
