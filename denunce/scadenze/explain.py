"""The explained decision: sentences for each step, and what would change the outcome.

"Cosa cambierebbe" asks the engine again with one fact changed; it never argues by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from denunce.scadenze import termini
from denunce.scadenze.copertura import STUDENTI
from denunce.scadenze.counting import ONE_DAY, local_date
from denunce.scadenze.engine import decide, outcome
from denunce.scadenze.facts import (
    Certificato,
    Evento,
    Facts,
    Gravita,
    Luogo,
    Persona,
    TipoCertificato,
    TipoEvento,
)
from denunce.scadenze.frasi import sentence
from denunce.scadenze.results import (
    VERSO_INAIL,
    AdempimentoDovuto,
    Decisione,
    Passo,
    TipoAdempimento,
)

# The kinds a counterfactual speaks of, in the order they are said.
_NAMES = {
    TipoAdempimento.SEGNALAZIONE_24H: "segnalazione entro 24 ore",
    TipoAdempimento.COMUNICAZIONE: "comunicazione",
    TipoAdempimento.DENUNCIA: "denuncia",
    TipoAdempimento.DENUNCIA_PS: "denuncia all'autorità di pubblica sicurezza",
}


def explain(facts: Facts) -> Decisione:
    """Decide and explain. Raises exactly what `decide` raises."""
    plain = decide(facts)
    return Decisione(
        plain.case_id,
        plain.giorni_assenza,
        plain.tutela_inail,
        plain.regole_del,
        tuple([_explained(a) for a in plain.adempimenti]),
        plain.nessun_obbligo_inail,
        plain.avvisi,
        tuple(_changes(facts, plain)),
    )


def _explained(a: AdempimentoDovuto) -> AdempimentoDovuto:
    passi = tuple([Passo(p.codice, p.valori, sentence(p)) for p in a.passi])
    return AdempimentoDovuto(
        a.tipo,
        a.termine,
        a.prudenziale,
        a.obbligato,
        a.regole,
        a.fonti,
        passi,
        a.alternative,
        a.starts_at,
    )


def _changes(facts: Facts, decisione: Decisione) -> Iterator[str]:
    if facts.evento.tipo is TipoEvento.MALATTIA_PROFESSIONALE:
        return
    before = frozenset([a.tipo for a in decisione.adempimenti if a.tipo in _NAMES])
    for label, changed in _variants(facts, decisione):
        after = outcome(changed)
        if after != before:
            yield f"{label}: {_say(after)}"


def _say(kinds: frozenset[TipoAdempimento]) -> str:
    if kinds.isdisjoint(VERSO_INAIL):
        return "nessun obbligo verso l'INAIL"
    return " e ".join([name for tipo, name in _NAMES.items() if tipo in kinds])


def _variants(facts: Facts, decisione: Decisione) -> Iterator[tuple[str, Facts]]:
    """The case with one fact changed, and what that fact is called."""
    occurred_at = facts.evento.occurred_at
    if occurred_at is None:
        return
    gravita = facts.gravita
    n = decisione.giorni_assenza
    if n is None:
        changed = _with_certificate(facts, occurred_at, 4)
        yield "un certificato con quattro giorni di assenza", changed
    elif _near_threshold(facts, local_date(occurred_at), n):
        yield "un giorno di prognosi in più", _longer(facts, 1)
        if n > 0:
            yield "un giorno di prognosi in meno", _longer(facts, -1)
    if not gravita.mortale and not gravita.pericolo_di_morte:
        danger = Gravita(pericolo_di_morte=True, known_at=gravita.known_at)
        yield "con pericolo di morte", _changed(facts, gravita=danger)
    if facts.persona in STUDENTI and not decisione.tutela_inail:
        inside = replace(facts.evento, luogo=Luogo.IN_SEDE)
        yield "se fosse avvenuto a scuola", _changed(facts, evento=inside)


def _near_threshold(facts: Facts, day: date, n: int) -> bool:
    """Whether one day more or less can change what is due: else the question is not asked."""
    if facts.persona is Persona.NON_ASSICURATO_INAIL:
        return n <= termini.number("ps_absence_days", day) + 1
    return n <= termini.number("franchigia_days", day) + 1


def _changed(
    facts: Facts,
    *,
    evento: Evento | None = None,
    certificati: tuple[Certificato, ...] | None = None,
    gravita: Gravita | None = None,
) -> Facts:
    """`dataclasses.replace`, four times as fast: this runs for every counterfactual."""
    return Facts(
        evento or facts.evento,
        facts.persona,
        facts.datore,
        facts.certificati if certificati is None else certificati,
        gravita or facts.gravita,
        facts.navigazione,
        facts.polizza,
        facts.case_id,
    )


def _longer(facts: Facts, days: int) -> Facts:
    """Move the end of the prognosis that ends last by some days."""
    spans = [c.span[1] if c.span and c.received_at else -1 for c in facts.certificati]
    latest = spans.index(max(spans))
    changed = list(facts.certificati)
    changed[latest] = _resized(changed[latest], days)
    return _changed(facts, certificati=tuple(changed))


def _resized(certificato: Certificato, days: int) -> Certificato:
    last, length = certificato.prognosi_to, certificato.prognosi_days
    by_dates = last is not None
    return Certificato(
        certificato.numero,
        certificato.tipo,
        certificato.released_at,
        certificato.received_at,
        certificato.prognosi_from,
        last + timedelta(days=days) if last is not None else None,
        None if by_dates else (length or 0) + days,
        certificato.withdrawn_at,
        certificato.author,
    )


def _with_certificate(facts: Facts, at: datetime, days: int) -> Facts:
    """Add a certificate received at the event with some absence days after it."""
    first = local_date(at) + ONE_DAY
    certificato = Certificato(
        numero=None,
        tipo=TipoCertificato.PRIMO,
        released_at=at,
        received_at=at,
        prognosi_from=first,
        prognosi_to=first + timedelta(days=days - 1),
    )
    return _changed(facts, certificati=(*facts.certificati, certificato))
