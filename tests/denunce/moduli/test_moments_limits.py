"""Days and instants at the edges of the calendar: refused, never a fall."""

from __future__ import annotations

import pytest

from denunce.moduli.kinds import BadValue
from denunce.moduli.moments import Day, Instant, is_repeated, read_instant

EDGES = ("0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31")


@pytest.mark.parametrize("day", EDGES)
def test_days_that_no_form_means_are_refused(day: str) -> None:
    assert Day().storable(day)
    with pytest.raises(BadValue):
        read_instant(f"{day}T00:00")
    assert not is_repeated(day)
    assert not is_repeated(f"{day}T00:00")


@pytest.mark.parametrize("text", ["9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00"])
def test_offsets_at_the_edges_do_not_overflow(text: str) -> None:
    with pytest.raises(BadValue):
        Instant().parse(text)
