"""Days of a prognosis, against the same questions asked of plain sets of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from certificati.prognosi import Periodo, absence_days, gaps, overlapping

START = date(2026, 2, 25)
EVENT = START + timedelta(days=10)


def _day(number: int) -> date:
    return START + timedelta(days=number)


periodi = st.builds(
    lambda first, length: Periodo(_day(first), _day(first + length)),
    st.integers(0, 40),
    st.integers(0, 12),
)


def days(periodo: Periodo) -> set[date]:
    return {periodo.dal + timedelta(days=n) for n in range(periodo.giorni)}


def covered(found: list[Periodo]) -> set[date]:
    return set().union(*map(days, found))


@given(periodi)
def test_both_ends_are_counted(one):
    assert days(one) == {_day(n) for n in range(60) if one.dal <= _day(n) <= one.al}


@given(st.lists(periodi, max_size=6))
def test_absence_counts_each_day_once_and_never_the_day_of_the_event(found):
    assert absence_days(EVENT, found) == len({day for day in covered(found) if day > EVENT})


@given(st.lists(periodi, max_size=6))
def test_gaps_are_the_days_between_that_none_covers(found):
    seen = covered(found)
    missing = set()
    if seen:
        whole = days(Periodo(min(seen), max(seen)))
        missing = whole - seen
    answered = gaps(found)
    assert covered(answered) == missing
    assert sum(one.giorni for one in answered) == len(missing)
    assert answered == sorted(answered, key=lambda one: one.dal)
    for one, other in pairwise(answered):
        assert one.al + timedelta(days=1) < other.dal  # two that touch are one


@given(periodi, st.lists(periodi, max_size=6))
def test_overlapping_are_those_with_a_day_in_common(one, others):
    assert overlapping(one, others) == [other for other in others if days(one) & days(other)]


@given(periodi, periodi)
def test_to_overlap_is_mutual(one, other):
    assert one.overlaps(other) is other.overlaps(one)
