"""Interleaved rounds: everybody runs once per round, and only ratios within a round count."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

Work = Callable[[], object]


def rounds(works: Sequence[Work], *, count: int, calls: int) -> list[list[float]]:
    """Seconds per call of each work, a list a round. One unmeasured round warms everything up."""
    for work in works:
        _seconds(work, max(1, calls // 5))
    return [[_seconds(work, calls) for work in works] for _ in range(count)]


def median_ratio(measured: list[list[float]], top: int, bottom: int) -> float:
    """The median over the rounds of one column divided by another."""
    return statistics.median(row[top] / row[bottom] for row in measured)


def median_ms(measured: list[list[float]], column: int) -> float:
    """The median of a column, in milliseconds."""
    return statistics.median(row[column] for row in measured) * 1000


def _seconds(work: Work, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - start) / calls
