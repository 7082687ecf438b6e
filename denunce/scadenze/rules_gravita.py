"""R-24H: death or danger of death."""

from __future__ import annotations

from datetime import datetime

from denunce.scadenze import termini
from denunce.scadenze.context import Context
from denunce.scadenze.counting import add_hours
from denunce.scadenze.errors import CasoNonValido, Errore, asking
from denunce.scadenze.results import AdempimentoDovuto, Alternativa, TipoAdempimento
from denunce.scadenze.terms import adempimento, hours_after, step
from denunce.scadenze.timeline import danger_known_at, death_known_at


def segnalazioni(ctx: Context) -> list[AdempimentoDovuto]:
    """The alerts of a grave case (death or danger of death), no holiday shift.

    Rulings 4, 5 and 13.

    24 elapsed hours from the accident when the condition was known within them, else from its
    knowledge (policy `24h_late_from`). Danger first and death known more than 24 hours after
    the accident: a second alert from the notice of death (recommended, confidence L).
    Source: TU art. 53 c. 2.
    """
    danger, death = danger_known_at(ctx.facts), death_known_at(ctx.facts)
    known = min(at for at in (danger, death) if at is not None)
    event_at = occurred_at(ctx)
    hours = termini.number("segnalazione_hours", ctx.day0)
    found = [_first(ctx, event_at, known, hours, is_danger=known != death)]
    if danger is None or death is None or not termini.flag("second_segnalazione", ctx.day0):
        return found
    if danger < death and death > add_hours(event_at, hours):
        found.append(_second(ctx, death, hours))
    return found


def occurred_at(ctx: Context) -> datetime:
    """The instant of the accident. Raises `CasoNonValido` when it is not known."""
    if ctx.facts.evento.occurred_at is None:
        raise CasoNonValido([Errore("/evento/avvenuto_il", "campo obbligatorio")])
    return ctx.facts.evento.occurred_at


def _first(
    ctx: Context, event_at: datetime, known: datetime, hours: int, *, is_danger: bool
) -> AdempimentoDovuto:
    from_event, from_knowledge = hours_after(event_at, hours), hours_after(known, hours)
    in_time = known <= add_hours(event_at, hours)
    literal = in_time or termini.text("24h_late_from", ctx.day0) == "event"
    steps = [
        step("pericolo_noto" if is_danger else "decesso_noto", quando=known),
        step(
            "ore_dall_evento" if literal else "ore_dalla_conoscenza",
            ore=hours,
            scade=from_event if literal else from_knowledge,
        ),
    ]
    alternative: list[Alternativa] = []
    if literal and known > event_at:
        perche = "se le ore si contassero da quando il datore ne ha avuto conoscenza"
        alternative.append(Alternativa("dalla_conoscenza", from_knowledge, perche))
    if not literal:
        perche = "alla lettera dell'art. 53 c. 2, ma a quell'ora il fatto non era conosciuto"
        alternative.append(Alternativa("dall_infortunio", from_event, perche))
    with asking("/gravita/noto_il" if is_danger else "/gravita/decesso_noto_il"):
        return adempimento(
            TipoAdempimento.SEGNALAZIONE_24H,
            from_event if literal else from_knowledge,
            ["R-24H"],
            steps,
            event_at if literal else known,
            alternative=alternative,
        )


def _second(ctx: Context, death: datetime, hours: int) -> AdempimentoDovuto:
    ctx.warn("seconda_segnalazione")
    termine = hours_after(death, hours)
    steps = [
        step("decesso_noto", quando=death),
        step("ore_dalla_conoscenza", ore=hours, scade=termine),
    ]
    with asking("/gravita/decesso_noto_il"):
        return adempimento(TipoAdempimento.SEGNALAZIONE_24H, termine, ["R-24H"], steps, death)
