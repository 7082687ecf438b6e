"""Why nothing is owed to INAIL, in the order of ruling 18."""

from __future__ import annotations

from denunce.scadenze.context import Context
from denunce.scadenze.copertura import COMUNICAZIONE_SCOPE
from denunce.scadenze.facts import Persona, TipoEvento
from denunce.scadenze.frasi import MOTIVI
from denunce.scadenze.results import NessunObbligo


def nessun_obbligo(ctx: Context, n: int | None) -> NessunObbligo:
    """The first reason that holds: cover, certificate, absence days, scope.

    Called only when no obligation towards INAIL was found.
    """
    facts = ctx.facts
    disease = facts.evento.tipo is TipoEvento.MALATTIA_PROFESSIONALE
    uninsured = facts.persona is Persona.NON_ASSICURATO_INAIL
    if not ctx.cover.tutela and (disease or not uninsured):
        codice = ctx.cover.regola or "R-COV-STUD"
        return NessunObbligo((codice,), MOTIVI["non_tutelato" if not uninsured else codice])
    if disease or n is None:
        return NessunObbligo(("R-NESSUNA-NOCERT",), MOTIVI[_missing(ctx, disease=disease)])
    if n == 0:
        return NessunObbligo(("R-NESSUNA-0",), MOTIVI["R-NESSUNA-0"])
    if facts.persona is Persona.DOMESTICO:
        return NessunObbligo(("R-DOM",), MOTIVI["R-DOM"])
    if facts.persona in COMUNICAZIONE_SCOPE:
        return NessunObbligo(("R-COM-48H",), MOTIVI["non_in_vigore"])
    return NessunObbligo(("R-COM-48H",), MOTIVI["fuori_ambito"])


def _missing(ctx: Context, *, disease: bool) -> str:
    if ctx.ignored and not ctx.valid:
        return "annullati"
    if disease:
        return "mp_senza_certificato"
    return "senza_prognosi" if ctx.valid else "senza_certificato"
