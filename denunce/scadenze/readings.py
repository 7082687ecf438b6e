"""Doubtful readings of a chain of certificates: gaps and periods that do not touch.

The portal follows one reading (tables `gap_reading`, `ricaduta_sum`); the other is an alternative
of the duty, with the term it would give, never later than what the law clearly grants.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from denunce.scadenze import termini
from denunce.scadenze.context import Context, runs_after
from denunce.scadenze.copertura import comunicazione_applies
from denunce.scadenze.counting import local_date
from denunce.scadenze.facts import Certificato
from denunce.scadenze.results import Alternativa
from denunce.scadenze.terms import hours_after, reading
from denunce.scadenze.timeline import COM, Trigger, batch_instant, batches


def ends_beyond(ctx: Context, certificati: Sequence[Certificato]) -> bool:
    """Whether the inability ends after the third day from the event, however few its days."""
    runs = runs_after(certificati, ctx.ordinal0)
    limit = termini.number("franchigia_days", ctx.day0)
    return bool(runs) and runs[-1][1] - ctx.ordinal0 > limit


def beyond_third_day_at(ctx: Context, certificati: Sequence[Certificato]) -> datetime | None:
    """The reception that first brings the end of the inability after the third day."""
    received: tuple[Certificato, ...] = ()
    for batch in batches(certificati):
        received += batch
        if ends_beyond(ctx, received):
            return batch_instant(batch)
    return None


def beyond_third_day(ctx: Context, at: datetime) -> list[Alternativa]:
    """A denuncia from that reception, if the end of the inability counted (C008)."""
    start = local_date(at)
    days = termini.number("denuncia_days", start)
    perche = "se conta la fine dell'inabilità oltre il terzo giorno dall'evento: denuncia"
    return reading(ctx, "fine_oltre_terzo_giorno", start, days, perche)


def chain_readings(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> list[Alternativa]:
    """The other readings of the certificates that made a denuncia due; usually none."""
    if trigger.origin != "ricezione" or len(trigger.certificati) < 2:
        return []
    earlier = beyond_third_day_at(ctx, trigger.certificati)
    found = [] if earlier is None or earlier >= trigger.at else beyond_third_day(ctx, earlier)
    return found + _separate_periods(ctx, trigger, due)


def _separate_periods(ctx: Context, trigger: Trigger, due: Sequence[Trigger]) -> list[Alternativa]:
    """Periods that do not touch, none of them over the franchise: read apart they ask only the
    comunicazione (C052). Its term is that of the one already due, else its hours run from this
    reception: what its own law clearly grants. Out of its scope nothing would be due, so there is
    no term to offer and the warning alone remains.
    """
    limit = termini.number("franchigia_days", ctx.day0)
    runs = runs_after(trigger.certificati, ctx.ordinal0)
    if max(last - first + 1 for first, last in runs) > limit:
        return []
    if not comunicazione_applies(ctx.facts.persona, ctx.day0):
        return []
    first = next((other.at for other in due if other.tipo is COM), trigger.at)
    hours = termini.number("comunicazione_hours", ctx.day0)
    perche = (
        "se i periodi non contigui non si sommano, nessuno supera i tre giorni: "
        "basta la comunicazione, entro il suo termine"
    )
    return [Alternativa("periodi_separati", hours_after(first, hours), perche)]
