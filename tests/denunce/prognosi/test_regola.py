"""When to ask: the last day, or the first on which the office is open; not more than four times."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from denunce.orario import UFFICIO
from denunce.prognosi.regola import MAX_ASKED, again_on, asked_on, ended_between

OPEN = UFFICIO.is_office_day


@pytest.mark.parametrize(
    ("until", "asked"),
    [
        (date(2026, 3, 12), date(2026, 3, 12)),  # Thursday: that very day
        (date(2026, 3, 13), date(2026, 3, 13)),  # Friday: nobody waits for the week-end
        (date(2026, 3, 14), date(2026, 3, 16)),  # Saturday, closed: Monday
        (date(2026, 3, 15), date(2026, 3, 16)),  # Sunday
        (date(2026, 4, 4), date(2026, 4, 7)),  # Easter and its Monday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, Saint Stephen, Sunday
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2041, 6, 3), date(2041, 6, 3)),  # past the known holidays the weekday decides
    ],
)
def test_the_day_of_the_question(until: date, asked: date) -> None:
    assert asked_on(until, OPEN) == asked


def test_the_window_of_an_open_day_holds_what_is_due_and_nothing_else() -> None:
    start = date(2026, 3, 1)
    for today in (start + timedelta(days=day) for day in range(60)):
        first, last = ended_between(today)
        if OPEN(today):
            for until in (start + timedelta(days=day) for day in range(-20, 80)):
                due = asked_on(until, OPEN) <= today <= until + timedelta(days=14)
                assert (first <= until <= last) == due, (today, until)


def test_not_known_yet_is_asked_on_the_next_open_day() -> None:
    assert again_on(date(2026, 3, 12), 1, OPEN) == date(2026, 3, 13)
    assert again_on(date(2026, 3, 13), 2, OPEN) == date(2026, 3, 16)  # over the week-end


def test_nobody_is_asked_for_ever() -> None:
    assert again_on(date(2026, 3, 12), MAX_ASKED - 1, OPEN) is not None
    assert again_on(date(2026, 3, 12), MAX_ASKED, OPEN) is None
