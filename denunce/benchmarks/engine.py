"""Cost of a decision beside the bare date arithmetic of the same rule.

Baseline: what somebody would write by hand for one denuncia, with its own holiday set already at
hand: two time-zone conversions, the absence days, the day roll, the end of the day and the 48
prudential hours. Rounds of baseline, plain and explained decisions are interleaved in one
process, so that a slow moment of the machine hits all three; the ratio of each round is taken
and the median reported.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from denunce.scadenze import Facts, decide, explain, parse_caso
from denunce.scadenze.festivita import holidays

NAME = "motore"
PLAIN_GOAL = 10.0
EXPLAINED_GOAL = 50.0

_ROME = ZoneInfo("Europe/Rome")
_ONE_DAY = timedelta(days=1)
_TWO_DAYS = timedelta(days=2)
_PRUDENT = timedelta(hours=48)

# Received on the Friday before Easter 2026: the roll has two holidays to pass.
CASO = {
    "id": "motore",
    "evento": {
        "tipo": "infortunio",
        "avvenuto_il": "2026-04-02T09:00:00+02:00",
        "luogo": "in_sede",
    },
    "persona": "lavoratore",
    "datore": {"tipo": "impresa", "comune": "Milano"},
    "certificati": [
        {
            "numero": "A00000000001",
            "tipo": "primo",
            "rilasciato_il": "2026-04-02T11:00:00+02:00",
            "ricevuto_il": "2026-04-03T12:00:00+02:00",
            "prognosi_dal": "2026-04-02",
            "prognosi_al": "2026-04-16",
        }
    ],
}


def bare_denuncia(
    occurred_at: datetime, received_at: datetime, first: date, last: date, known: frozenset[date]
) -> tuple[int, datetime, datetime] | None:
    """The same denuncia by hand: absence days, term, prudential term."""
    day0 = occurred_at.astimezone(_ROME).date()
    days = (last - max(first, day0 + _ONE_DAY)).days + 1
    if days < 4:
        return None
    due = received_at.astimezone(_ROME).date() + _TWO_DAYS
    while due.weekday() == 6 or due in known:
        due += _ONE_DAY
    end = datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=_ROME)
    return days, end, (received_at.astimezone(UTC) + _PRUDENT).astimezone(_ROME)


def _baseline(facts: Facts) -> Callable[[], object]:
    certificato = facts.certificati[0]
    occurred_at, received_at = facts.evento.occurred_at, certificato.received_at
    first, last = certificato.prognosi_from, certificato.prognosi_to
    if occurred_at is None or received_at is None or first is None or last is None:
        raise ValueError("the benchmark case needs all its dates")
    known = holidays(2026)
    return lambda: bare_denuncia(occurred_at, received_at, first, last, known)


def _microseconds(work: Callable[[], object], calls: int) -> float:
    """Processor time, not the clock on the wall: the longer work would be interrupted more often by
    whatever else runs, and pay for it."""
    start = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - start) / calls * 1_000_000


def run(*, short: bool = False) -> dict[str, Any]:
    """Measure and return JSON-able figures: times in microseconds, ratios, goals, verdicts."""
    facts = parse_caso(CASO)
    works = (_baseline(facts), lambda: decide(facts), lambda: explain(facts))
    rounds, calls = (7, 150) if short else (41, 1000)
    for work in works:
        _microseconds(work, calls)
    measured = [[_microseconds(work, calls) for work in works] for _ in range(rounds)]
    plain = statistics.median(plain / bare for bare, plain, _ in measured)
    explained = statistics.median(full / bare for bare, _, full in measured)
    bare_us, plain_us, explained_us = (
        statistics.median(column) for column in zip(*measured, strict=True)
    )
    return {
        "rounds": rounds,
        "calls": calls,
        "baseline_us": round(bare_us, 2),
        "plain_us": round(plain_us, 2),
        "explained_us": round(explained_us, 2),
        "plain_ratio": round(plain, 2),
        "plain_goal": PLAIN_GOAL,
        "plain_ok": plain <= PLAIN_GOAL,
        "explained_ratio": round(explained, 2),
        "explained_goal": EXPLAINED_GOAL,
        "explained_ok": explained <= EXPLAINED_GOAL,
    }
