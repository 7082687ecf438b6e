"""Asking the engine about a case and keeping its answer.

An answer is stored once (``Valutazione``: facts, version of the tables, decision) and never
changed; the duties of the case are then brought in step with it by ``obligations``. Asking twice
about the same facts under the same tables stores nothing new.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from denunce.actions.duties import compact
from denunce.actions.obligations import bring_in_step
from denunce.choices import TipoEvento
from denunce.facts import facts_of
from denunce.models import Caso, RiferimentoCertificato, Valutazione
from denunce.scadenze import (
    Decisione,
    ErroreScadenze,
    Facts,
    decisione_to_json,
    explain,
    facts_to_json,
    parse_caso,
    short_prognosis_until,
)
from denunce.workflow import StatoCaso
from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope

_FACTS = ("evento", "lavoratore", "organizzazione")
# Where the engine's complaint about a fact belongs in our forms (last part of the JSON path).
_FIELDS = {
    "avvenuto_il": "avvenuto_at",
    "manifestata_il": "manifestata_on",
    "prima_visita_il": "prima_visita_at",
    "prima_assistenza_il": "prima_assistenza_at",
    "noto_il": "noto_at",
    "decesso_il": "decesso_at",
    "decesso_noto_il": "decesso_noto_at",
    "primo_approdo": "primo_approdo_at",
    "numero": "numero",
    "rilasciato_il": "rilasciato_at",
    "ricevuto_il": "received_at",
    "prognosi_dal": "prognosi_dal",
    "prognosi_al": "prognosi_al",
    "prognosi_giorni": "prognosi_giorni",
    "annullato_il": "annullato_at",
}


def decide_caso(
    caso: Caso, certificati: list[RiferimentoCertificato] | None = None
) -> tuple[Facts, Decisione]:
    """What the engine says of a case, explained, without storing anything.

    The facts pass through the contract's JSON first, so that the page and the command refuse the
    same cases. Raises ActionError, on the form field concerned, for what the engine refuses.
    """
    try:
        facts = parse_caso(facts_to_json(facts_of(caso, certificati)))
        return facts, explain(facts)
    except ErroreScadenze as error:
        first = error.errori[0]
        field = _FIELDS.get(first.campo.rsplit("/", 1)[-1])
        raise ActionError(first.messaggio[:1].upper() + first.messaggio[1:] + ".", field) from error


def evaluate(caso: Caso, *, by: Scope | None, now: datetime) -> Valutazione:
    """Decide an open case again and bring its duties in step. ``by`` is None for the system.

    Locks the case and reads it anew; the columns that lists and jobs look for follow the answer.
    Raises ActionError for a draft, a closed case, or facts that the engine refuses.
    """
    with transaction.atomic():
        held = lock(Caso.objects.filter(pk=caso.pk).select_related(*_FACTS)).get()
        if held.stato != StatoCaso.APERTO:
            raise ActionError(_("Si valuta solo un caso aperto."))
        facts, decisione = decide_caso(held)
        valutazione = _store(held, facts, decisione, by=by, now=now)
        bring_in_step(held, decisione, valutazione, by=by, now=now)
        _keep_columns(held, facts, decisione)
    caso.attesa_certificato = held.attesa_certificato
    caso.prognosi_fino_al = held.prognosi_fino_al
    return valutazione


def _store(
    caso: Caso, facts: Facts, decisione: Decisione, *, by: Scope | None, now: datetime
) -> Valutazione:
    """The stored answer: the last one when nothing changed, else a new row with its audit event."""
    asked, answer = compact(facts_to_json(facts)), compact(decisione_to_json(decisione))
    last = caso.valutazioni.order_by("-numero").first()
    if last is not None and (last.fatti, last.decisione) == (asked, answer):
        return last
    user = by.user if by else None
    valutazione = Valutazione.objects.create(
        caso=caso,
        numero=last.numero + 1 if last else 1,
        evaluated_at=now,
        evaluated_by=user,
        regole_del=decisione.regole_del,
        fatti=asked,
        decisione=answer,
    )
    record(
        "caso.valutato",
        by=user,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data={"regole_del": decisione.regole_del, "valutazione": str(valutazione.pk)},
    )
    return valutazione


def _keep_columns(caso: Caso, facts: Facts, decisione: Decisione) -> None:
    received = caso.certificati.standing().filter(received_at__isnull=False)
    waiting = waits_for_certificate(caso, decisione, received=received.exists())
    until = short_prognosis_until(facts)
    if (caso.attesa_certificato, caso.prognosi_fino_al) != (waiting, until):
        caso.attesa_certificato, caso.prognosi_fino_al = waiting, until
        caso.save(update_fields=["attesa_certificato", "prognosi_fino_al"])


def waits_for_certificate(caso: Caso, decisione: Decisione, *, received: bool) -> bool:
    """Whether what starts the ordinary term is still missing (dominio 1.9).

    An injury waits for a received certificate with a prognosis, a disease for any received one
    (``received``, ruling 10); after a death nobody waits for a prognosis.
    """
    if caso.mortale:
        return False
    if caso.evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE:
        return not received
    return decisione.giorni_assenza is None
