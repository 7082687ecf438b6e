"""Obligations beside the injury itself: insurer, doctor's certificate, occupational disease."""

from __future__ import annotations

from datetime import date

from denunce.scadenze import termini
from denunce.scadenze.context import Context
from denunce.scadenze.copertura import SCUOLA
from denunce.scadenze.counting import add_days, end_of_day, local_date, to_utc
from denunce.scadenze.errors import CasoNonValido, Errore, asking
from denunce.scadenze.facts import Certificato, Facts, Persona
from denunce.scadenze.results import AdempimentoDovuto, Alternativa, Obbligato, TipoAdempimento
from denunce.scadenze.terms import (
    adempimento,
    days_term,
    roma_alternative,
    shift_steps,
    step,
)

AGRICOLI_MEDICO = frozenset({Persona.OPERAIO_AGRICOLO_OTD, Persona.AGRICOLO_AUTONOMO})


def assicurazione(ctx: Context) -> AdempimentoDovuto | None:
    """R-ASS: notice to the school's insurer, in days from the event, no shift (ruling 15).

    Policy absent: none. Policy without days: the statutory three. No policy known: the default
    of the tables. Source: art. 1913 c.c. and the contract.
    """
    facts, polizza = ctx.facts, ctx.facts.polizza
    if facts.persona not in SCUOLA or polizza.presente is False:
        return None
    if facts.evento.occurred_at is None:
        ctx.warn("evento_senza_data")
        return None
    statutory = termini.number("assicurazione_statutory_days", ctx.day0)
    alternative: list[Alternativa] = []
    if polizza.term_days is not None:
        days, code = polizza.term_days, "polizza"
    elif polizza.presente:
        days, code = statutory, "polizza_senza_termine"
    else:
        days = termini.number("assicurazione_default_days", ctx.day0)
        code = "polizza_ignota"
        end = end_of_day(add_days(ctx.day0, statutory))
        perche = "se la polizza non prevede un termine più lungo: art. 1913 c.c."
        alternative.append(Alternativa("codice_civile", end, perche))
    last = add_days(ctx.day0, days)
    return adempimento(
        TipoAdempimento.DENUNCIA_ASSICURAZIONE,
        end_of_day(last),
        ["R-ASS"],
        [step(code, giorni=days, evento=ctx.day0, scade=last)],
        facts.evento.occurred_at,
        alternative=alternative,
    )


def trasmissione(ctx: Context) -> AdempimentoDovuto | None:
    """R-CERT-MED: the doctor sends the certificate by 24:00 of the day after first aid.

    Only when `prima_assistenza_il` is given (ruling 14). Source: TU art. 53 c. 8, circ. INAIL
    10/2016.
    """
    first_aid_at = ctx.facts.evento.first_aid_at
    if first_aid_at is None:
        return None
    day = local_date(first_aid_at)
    with asking("/evento/prima_assistenza_il"):
        last = add_days(day, termini.number("medico_cert_days", day))
        return adempimento(
            TipoAdempimento.TRASMISSIONE_CERTIFICATO,
            end_of_day(last),
            ["R-CERT-MED"],
            [step("prima_assistenza", quando=first_aid_at, scade=last)],
            first_aid_at,
            obbligato=Obbligato.MEDICO,
        )


def avviso_al_datore(ctx: Context) -> AdempimentoDovuto | None:
    """R-MP-LAV-15G: the worker tells the employer within 15 days, no shift (ruling 14).

    Source: TU art. 52 c. 2.
    """
    manifested = ctx.facts.evento.manifested_on
    if manifested is None:
        return None
    with asking("/evento/manifestata_il"):
        days = termini.number("lavoratore_mp_days", manifested)
        last = add_days(manifested, days)
        return adempimento(
            TipoAdempimento.AVVISO_AL_DATORE,
            end_of_day(last),
            ["R-MP-LAV-15G"],
            [step("manifestazione", giorno=manifested, giorni=days, scade=last)],
            to_utc(end_of_day(manifested)),
            obbligato=Obbligato.LAVORATORE,
        )


def denuncia_mp(ctx: Context) -> AdempimentoDovuto | None:
    """R-MP-5G: five days from the first valid reception; number and release date suffice.

    Agricultural disease: the doctor, ten days from the first visit (R-MP-MED-10G). Source: TU
    art. 53 c. 5, art. 251.
    """
    if ctx.facts.persona in AGRICOLI_MEDICO:
        return _doctor_mp(ctx)
    first = min(ctx.valid, key=_received, default=None)
    if first is None or first.received_at is None:
        return None
    start = local_date(first.received_at)
    with asking(f"/certificati/{ctx.index(first)}/ricevuto_il"):
        days = termini.number("mp_days", start)
        term = days_term(ctx, start, days)
    steps = [
        step("da_ricezione", quando=first.received_at),
        step("giorni", giorni=days, scade=term.counted),
        *shift_steps(ctx, term),
    ]
    regole = ["R-MP-5G", "R-FEST"] if term.moved else ["R-MP-5G"]
    if ctx.facts.persona is Persona.ARTIGIANO_TITOLARE:
        regole.append("R-ART203")
        steps.append(step("artigiano"))
    return adempimento(
        TipoAdempimento.DENUNCIA_MP,
        term.end,
        regole,
        steps,
        first.received_at,
        alternative=roma_alternative(ctx, term),
    )


def _doctor_mp(ctx: Context) -> AdempimentoDovuto:
    visit = ctx.facts.evento.first_visit_at
    if visit is None:
        messaggio = "serve la data della prima visita: il termine del medico parte da lì"
        raise CasoNonValido([Errore("/evento/prima_visita_il", messaggio)])
    day = local_date(visit)
    with asking("/evento/prima_visita_il"):
        days = termini.number("medico_agri_days", day)
        last = add_days(day, days)
        return adempimento(
            TipoAdempimento.DENUNCIA_MP,
            end_of_day(last),
            ["R-MP-MED-10G"],
            [step("prima_visita", quando=visit, giorni=days, scade=last)],
            visit,
            obbligato=Obbligato.MEDICO,
        )


def _received(certificato: Certificato) -> float:
    return certificato.received_at.timestamp() if certificato.received_at else 0.0


def reference_day(facts: Facts) -> date:
    """The day whose law decides the cover of an injury: the event, else first aid.

    Raises `CasoNonValido` without either.
    """
    instant = facts.evento.occurred_at or facts.evento.first_aid_at
    if instant is None:
        raise CasoNonValido([Errore("/evento/avvenuto_il", "campo obbligatorio")])
    return local_date(instant)
