"""The denuncia of an injury: two days, prolongation, first landing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from denunce.scadenze import termini
from denunce.scadenze.context import Context, absence_days
from denunce.scadenze.copertura import comunicazione_applies
from denunce.scadenze.counting import add_days, end_of_day, local_date
from denunce.scadenze.facts import Persona, Redattore
from denunce.scadenze.readings import chain_readings
from denunce.scadenze.results import AdempimentoDovuto, Alternativa, Passo
from denunce.scadenze.rules_infortunio import opening_steps
from denunce.scadenze.terms import (
    DaysTerm,
    adempimento,
    days_term,
    hours_after,
    reading,
    roma_alternative,
    shift_steps,
    step,
)
from denunce.scadenze.timeline import DEN, Trigger

_JOINED = {Persona.DOMESTICO: "R-DOM", Persona.ARTIGIANO_TITOLARE: "R-ART203"}


def denuncia(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> AdempimentoDovuto:
    """R-DEN-2G, R-DEN-PROL, R-DEN-NAV: the denuncia set running by a trigger.

    Two days after the Europe/Rome day of the trigger, past Sundays and holidays; in navigation
    with a certificate of the ship's doctor, the day of the first landing. `prudenziale` is 48
    elapsed hours from the trigger, never later than the term. Source: TU art. 53 c. 1, 3, 7.
    """
    start = local_date(trigger.at)
    days = termini.number("denuncia_days", start)
    landing = _landing_day(ctx, trigger, start)
    steps = opening_steps(ctx, trigger)
    if landing is None:
        term = days_term(ctx, start, days)
        termine, regole, alternative = _two_days(ctx, trigger, days, term, steps)
    else:
        perche = "termine ordinario di due giorni, se non valesse il primo approdo"
        ordinary = reading(ctx, "due_giorni", start, days, perche)
        termine, regole, alternative = _first_landing(ctx, landing, steps)
        alternative = ordinary + alternative
        if trigger.after_comunicazione and trigger.origin == "ricezione":
            regole.append("R-DEN-PROL")
    alternative += chain_readings(ctx, trigger, due)
    _join(ctx, trigger, regole, steps)
    hours = termini.number("prudenziale_hours", start)
    prudenziale = min(hours_after(trigger.at, hours), termine)
    return adempimento(
        DEN,
        termine,
        regole,
        steps,
        trigger.at,
        prudenziale=prudenziale,
        alternative=alternative,
    )


def _two_days(
    ctx: Context, trigger: Trigger, days: int, term: DaysTerm, steps: list[Passo]
) -> tuple[datetime, list[str], list[Alternativa]]:
    regole = ["R-DEN-2G"]
    alternative: list[Alternativa] = []
    if trigger.prolonged:
        regole = ["R-DEN-PROL"] if trigger.after_comunicazione else ["R-DEN-2G", "R-DEN-PROL"]
        steps.append(step("prolungamento"))
        alternative += _fourth_day(ctx)
    steps.append(Passo("giorni", {"giorni": days, "scade": term.counted}))
    steps += shift_steps(ctx, term)
    if term.moved:
        regole.append("R-FEST")
        alternative += roma_alternative(ctx, term)
    if ctx.facts.persona is Persona.ARTIGIANO_TITOLARE:
        alternative += _from_event(ctx)
    return term.end, regole, alternative


def _fourth_day(ctx: Context) -> list[Alternativa]:
    """The letter of art. 53 c. 3: the term runs from the fourth day of inability."""
    fourth = add_days(ctx.day0, termini.number("franchigia_days", ctx.day0) + 1)
    days = termini.number("denuncia_days", fourth)
    perche = "alla lettera dell'art. 53 c. 3 il termine decorre dal quarto giorno di inabilità"
    return reading(ctx, "quarto_giorno", fourth, days, perche)


def _from_event(ctx: Context) -> list[Alternativa]:
    """The wording of an INAIL page for artisans: two days from the event (confidence M)."""
    days = termini.number("denuncia_days", ctx.day0)
    perche = "una pagina INAIL fa decorrere i due giorni dal verificarsi dell'evento"
    return reading(ctx, "dall_evento", ctx.day0, days, perche)


def _landing_day(ctx: Context, trigger: Trigger, start: date) -> date | None:
    """The landing day when R-DEN-NAV applies (ruling 11), else None, with its warnings."""
    navigazione = ctx.facts.navigazione
    if not navigazione.in_navigazione or trigger.origin == "pericolo":
        return None
    by_ship_doctor = any(c.author is Redattore.MEDICO_DI_BORDO for c in trigger.certificati)
    without_certificate = trigger.origin == "decesso" and not trigger.certificati
    if not by_ship_doctor and not without_certificate:
        return None
    if navigazione.first_landing_at is None:
        ctx.warn("approdo_ignoto")
        return None
    landing = local_date(navigazione.first_landing_at)
    if landing < start:
        ctx.warn("approdo_precedente", giorno=landing)
        return None
    return landing


def _first_landing(
    ctx: Context, landing: date, steps: list[Passo]
) -> tuple[datetime, list[str], list[Alternativa]]:
    """R-DEN-NAV: 23:59:59 of the first landing day; it prevails over the two days."""
    steps.append(step("approdo", giorno=landing))
    end, regole = end_of_day(landing), ["R-DEN-NAV"]
    if not termini.flag("nav_holiday_shift", landing):
        perche = "approdo in giorno festivo: se il termine slittasse al primo giorno non festivo"
        moved = reading(ctx, "giorno_non_festivo", landing, 0, perche)
        return end, regole, [other for other in moved if other.termine != end]
    working = days_term(ctx, landing, 0)
    if not working.moved:
        return end, regole, []
    steps += shift_steps(ctx, working)
    regole.append("R-FEST")
    perche = "giorno dell'approdo, anche se festivo: più prudente"
    return working.end, regole, [Alternativa("giorno_approdo", end, perche)]


def _join(ctx: Context, trigger: Trigger, regole: list[str], steps: list[Passo]) -> None:
    """The rules that accompany a denuncia: domestic, artisan, absorption, cover."""
    joined = _JOINED.get(ctx.facts.persona)
    if joined is not None:
        regole.append(joined)
        steps.append(step("domestico" if joined == "R-DOM" else "artigiano"))
    if _absorbs_in_batch(ctx, trigger):
        regole.append("R-ASSORB")
        steps.append(step("assorbita"))
    if ctx.cover.regola is not None:
        regole.append(ctx.cover.regola)


def _absorbs_in_batch(ctx: Context, trigger: Trigger) -> bool:
    """Handed in together, the first ones alone would have asked a comunicazione (C050)."""
    if len(trigger.batch) < 2 or trigger.origin != "ricezione" or trigger.after_comunicazione:
        return False
    if not comunicazione_applies(ctx.facts.persona, ctx.day0):
        return False
    limit = termini.number("franchigia_days", ctx.day0)
    prefixes = (trigger.batch[:size] for size in range(1, len(trigger.batch)))
    return any(0 < (absence_days(prefix, ctx.ordinal0) or 0) <= limit for prefix in prefixes)
