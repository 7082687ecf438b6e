"""The case with one fact changed: what "cosa cambierebbe" asks the engine about.

Only the certificates that count are kept, and as standing ones: a withdrawn certificate is not
what would change the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from denunce.scadenze import termini
from denunce.scadenze.context import runs_after
from denunce.scadenze.copertura import STUDENTI
from denunce.scadenze.counting import ONE_DAY, local_date
from denunce.scadenze.facts import (
    Attivita,
    Certificato,
    Evento,
    Facts,
    Gravita,
    Luogo,
    Persona,
    TipoCertificato,
)
from denunce.scadenze.frasi import write_count, write_range
from denunce.scadenze.results import Decisione

Variant = tuple[str, Facts]


def variants(facts: Facts, decisione: Decisione, valid: Sequence[Certificato]) -> Iterator[Variant]:
    """The case of an injury with one fact changed, and what that fact is called."""
    occurred_at = facts.evento.occurred_at
    if occurred_at is None:
        return
    day0 = local_date(occurred_at)
    gravita = facts.gravita
    if decisione.giorni_assenza is None:
        days = termini.number("franchigia_days", day0) + 1
        label = f"un certificato con {write_count(days, 'giorno', 'giorni')} di assenza"
        yield label, _certified(facts, occurred_at, days)
    else:
        yield from _lengths(facts, day0, decisione.giorni_assenza, valid)
    if not gravita.mortale and not gravita.pericolo_di_morte:
        danger = Gravita(pericolo_di_morte=True, known_at=gravita.known_at)
        yield "con pericolo di morte", _changed(facts, gravita=danger)
    if facts.persona in STUDENTI and not decisione.tutela_inail:
        yield _elsewhere(facts, day0)


def _lengths(facts: Facts, day0: date, n: int, valid: Sequence[Certificato]) -> Iterator[Variant]:
    """Another length of the absence: the nearest one on each other side of a threshold."""
    uninsured = facts.persona is Persona.NON_ASSICURATO_INAIL
    limit = termini.number("ps_absence_days" if uninsured else "franchigia_days", day0)
    if n > limit + 1:
        label = f"con un'assenza {write_range(limit, 'giorni')}"
        yield label, _cut(facts, day0, limit, valid)
    elif n > 0 and n in (1, limit + 1):
        yield "un giorno di prognosi in meno", _cut(facts, day0, n - 1, valid)
    if n == 0:
        yield _more(facts, day0, 1, valid)
    if n <= limit:
        yield _more(facts, day0, limit + 1 - n, valid)


def _more(facts: Facts, day0: date, days: int, valid: Sequence[Certificato]) -> Variant:
    label = f"{write_count(days, 'giorno', 'giorni')} di prognosi in più"
    return label, _longer(facts, day0, days, valid)


def _elsewhere(facts: Facts, day0: date) -> Variant:
    """A pupil who is not covered: where, or doing what, INAIL would have covered the same day."""
    if facts.persona is Persona.STUDENTE and termini.text("copertura_studente", day0) == "no":
        laboratory = replace(facts.evento, luogo=Luogo.IN_SEDE, attivita=Attivita.LABORATORIO)
        label = "se fosse avvenuto in laboratorio o a educazione fisica"
        return label, _changed(facts, evento=laboratory)
    host = facts.persona is Persona.STUDENTE_FSL
    label = (
        "se fosse avvenuto presso la struttura ospitante" if host else "se fosse avvenuto a scuola"
    )
    return label, _changed(facts, evento=replace(facts.evento, luogo=Luogo.IN_SEDE))


def _changed(
    facts: Facts,
    *,
    evento: Evento | None = None,
    certificati: Sequence[Certificato] | None = None,
    gravita: Gravita | None = None,
) -> Facts:
    """`dataclasses.replace`, four times as fast: this runs for every counterfactual."""
    return Facts(
        evento or facts.evento,
        facts.persona,
        facts.datore,
        facts.certificati if certificati is None else tuple(certificati),
        gravita or facts.gravita,
        facts.navigazione,
        facts.polizza,
        facts.case_id,
    )


def _longer(facts: Facts, day0: date, days: int, valid: Sequence[Certificato]) -> Facts:
    """Move the end of the prognosis that ends last, so that the absence grows by some days."""
    spans = [c.span[1] if c.span is not None else -1 for c in valid]
    end = max(spans)
    latest = spans.index(end)
    days += max(0, day0.toordinal() - end)
    changed = [_resized(c, days if place == latest else 0) for place, c in enumerate(valid)]
    return _changed(facts, certificati=changed)


def _cut(facts: Facts, day0: date, days: int, valid: Sequence[Certificato]) -> Facts:
    """Keep only the first absence days: every prognosis ends with the last of them."""
    end = day0.toordinal()
    for first, last in runs_after(valid, end):
        kept = min(days, last - first + 1)
        if kept > 0:
            end = first + kept - 1
        days -= kept
    changed = [_resized(c, min(0, end - c.span[1])) if c.span is not None else c for c in valid]
    return _changed(facts, certificati=changed)


def _resized(certificato: Certificato, days: int) -> Certificato:
    """The certificate, standing, with a prognosis longer or shorter by some days."""
    if days == 0 and certificato.withdrawn_at is None:
        return certificato  # the usual case, and the cheap one
    last, length = certificato.prognosi_to, certificato.prognosi_days
    return Certificato(
        certificato.numero,
        certificato.tipo,
        certificato.released_at,
        certificato.received_at,
        certificato.prognosi_from,
        None if last is None else last + timedelta(days=days),
        None if length is None else length + days,
        None,
        certificato.author,
    )


def _certified(facts: Facts, at: datetime, days: int) -> Facts:
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
