"""The decision: which rules apply, in which order, and what follows when none does.

`decide` is plain: codes and values, no sentences, no counterfactuals. A rule that changes shape
is a new function in `BUILDERS`, never an `if date >= ...` inside a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from denunce.scadenze import termini, warnings
from denunce.scadenze.context import Context, absence_days
from denunce.scadenze.copertura import Cover, cover
from denunce.scadenze.counting import local_date
from denunce.scadenze.errors import FuoriTabella, asking
from denunce.scadenze.facts import Certificato, Facts, Persona, TipoEvento
from denunce.scadenze.festivita import past_horizon
from denunce.scadenze.frasi import avviso
from denunce.scadenze.nessuno import nessun_obbligo
from denunce.scadenze.results import (
    VERSO_INAIL,
    AdempimentoDovuto,
    Decisione,
    TipoAdempimento,
)
from denunce.scadenze.rules_altri import (
    assicurazione,
    avviso_al_datore,
    denuncia_mp,
    reference_day,
    trasmissione,
)
from denunce.scadenze.rules_denuncia import denuncia
from denunce.scadenze.rules_gravita import occurred_at, segnalazioni
from denunce.scadenze.rules_infortunio import comunicazione, denuncia_ps
from denunce.scadenze.tabelle.festivi import LAST_KNOWN_YEAR
from denunce.scadenze.terms import days_term
from denunce.scadenze.timeline import (
    COM,
    DEN,
    PS,
    Moment,
    Story,
    Trigger,
    batch_instant,
    received_instant,
)
from denunce.scadenze.withdrawals import still_valid

Builder = Callable[[Context, Trigger, Sequence[Trigger]], AdempimentoDovuto]

# One function for each kind of obligation that the story of an injury can make due.
BUILDERS: dict[TipoAdempimento, Builder] = {
    COM: comunicazione,
    DEN: denuncia,
    PS: denuncia_ps,
}


def decide(facts: Facts) -> Decisione:
    """Decide one case: obligations with terms, or why nothing is owed, and the warnings.

    Never reads the clock. Raises `CasoNonValido` when a mandatory fact is missing and
    `FuoriTabella` when a date is outside the recorded law; both list `errori` with JSON paths.
    """
    return weigh(facts)[0]


def weigh(facts: Facts) -> tuple[Decisione, Sequence[Certificato]]:
    """The decision, and the certificates that count for it (received, not withdrawn in time)."""
    ctx = _context(facts)
    if facts.evento.tipo is TipoEvento.MALATTIA_PROFESSIONALE:
        return _decide_malattia(ctx), ctx.valid
    return _decide_infortunio(ctx), ctx.valid


def _context(facts: Facts) -> Context:
    if facts.evento.tipo is TipoEvento.MALATTIA_PROFESSIONALE:
        # A disease has no day of its own: cover does not depend on dates.
        uninsured = facts.persona is Persona.NON_ASSICURATO_INAIL
        regola = "R-NONINAIL" if uninsured else None
        return Context(facts, date.max, Cover(not uninsured, False, regola))
    day0 = reference_day(facts)
    try:
        if day0.year > LAST_KNOWN_YEAR:
            raise past_horizon(day0.year)
        return Context(facts, day0, cover(facts, day0))
    except FuoriTabella as error:
        if facts.evento.occurred_at is None:
            error.campo = "/evento/prima_assistenza_il"
        raise


def _received(facts: Facts) -> list[Certificato]:
    return [c for c in facts.certificati if c.received_at is not None]


def _story(ctx: Context) -> tuple[list[Trigger], int | None]:
    """The shared part of every question on an injury: what became due, with nothing built, and
    the absence days."""
    facts = ctx.facts
    received = _received(facts)
    ctx.valid = still_valid(ctx, received, lambda c, valid: _own_term(ctx, c, valid))
    owed = ctx.cover.tutela or facts.persona is Persona.NON_ASSICURATO_INAIL
    if not owed or (facts.evento.occurred_at is None and not facts.certificati):
        return [], absence_days(ctx.valid, ctx.ordinal0)
    occurred_at(ctx)
    story = Story(ctx)
    return story.walk(ctx.valid), story.n


def _decide_infortunio(ctx: Context) -> Decisione:
    facts = ctx.facts
    due, n = _story(ctx)
    warnings.general(ctx)
    warnings.on_certificates(ctx)
    found = [_build(ctx, trigger, due) for trigger in due]
    if _grave(facts) and ctx.cover.tutela:
        found += segnalazioni(ctx)
    if facts.evento.malattia_infortunio and ctx.cover.tutela:
        _below_threshold(ctx, found)
    found += [extra for rule in (assicurazione, trasmissione) if (extra := rule(ctx)) is not None]
    return _decisione(ctx, n, found)


def _grave(facts: Facts) -> bool:
    return bool(facts.gravita.mortale or facts.gravita.pericolo_di_morte)


def outcome(facts: Facts) -> frozenset[TipoAdempimento]:
    """Only the kinds of what the employer owes for an injury, at a fraction of the cost.

    The same story as `decide`, without terms and steps: for counterfactuals. Raises like it.
    """
    ctx = _context(facts)
    kinds = {trigger.tipo for trigger in _story(ctx)[0]}
    if _grave(facts) and ctx.cover.tutela:
        kinds.add(TipoAdempimento.SEGNALAZIONE_24H)
    return frozenset(kinds)


def _below_threshold(ctx: Context, found: Sequence[AdempimentoDovuto]) -> None:
    if all(a.tipo is not DEN for a in found):
        ctx.warn("malattia_infortunio")


def _build(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> AdempimentoDovuto:
    try:
        return BUILDERS[trigger.tipo](ctx, trigger, due)
    except FuoriTabella as error:
        error.campo = error.campo or trigger.campo or _campo(ctx, trigger)
        raise


def _campo(ctx: Context, trigger: Trigger) -> str:
    return f"/certificati/{ctx.index(trigger.batch[0])}/ricevuto_il"


def _own_term(
    ctx: Context, certificato: Certificato, valid: Sequence[Certificato]
) -> datetime | None:
    """The term that the reception of one certificate set, or would have set."""
    if not ctx.cover.tutela and ctx.facts.persona is not Persona.NON_ASSICURATO_INAIL:
        return None
    scratch = Context(ctx.facts, ctx.day0, ctx.cover)
    scratch.valid = valid
    story = Story(scratch)
    due = story.walk(valid)
    trigger = next((t for t in due if any(c is certificato for c in t.batch)), None)
    if trigger is None:
        trigger = next(
            (
                t
                for t in due
                if t.origin == "pericolo"
                and not t.batch
                and any(c is certificato for c in t.certificati)
            ),
            None,
        )
    if trigger is None:
        trigger = _would_be(story, story.moment_of(certificato))
    return None if trigger is None else _build(scratch, trigger, due).termine


def _would_be(story: Story, moment: Moment) -> Trigger | None:
    facts = story.ctx.facts
    insured = facts.persona is not Persona.NON_ASSICURATO_INAIL
    if insured and story.over(moment.n, moment.received):
        tipo = DEN
    elif moment.n and story.scope:
        tipo = COM
    else:
        return None
    at = batch_instant(moment.batch)
    return Trigger(tipo, at, "ricezione", "", moment.n, False, False, moment.batch, moment.received)


def _decide_malattia(ctx: Context) -> Decisione:
    received = _received(ctx.facts)
    ctx.valid = still_valid(ctx, received, lambda c, _: _mp_term(ctx, c))
    warnings.general(ctx)
    warnings.on_certificates(ctx, disease=True)
    rules = (denuncia_mp, avviso_al_datore) if ctx.cover.tutela else ()
    found = [owed for rule in (*rules, trasmissione) if (owed := rule(ctx)) is not None]
    return _decisione(ctx, None, found)


def _mp_term(ctx: Context, certificato: Certificato) -> datetime:
    start = local_date(received_instant(certificato))
    with asking(f"/certificati/{ctx.index(certificato)}/ricevuto_il"):
        return days_term(ctx, start, termini.number("mp_days", start)).end


def _decisione(ctx: Context, n: int | None, found: list[AdempimentoDovuto]) -> Decisione:
    if len(found) > 1:
        found.sort(key=_order)
    nessun = None
    if VERSO_INAIL.isdisjoint([a.tipo for a in found]):
        nessun = nessun_obbligo(ctx, n)
    return Decisione(
        ctx.facts.case_id,
        n,
        ctx.cover.tutela,
        termini.rules_version(),
        tuple(found),
        nessun,
        tuple([avviso(codice, valori) for codice, valori in ctx.avvisi]) if ctx.avvisi else (),
    )


def _order(adempimento: AdempimentoDovuto) -> tuple[float, str]:
    return adempimento.termine.timestamp(), adempimento.tipo.value
