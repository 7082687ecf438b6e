"""The clock: instants in UTC, days in Rome."""

from datetime import UTC, date, datetime

import pytest
import time_machine

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
