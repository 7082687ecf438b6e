"""Cross-field checks of a case (rulings 6, 9 and 12): combinations that cannot be."""

from __future__ import annotations

from datetime import datetime

from denunce.scadenze.facts import Certificato, Facts, Persona, TipoEvento
from denunce.scadenze.reader import MISSING, Reader

_AGRICOLI = frozenset({Persona.OPERAIO_AGRICOLO_OTD, Persona.AGRICOLO_AUTONOMO})


def _before(first: datetime | None, second: datetime | None) -> bool:
    return first is not None and second is not None and first < second


def check_certificato(certificato: Certificato, reader: Reader) -> None:
    """Order of dates inside one certificate."""
    given = reader.values
    if "rilasciato_il" in given and _before(certificato.received_at, certificato.released_at):
        reader.error("ricevuto_il", "la ricezione è precedente al rilascio")
    if "rilasciato_il" in given and _before(certificato.withdrawn_at, certificato.released_at):
        reader.error("annullato_il", "l'annullamento è precedente al rilascio")
    if "prognosi_dal" in given and "prognosi_al" not in given:
        reader.error("prognosi_al", "serve anche la fine della prognosi")
    if "prognosi_al" in given and "prognosi_dal" not in given:
        reader.error("prognosi_dal", "serve anche l'inizio della prognosi")
    first, last = certificato.prognosi_from, certificato.prognosi_to
    if first is not None and last is not None and last < first:
        reader.error("prognosi_al", "la fine della prognosi è precedente all'inizio")


def check_facts(facts: Facts, caso: Reader) -> None:
    """Facts that need each other, and dates before the event."""
    if "evento" not in caso.values:
        caso.error("evento", MISSING)
        return
    given = caso.values["evento"]
    if not isinstance(given, dict):
        return
    if facts.evento.tipo is TipoEvento.INFORTUNIO and given.get("avvenuto_il") is None:
        _check_event_date(facts, caso)
    disease = given.get("tipo") == TipoEvento.MALATTIA_PROFESSIONALE
    if disease and facts.persona in _AGRICOLI and given.get("prima_visita_il") is None:
        messaggio = "serve la prima visita: il termine del medico parte da lì"
        caso.error("evento/prima_visita_il", messaggio)
    _check_gravita(facts, caso)
    occurred_at = facts.evento.occurred_at
    if _before(facts.navigazione.first_landing_at, occurred_at):
        caso.error("navigazione/primo_approdo", "il primo approdo è precedente all'evento")


def _check_event_date(facts: Facts, caso: Reader) -> None:
    """An injury needs its instant, unless only the doctor's certificate is asked about."""
    grave = facts.gravita.mortale or facts.gravita.pericolo_di_morte
    only_first_aid = facts.evento.first_aid_at is not None
    if not only_first_aid or facts.certificati or grave:
        caso.error("evento/avvenuto_il", MISSING)


def _check_gravita(facts: Facts, caso: Reader) -> None:
    gravita, occurred_at = facts.gravita, facts.evento.occurred_at
    for key, at in (("decesso_il", gravita.died_at), ("decesso_noto_il", gravita.death_known_at)):
        if at is not None and not gravita.mortale:
            caso.error(f"gravita/{key}", "ammesso solo con «mortale» vero")
    for key, at in (
        ("noto_il", gravita.known_at),
        ("decesso_il", gravita.died_at),
        ("decesso_noto_il", gravita.death_known_at),
    ):
        if _before(at, occurred_at):
            caso.error(f"gravita/{key}", "è precedente all'evento")
    if _before(gravita.death_known_at, gravita.died_at):
        caso.error("gravita/decesso_noto_il", "è precedente al decesso")
