"""What a person must check before relying on the answer. Each warning has a stable code."""

from __future__ import annotations

from denunce.scadenze import termini
from denunce.scadenze.context import Context, runs_after
from denunce.scadenze.copertura import LABORATORIO
from denunce.scadenze.counting import local_date
from denunce.scadenze.facts import Certificato, Facts, Luogo, Persona, TipoDatore
from denunce.scadenze.tabelle.atti import DL_159_2025_PUBLISHED
from denunce.scadenze.tabelle.coperture import ANNO_2023

_SCUOLE = frozenset({TipoDatore.SCUOLA_STATALE, TipoDatore.SCUOLA_PARITARIA})

# Employers that each person can have; where a person is missing any employer fits.
_DATORI = {
    Persona.STUDENTE: _SCUOLE,
    Persona.PERSONALE_SCOLASTICO: _SCUOLE,
    Persona.DOMESTICO: frozenset({TipoDatore.DOMESTICO}),
    Persona.NON_ASSICURATO_INAIL: frozenset({TipoDatore.NON_SOGGETTO_INAIL}),
    Persona.ARTIGIANO_TITOLARE: frozenset({TipoDatore.ARTIGIANO_SE_STESSO}),
    Persona.AGRICOLO_AUTONOMO: frozenset({TipoDatore.NUCLEO_COLTIVATORE_DIRETTO}),
}
# Employers that fit only the persons above. A farming family also hires workers.
_EXCLUSIVE = frozenset(
    {TipoDatore.DOMESTICO, TipoDatore.NON_SOGGETTO_INAIL, TipoDatore.ARTIGIANO_SE_STESSO}
)


def disagree(facts: Facts) -> bool:
    """Whether `persona` and `datore` cannot go together; `persona` decides (ruling 3)."""
    tipo = facts.datore.tipo
    if tipo is None:
        return False
    fitting = _DATORI.get(facts.persona)
    return tipo not in fitting if fitting is not None else tipo in _EXCLUSIVE


def general(ctx: Context) -> None:
    """Warnings on the person and the cover."""
    facts = ctx.facts
    if disagree(facts):
        ctx.warn("persona_datore_discordanti")
    if ctx.cover.limitata and facts.evento.attivita not in LABORATORIO:
        ctx.warn("tutela_personale_limitata")
    if (
        ctx.cover.regola == "R-COV-ITIN-FSL"
        and facts.evento.luogo is Luogo.IN_ITINERE_FSL
        and ANNO_2023 <= ctx.day0 < DL_159_2025_PUBLISHED
    ):
        ctx.warn("tutela_retroattiva")
    if (
        facts.persona is Persona.MARITTIMO
        and facts.evento.luogo is Luogo.A_BORDO
        and facts.navigazione.in_navigazione is None
    ):
        ctx.warn("navigazione_ignota")


def on_certificates(ctx: Context, *, disease: bool = False) -> None:
    """Warnings on each certificate, then on their union."""
    for position, certificato in enumerate(ctx.facts.certificati, start=1):
        if certificato.received_at is None:
            missing = certificato.withdrawn_at is None
            codice = "certificato_non_ricevuto" if missing else "certificato_annullato"
            ctx.warn(codice, posizione=position)
        elif not ctx.ignored or all(certificato is not ignored for ignored in ctx.ignored):
            if certificato.numero is None:
                ctx.warn("codice_fittizio", posizione=position)
            if not disease:
                _on_prognosis(ctx, certificato, position)
    if not disease:
        _on_union(ctx)


def _on_prognosis(ctx: Context, certificato: Certificato, position: int) -> None:
    span = certificato.span
    if span is None:
        ctx.warn("riferimenti_incompleti", posizione=position)
        return
    length = span[1] - span[0] + 1
    if certificato.prognosi_from is None:
        ctx.warn(
            "prognosi_senza_date", posizione=position, giorno=local_date(certificato.released_at)
        )
    elif certificato.prognosi_days not in (None, length):
        ctx.warn("prognosi_giorni_discordanti", posizione=position)
    if span[0] < ctx.ordinal0:
        ctx.warn("prognosi_prima_evento", posizione=position)
    if length > termini.number("prognosi_warning_days", ctx.day0):
        ctx.warn("prognosi_molto_lunga", posizione=position, giorni=length)
    occurred_at = ctx.facts.evento.occurred_at
    if occurred_at is not None and certificato.released_at < occurred_at:
        ctx.warn("certificato_prima_evento", posizione=position)


def _on_union(ctx: Context) -> None:
    if len(ctx.valid) == 1:
        span = ctx.valid[0].span
        if span is not None and span[0] > ctx.ordinal0 + 1:
            ctx.warn("prognosi_con_intervallo")
        return
    runs = runs_after(ctx.valid, ctx.ordinal0)
    if not runs:
        return
    if runs[0][0] > ctx.ordinal0 + 1:
        ctx.warn("prognosi_con_intervallo")
    if len(runs) > 1:
        ctx.warn("periodi_non_contigui")
