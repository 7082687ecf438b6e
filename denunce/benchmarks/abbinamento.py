"""Matching certificates and cases must cost what is matched, not what is stored.

The same certificates and cases are matched beside a few and beside many certificates (and as many
proposals) of other people, in turn, in transactions that are rolled back; from the side of the
certificate, of the case, and of the number that an employer types. The plans are those of the very
queries that run.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from certificati.models import Certificato
from denunce.abbinamenti.models import Proposta
from denunce.benchmarks.abbinati import Stage, build_stage
from denunce.benchmarks.piani import plans
from denunce.benchmarks.population import Population
from denunce.benchmarks.timing import median_ms, median_ratio, rounds
from portal.base import clock

NAME: Final = "abbinamento"
GOAL: Final = 1.5
SMALL: Final = 1_000
MATCHED: Final = 200
_TABLES: Final = (Certificato._meta.db_table, Proposta._meta.db_table)


class _RolledBack(Exception):
    """Ends a round without keeping what it wrote."""


def run(
    small: Population, large: Population, *, certificati: int, short: bool = False
) -> dict[str, Any]:
    """Times of each side beside few and many certificates, their ratios, the indexes used."""
    now, matched = clock.now(), 20 if short else MATCHED
    few, many = (
        build_stage(population, count, matched, now)
        for population, count in ((small, SMALL), (large, certificati))
    )
    names = list(few.sides(now))
    figures = {name: _figure(name, few, many, now, short=short) for name in names}
    return {
        "database": large.connection.vendor,
        "abbinati": matched,
        "piccola": few.righe,
        "grande": many.righe,
        "lati": figures,
        "rapporto": max(figure["rapporto"] for figure in figures.values()),
        "obiettivo": GOAL,
        "riuscito": all(figure["riuscito"] for figure in figures.values()),
    }


def _figure(name: str, few: Stage, many: Stage, now: datetime, *, short: bool) -> dict[str, Any]:
    works = [lambda stage=stage: _once(stage, name, now) for stage in (few, many)]
    measured = rounds(works, count=7 if short else 21, calls=3 if name == "certificati" else 20)
    ratio = median_ratio(measured, 1, 0)
    with many.population.use():
        plan = {table: plans(lambda: _once(many, name, now), table) for table in _TABLES}
    scans = [scan for read in plan.values() for scan in read["scansioni"]]
    return {
        "ms_piccola": round(median_ms(measured, 0), 3),
        "ms_grande": round(median_ms(measured, 1), 3),
        "rapporto": round(ratio, 3),
        "indici": {table: read["indici"] for table, read in plan.items()},
        "scansioni": scans,
        "riuscito": ratio <= GOAL and not scans,
    }


def _once(stage: Stage, name: str, now: datetime) -> None:
    with stage.population.use():
        try:
            with transaction.atomic():
                stage.sides(now)[name]()
                raise _RolledBack
        except _RolledBack:
            pass
