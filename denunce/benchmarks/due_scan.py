"""The reminder scan must cost what is due, not what is open.

The same number of duties is due in a small and in a large database; the scan runs in both in
turn, in a transaction that is rolled back, so that every round finds the same rows due.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from denunce.benchmarks.population import Population, describe
from denunce.benchmarks.timing import median_ms, median_ratio, rounds
from denunce.choices import Obbligato
from denunce.models import Adempimento
from denunce.promemoria.scan import scan
from denunce.workflow import ENDED_STATES, OPEN_STATES, StatoAdempimento
from portal.base import clock

NAME = "promemoria"
GOAL = 1.5
DUE = 100


class _RolledBack(Exception):
    """Ends a round without keeping what it wrote."""


def run(small: Population, large: Population, *, short: bool = False) -> dict[str, Any]:
    """Times of the scan in both populations and their ratio."""
    now = clock.now()
    for population in (small, large):
        with population.use():
            _make_due(now)
    count = 7 if short else 21
    measured = rounds([lambda: _scan(small, now), lambda: _scan(large, now)], count=count, calls=3)
    ratio = median_ratio(measured, 1, 0)
    return {
        "dovuti": DUE,
        "piccola": describe(small)
        | {"aperti": _open(small), "ms": round(median_ms(measured, 0), 2)},
        "grande": describe(large)
        | {"aperti": _open(large), "ms": round(median_ms(measured, 1), 2)},
        "rapporto": round(ratio, 3),
        "obiettivo": GOAL,
        "riuscito": ratio <= GOAL,
    }


def _make_due(now: datetime) -> None:
    """Open every duty, all with their next reminder in the future, but ``DUE`` of them in the past.

    A kept population stays like this: rows that wait, as many as the cases are.
    """
    duties = Adempimento.objects.exclude(stato__in=ENDED_STATES)
    duties.update(
        stato=StatoAdempimento.DA_FARE,
        done_at=None,
        done_by=None,
        prossimo_promemoria_at=now + timedelta(days=30),
    )
    running = duties.filter(obbligato=Obbligato.DATORE, termine_at__gt=now).order_by("pk")
    chosen = list(running.values_list("pk", flat=True)[:DUE])
    Adempimento.objects.filter(pk__in=chosen).update(
        prossimo_promemoria_at=now - timedelta(minutes=5)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _scan(population: Population, now: datetime) -> None:
    with ExitStack() as stack:
        stack.enter_context(population.use())
        try:
            with transaction.atomic():
                scan(now)
                raise _RolledBack
        except _RolledBack:
            pass


def _open(population: Population) -> int:
    with population.use():
        return Adempimento.objects.filter(stato__in=OPEN_STATES).count()
