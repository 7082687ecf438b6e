"""Sends one reminder: the outbox handler.

At the moment of sending everything is asked again: whether the duty is still open, whether the
person still works on the case, whether a later reminder has taken over. Delivery is at least once;
a second copy, possible only after a crash, has the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Q

from denunce.promemoria import ledger
from denunce.promemoria.lettera import Lettera, compose
from denunce.promemoria.models import FINAL_STATES, Motivo, Promemoria, Stato, Tentativo
from denunce.promemoria.scan import HANDLER
from denunce.workflow import OPEN_STATES
from portal.base import clock, mail
from portal.base.authz import Permission
from portal.base.outbox import Refused, Transient, register
from utenti.access import Scope

log = structlog.get_logger(__name__)

_MAX_FAULTS = 3
# What a letter needs to know.
WITH = ("adempimento__caso__lavoratore", "adempimento__organizzazione", "destinatario")


@register(HANDLER)
def send(payload: dict[str, Any], *, now: datetime) -> None:
    """Send the reminder ``payload["promemoria"]`` unless it is already sent or no longer due.

    Raises outbox.Transient when the mail server could not take it, outbox.Refused when it never
    will or the message cannot be prepared.
    """
    promemoria = (
        Promemoria.objects.select_related(*WITH).filter(pk=UUID(payload["promemoria"])).first()
    )
    if promemoria is None:
        return  # erased with its case
    if promemoria.stato in FINAL_STATES or _withdrawn(promemoria, now):
        return
    _deliver(promemoria, _prepare(promemoria, now), now)


def _withdrawn(promemoria: Promemoria, now: datetime) -> bool:
    """Give up a reminder that would be wrong or useless now; True if so."""
    reason = _reason_not_to_send(promemoria, now)
    if reason is None:
        return False
    if reason == Motivo.SCADUTO:
        ledger.withdraw(promemoria, Stato.FALLITO, reason)
        raise Refused("promemoria_scaduto")
    ledger.withdraw(promemoria, Stato.ANNULLATO, reason)
    log.info("reminder_withdrawn", promemoria_id=str(promemoria.pk), reason=reason.value)
    return True


def _reason_not_to_send(promemoria: Promemoria, now: datetime) -> Motivo | None:
    duty = promemoria.adempimento
    if duty.stato not in OPEN_STATES:
        return Motivo.ADEMPIMENTO_CHIUSO
    scope = Scope(promemoria.destinatario, on=clock.local(now).date())
    if not scope.can(Permission.CASO_EDIT, duty.organizzazione_id):
        return Motivo.SENZA_ACCESSO
    if now >= promemoria.useful_until_at:
        return Motivo.RAGGIUNTO if _has_successor(promemoria) else Motivo.SCADUTO
    return None


def _has_successor(promemoria: Promemoria) -> bool:
    """Whether a later reminder of the duty reaches the person, or will at the next scan."""
    later = Promemoria.objects.filter(
        adempimento=promemoria.adempimento_id,
        destinatario=promemoria.destinatario_id,
        due_at__gt=promemoria.due_at,
    )
    pending = Q(stato__in=[Stato.DA_INVIARE, Stato.INCERTO, Stato.INVIATO])
    planned = promemoria.adempimento.prossimo_promemoria_at is not None
    return planned or later.filter(pending).exists()


def _prepare(promemoria: Promemoria, now: datetime) -> Lettera:
    """The text. What cannot be prepared is tried a few times, then set aside and shown as such."""
    try:
        return compose(promemoria, now)
    except Exception:  # whatever is wrong concerns this message alone
        log.exception("reminder_not_prepared", promemoria_id=str(promemoria.pk))
        if ledger.note_fault(promemoria, now) < _MAX_FAULTS:
            raise
        ledger.withdraw(promemoria, Stato.FALLITO, Motivo.ERRORE)
        raise Refused("promemoria_non_preparato") from None


def _deliver(promemoria: Promemoria, lettera: Lettera, now: datetime) -> None:
    attempt = ledger.open_attempt(promemoria, now)
    if attempt is not None:
        hand_over(promemoria, lettera, attempt)
        ledger.mark_sent(attempt, clock.now())


def hand_over(promemoria: Promemoria, lettera: Lettera, attempt: Tentativo) -> None:
    """Give the mail to the server; what it does not take is written down, then raised."""
    try:
        mail.send(
            promemoria.message_id,
            lettera.subject,
            lettera.text,
            lettera.html,
            [promemoria.destinatario.email],
        )
    except Refused as refusal:
        ledger.mark_failed(attempt, refusal.code, Motivo.RIFIUTATO, clock.now())
        raise
    except Transient as trouble:
        uncertain = trouble.code == ledger.UNCERTAIN
        ledger.mark_postponed(attempt, trouble.code, clock.now(), uncertain=uncertain)
        raise
