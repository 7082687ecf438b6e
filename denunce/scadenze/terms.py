"""How a term is computed: days that end on a working day, elapsed hours. Steps included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from denunce.scadenze import termini
from denunce.scadenze.context import Context
from denunce.scadenze.counting import ROME, add_days, add_hours, end_of_day, local_date
from denunce.scadenze.errors import CalendarioEsaurito
from denunce.scadenze.festivita import HORIZON_END, next_working_day, past_horizon
from denunce.scadenze.fonti import fonti_of
from denunce.scadenze.results import (
    AdempimentoDovuto,
    Alternativa,
    Obbligato,
    Passo,
    TipoAdempimento,
    Valore,
)


def step(codice: str, **valori: Valore) -> Passo:
    """One step of the derivation: code and values, no sentence."""
    return Passo(codice, valori)


class DaysTerm(NamedTuple):
    """A term in days: the day the count ends on, and the day after the holiday shift."""

    counted: date
    last: date
    moved: bool

    @property
    def end(self) -> datetime:
        return end_of_day(self.last)


def in_roma(ctx: Context, day: date) -> bool:
    """Whether 29 June counts as a holiday for this employer (confidence M)."""
    return ctx.facts.datore.in_roma and termini.flag("roma_29_june", day)


def days_term(ctx: Context, start: date, days: int) -> DaysTerm:
    """`days` calendar days after `start`, moved past Sundays and holidays.

    The initial day does not count; holidays inside the term do. Raises `CalendarioEsaurito` past
    the last known holiday year. Source: art. 155 c.p.c., circ. INAIL 22/1998 and 24/2021.
    """
    counted = add_days(start, days)
    last = next_working_day(counted, roma=in_roma(ctx, start))
    return DaysTerm(counted, last, last != counted)


def reading(ctx: Context, lettura: str, start: date, days: int, perche: str) -> list[Alternativa]:
    """Another reading: a term in days, or nothing past the last known holiday year.

    A term that is certain must not fail because a reading beside it cannot be computed.
    """
    try:
        return [Alternativa(lettura, days_term(ctx, start, days).end, perche)]
    except CalendarioEsaurito:
        return []


def shift_steps(ctx: Context, term: DaysTerm) -> list[Passo]:
    """The step for the holiday shift, if any, and the warning for an unknown comune."""
    last = term.last
    if last.month == 6 and last.day == 29 and ctx.facts.datore.comune is None:
        ctx.warn("comune_ignoto")
    if term.moved:
        return [step("festivo", giorno=term.counted, nuovo=last)]
    return []


def roma_alternative(ctx: Context, term: DaysTerm) -> list[Alternativa]:
    """The term without 29 June, when that day moved it (Rome only)."""
    if not term.moved or not ctx.facts.datore.in_roma:
        return []
    plain = next_working_day(term.counted)
    if plain == term.last:
        return []
    return [
        Alternativa(
            "senza_29_giugno",
            end_of_day(plain),
            "il 29 giugno è festivo solo a Roma: per prudenza inviare entro quel giorno",
        )
    ]


def hours_after(instant: datetime, hours: int) -> datetime:
    """The instant after some elapsed hours, shown in Europe/Rome."""
    return add_hours(instant, hours).astimezone(ROME)


def adempimento(
    tipo: TipoAdempimento,
    termine: datetime,
    regole: Sequence[str],
    passi: Sequence[Passo],
    starts_at: datetime,
    *,
    prudenziale: datetime | None = None,
    obbligato: Obbligato = Obbligato.DATORE,
    alternative: Sequence[Alternativa] = (),
) -> AdempimentoDovuto:
    """Put an obligation together; sources follow from the rules.

    Raises `CalendarioEsaurito` for a term that starts past the last known holiday year, also one
    that holidays do not move: the engine never guesses.
    """
    if starts_at >= HORIZON_END:
        raise past_horizon(local_date(starts_at).year)
    rules = tuple(regole)
    return AdempimentoDovuto(
        tipo,
        termine,
        prudenziale,
        obbligato,
        rules,
        fonti_of(rules),
        tuple(passi),
        tuple(alternative),
        starts_at,
    )
