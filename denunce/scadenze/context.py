"""What the rules of one decision share: facts, derived days, absence days, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from denunce.scadenze import termini
from denunce.scadenze.copertura import Cover
from denunce.scadenze.counting import DayRun, merge_runs, total_days
from denunce.scadenze.facts import Certificato, Facts
from denunce.scadenze.results import Valore


class Context:
    """Mutable scratch of one decision, never kept after it."""

    __slots__ = ("avvisi", "cover", "day0", "facts", "ignored", "ordinal0", "valid")

    def __init__(self, facts: Facts, day0: date, cover: Cover) -> None:
        self.facts = facts
        self.day0 = day0
        self.ordinal0 = day0.toordinal()
        self.cover = cover
        self.valid: Sequence[Certificato] = ()
        self.ignored: list[Certificato] = []
        self.avvisi: list[tuple[str, dict[str, Valore]]] = []

    def warn(self, codice: str, **valori: Valore) -> None:
        self.avvisi.append((codice, valori))

    def index(self, certificato: Certificato) -> int:
        """Where the case lists this very certificate: two may hold the same data."""
        listed = self.facts.certificati
        return next(index for index, one in enumerate(listed) if one is certificato)


def runs_after(certificati: Sequence[Certificato], ordinal0: int) -> list[DayRun]:
    """Union of the prognoses, cut to the days strictly after the event (section 2)."""
    return merge_runs([c.span for c in certificati if c.span is not None], ordinal0)


def absence_days(certificati: Sequence[Certificato], ordinal0: int) -> int | None:
    """Absence days after the event day; None while no certificate carries a prognosis.

    Unit: calendar days. Source: TU art. 71, D.Lgs. 81/2008 art. 18 c. 1 lett. r.
    """
    if len(certificati) == 1:
        span = certificati[0].span
        if span is None:
            return None
        return max(0, span[1] - max(span[0] - 1, ordinal0))
    if all(c.span is None for c in certificati):
        return None
    return total_days(runs_after(certificati, ordinal0))


def over_franchise(certificati: Sequence[Certificato], n: int, day0: date) -> bool:
    """Whether the absence calls for a denuncia, under the readings of the tables.

    Default: more absence days than the franchise, all periods added up. With `ricaduta_sum`
    off only the longest run counts; with `gap_reading` "end_after_third_day" what matters is
    how far after the event the inability ends.
    """
    limit = termini.number("franchigia_days", day0)
    if n > limit and len(certificati) == 1:
        return True
    runs = runs_after(certificati, day0.toordinal())
    if termini.text("gap_reading", day0) != "absence_days" and runs:
        return runs[-1][1] - day0.toordinal() > limit
    if not termini.flag("ricaduta_sum", day0) and runs:
        return max(last - first + 1 for first, last in runs) > limit
    return n > limit
