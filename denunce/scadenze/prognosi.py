"""Until when a case stays under the comunicazione: the day after which somebody must ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from denunce.scadenze import termini
from denunce.scadenze.counting import add_days
from denunce.scadenze.engine import weigh
from denunce.scadenze.facts import Certificato, Facts, TipoCertificato, TipoEvento
from denunce.scadenze.festivita import next_working_day
from denunce.scadenze.results import TipoAdempimento


def short_prognosis_until(facts: Facts) -> date | None:
    """The last day of a prognosis that a later certificate could turn into a denuncia.

    None when nothing can turn: no comunicazione, a denuncia already due, a person not insured with
    INAIL, a closing certificate ("definitivo") that reaches the last day or follows every other.
    A certificate withdrawn in time does not count. Source: TU art. 53 c. 3. Raises like `decide`.
    """
    if facts.evento.tipo is not TipoEvento.INFORTUNIO:
        return None
    decisione, valid = weigh(facts)
    kinds = {owed.tipo for owed in decisione.adempimenti}
    short = TipoAdempimento.COMUNICAZIONE in kinds and TipoAdempimento.DENUNCIA not in kinds
    if not short or not decisione.tutela_inail or not decisione.giorni_assenza:
        return None
    last = max(c.span[1] for c in valid if c.span is not None)
    return None if _closed(valid, last) else date.fromordinal(last)


def fourth_day_term(day0: date) -> date:
    """The last day for the denuncia if the term ran from the fourth day of absence: the letter of
    art. 53 c. 3, for an event of ``day0`` and an absence without gaps.

    Holidays of the whole country alone are looked at. Raises `FuoriTabella` past the known years.
    """
    fourth = add_days(day0, termini.number("franchigia_days", day0) + 1)
    return next_working_day(add_days(fourth, termini.number("denuncia_days", fourth)))


def _closed(valid: Sequence[Certificato], last: int) -> bool:
    """Whether a closing certificate says that the inability is over."""
    closing = [c for c in valid if c.tipo is TipoCertificato.DEFINITIVO]
    others = [c.released_at for c in valid if c.tipo is not TipoCertificato.DEFINITIVO]
    return any(
        c.span[1] >= last if c.span else all(c.released_at >= other for other in others)
        for c in closing
    )
