"""Days of a prognosis and chains of certificates. Pure: the standard library alone.

The law is not here: what the days mean for the employer is decided by the engine of ``denunce``.
This module tells what a doctor should see before signing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ONE_DAY: Final = timedelta(days=1)
# Longer than this a prognosis is asked about (dominio 0.1, ruling 9).
LONG_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Periodo:
    """Days of one certificate, both ends included."""

    dal: date
    al: date

    @property
    def giorni(self) -> int:
        """How many days, both ends counted."""
        return (self.al - self.dal).days + 1

    def overlaps(self, other: Periodo) -> bool:
        """Whether the two have a day in common."""
        return self.dal <= other.al and other.dal <= self.al


def absence_days(evento_on: date, periodi: Iterable[Periodo]) -> int:
    """Days after the day of the event that at least one certificate covers (TU art. 71)."""
    covered: set[int] = set()
    for periodo in periodi:
        first = max(periodo.dal, evento_on + ONE_DAY).toordinal()
        covered.update(range(first, periodo.al.toordinal() + 1))
    return len(covered)


def gaps(periodi: Iterable[Periodo]) -> list[Periodo]:
    """The days between one certificate and the next that none covers, in order."""
    found: list[Periodo] = []
    end: date | None = None
    for periodo in sorted(periodi, key=lambda one: (one.dal, one.al)):
        if end is not None and periodo.dal > end + ONE_DAY:
            found.append(Periodo(end + ONE_DAY, periodo.dal - ONE_DAY))
        end = periodo.al if end is None else max(end, periodo.al)
    return found


def overlapping(periodo: Periodo, others: Iterable[Periodo]) -> list[Periodo]:
    """Those of ``others`` that share a day with ``periodo``."""
    return [other for other in others if periodo.overlaps(other)]
