"""Comunicazione and notice to the police: what a trigger of the story becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from denunce.scadenze import termini
from denunce.scadenze.context import Context, absence_days
from denunce.scadenze.counting import local_date
from denunce.scadenze.facts import Persona
from denunce.scadenze.readings import beyond_third_day, beyond_third_day_at, ends_beyond
from denunce.scadenze.results import AdempimentoDovuto, Alternativa, Passo
from denunce.scadenze.terms import (
    adempimento,
    days_term,
    hours_after,
    reading,
    roma_alternative,
    shift_steps,
    step,
)
from denunce.scadenze.timeline import COM, DEN, PS, Trigger, death_known_at, received_instant


def opening_steps(ctx: Context, trigger: Trigger) -> list[Passo]:
    """Cover, absence days and what set the term running."""
    steps: list[Passo] = []
    if ctx.cover.regola is not None:
        steps.append(step(f"tutela_{ctx.cover.regola}"))
    if trigger.n is not None:
        steps.append(Passo("giorni_assenza", {"n": trigger.n, "evento": ctx.day0}))
    steps.append(Passo(f"da_{trigger.origin}", {"quando": trigger.at}))
    return steps


def comunicazione(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> AdempimentoDovuto:
    """R-COM-48H: 48 elapsed hours from reception, no holiday shift (ruling 13).

    For persons not insured with INAIL from the notice of death while no certificate is received
    (R-NONINAIL, ruling 3). Policy
    `comunicazione_policy` "days2" counts two days instead. Source: D.Lgs. 81/2008 art. 18 c. 1
    lett. r, D.M. 183/2016.
    """
    start = local_date(trigger.at)
    hours = termini.number("comunicazione_hours", ctx.day0)
    by_hours = hours_after(trigger.at, hours)
    regole = ["R-COM-48H"]
    steps = opening_steps(ctx, trigger)
    alternative: list[Alternativa] = []
    if termini.text("comunicazione_policy", start) == "hours48":
        termine = by_hours
        steps.append(step("ore", ore=hours, scade=termine))
        alternative += _in_days(ctx, start, hours // 24, termine)
    else:
        by_days = days_term(ctx, start, hours // 24)
        termine = by_days.end
        steps.append(step("giorni", giorni=hours // 24, scade=by_days.counted))
        steps += shift_steps(ctx, by_days)
        perche = "48 ore effettive dalla ricezione: più prudente"
        alternative.append(Alternativa("quarantotto_ore", by_hours, perche))
        if by_days.moved:
            regole.append("R-FEST")
    _absorption(due, termine, regole, steps)
    alternative += _gap_reading(ctx, trigger, due) + _not_insured_readings(ctx, trigger, hours)
    if ctx.cover.regola is not None:
        regole.append(ctx.cover.regola)
    return adempimento(COM, termine, regole, steps, trigger.at, alternative=alternative)


def _in_days(ctx: Context, start: date, days: int, by_hours: datetime) -> list[Alternativa]:
    """The other way to count, usually the later one: not in the night of the spring change."""
    found = reading(ctx, "due_giorni", start, days, "lettura a giorni, come per la denuncia")
    return [
        replace(one, perche=f"{one.perche}: {'meno' if one.termine > by_hours else 'più'} prudente")
        for one in found
    ]


def _absorption(
    due: Sequence[Trigger], termine: datetime, regole: list[str], steps: list[Passo]
) -> None:
    """R-ASSORB: a denuncia that became due before this term ends can take its place (C049)."""
    denuncia = next((trigger for trigger in due if trigger.tipo is DEN), None)
    if denuncia is None:
        return
    if denuncia.at < termine:
        regole.append("R-ASSORB")
        steps.append(step("assorbibile", scade=termine))
    else:
        steps.append(step("non_assorbibile", quando=denuncia.at))


def _gap_reading(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> list[Alternativa]:
    """The other reading of an inability that ends after the third day (C008).

    Also when a later certificate brings it there, as long as no denuncia is due: then the denuncia
    carries the reading (`rules_denuncia`).
    """
    if ctx.facts.persona is Persona.NON_ASSICURATO_INAIL:
        return []
    at = trigger.at if ends_beyond(ctx, trigger.batch) else None
    if at is None and all(other.tipo is not DEN for other in due):
        at = beyond_third_day_at(ctx, ctx.valid)
    return [] if at is None else beyond_third_day(ctx, at)


def _not_insured_readings(ctx: Context, trigger: Trigger, hours: int) -> list[Alternativa]:
    """Not insured, death known before the certificate: the other of the two starts."""
    if ctx.facts.persona is not Persona.NON_ASSICURATO_INAIL:
        return []
    if trigger.origin == "decesso":
        if not absence_days(ctx.valid, ctx.ordinal0):
            return []
        first = min(received_instant(c) for c in ctx.valid if c.span is not None)
        perche = f"{hours} ore dalla ricezione del certificato, arrivato a termine scaduto"
        return [Alternativa("dalla_ricezione", hours_after(first, hours), perche)]
    death = death_known_at(ctx.facts)
    if death is None or death >= trigger.at:
        return []
    perche = f"{hours} ore dalla notizia del decesso: più prudente"
    return [Alternativa("dalla_notizia", hours_after(death, hours), perche)]


def denuncia_ps(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> AdempimentoDovuto:
    """R-PS-2G: two days to the police authority, for persons not insured with INAIL.

    Fatal (from notice) or more than thirty absence days (from reception); holidays shift it.
    Source: TU art. 54.
    """
    start = local_date(trigger.at)
    days = termini.number("ps_days", start)
    term = days_term(ctx, start, days)
    steps = opening_steps(ctx, trigger)
    steps.append(step("giorni", giorni=days, scade=term.counted))
    steps += shift_steps(ctx, term)
    regole = ["R-PS-2G", "R-FEST"] if term.moved else ["R-PS-2G"]
    alternative = roma_alternative(ctx, term)
    return adempimento(PS, term.end, regole, steps, trigger.at, alternative=alternative)
