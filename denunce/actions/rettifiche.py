"""After a dispatch: rectify it, add its receipt, take back one recorded by mistake."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import audit_invio, create_invio, hold, store_receipt
from denunce.actions.duties import plan_reminder
from denunce.actions.evaluation import evaluate
from denunce.actions.guards import check_invio
from denunce.actions.transitions import target_of
from denunce.models import Adempimento, Invio
from denunce.workflow import ADEMPIMENTO, StatoAdempimento, StatoInvio
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope


def rectify_dispatch(
    invio: Invio, data: DatiInvio, *, request_key: UUID, by: Scope, now: datetime
) -> Invio:
    """Record that a dispatch was corrected by another, which names it; the duty stays done.

    The day on which the duty was done remains that of the first dispatch. The same ``request_key``
    gives the same rectification. Raises PermissionDenied, ActionError.
    """
    with transaction.atomic():
        adempimento, held = _hold(invio, by)
        known = adempimento.invii.filter(chiave_richiesta=request_key).first()
        if known is not None:
            return known
        target = target_of(ADEMPIMENTO, "rectify", adempimento)
        _refuse_not_last(adempimento, held)
        check_invio(data, evento=adempimento.caso.evento, now=now, termine_at=now)
        if held.sent_at is not None and data.sent_at < held.sent_at:
            raise ActionError(_("La rettifica viene dopo l’invio che corregge."), "sent_at")
        new = create_invio(
            adempimento, data, request_key=request_key, by=by, now=now, rettifica=held
        )
        update_versioned(adempimento, expected=adempimento.version, stato=target)
        audit_invio(new, "invio.rettificato", by, now, canale=new.canale)
    return new


def attach_receipt(invio: Invio, content: bytes, name: str, *, by: Scope, now: datetime) -> Invio:
    """Keep the receipt of a dispatch that was recorded without one.

    A dispatch has one receipt: ActionError when it is there already. Raises PermissionDenied too.
    """
    with transaction.atomic():
        adempimento, held = _hold(invio, by)
        if held.ricevuta_id is not None:
            raise ActionError(_("La ricevuta di questo invio c’è già."), "ricevuta")
        receipt = store_receipt(adempimento, content, name, by, now)
        update_versioned(held, expected=held.version, ricevuta=receipt)
        audit_invio(held, "invio.ricevuta", by, now)
    return held


def undo_dispatch(invio: Invio, *, motivo: str, by: Scope, now: datetime) -> Invio:
    """Take back a dispatch recorded by mistake: it never happened, so the duty is as before it.

    The row stays in the history as failed, with the reason. With no other dispatch standing the
    duty is open again, reminders included, and what a denuncia had absorbed is due again. Raises
    PermissionDenied, ActionError.
    """
    motivo = " ".join(motivo.split())
    if not motivo:
        raise ActionError(_("Scrivi in breve perché l’invio non risulta."), "motivo")
    with transaction.atomic():
        adempimento, held = _hold(invio, by)
        target = target_of(ADEMPIMENTO, "undo", adempimento)
        _refuse_not_last(adempimento, held)
        update_versioned(
            held,
            expected=held.version,
            stato=StatoInvio.FALLITO,
            esito_at=now,
            esito_motivo=motivo,
        )
        _step_back(adempimento, target, now)
        audit_invio(held, "invio.annullato", by, now)
        evaluate(adempimento.caso, by=by, now=now)
    return held


def _hold(invio: Invio, by: Scope) -> tuple[Adempimento, Invio]:
    """Case, duty and dispatch under lock, still ours to change."""
    require(permissions.can_record_dispatch(by, invio.adempimento))
    adempimento = hold(invio.adempimento)
    require(permissions.can_record_dispatch(by, adempimento))
    held = lock(invio)
    held.adempimento = adempimento
    return adempimento, held


def last_standing(adempimento: Adempimento) -> Invio | None:
    """The newest dispatch that neither failed nor was taken back."""
    standing = adempimento.invii.exclude(stato=StatoInvio.FALLITO)
    return standing.order_by("-recorded_at", "-id").first()


def _refuse_not_last(adempimento: Adempimento, invio: Invio) -> None:
    if last_standing(adempimento) != invio:
        raise ActionError(_("Dopo questo invio ce n’è un altro: parti dall’ultimo."))


def _step_back(adempimento: Adempimento, target: str, now: datetime) -> None:
    """The duty as the dispatches that still stand leave it; ``target`` when none does."""
    before = last_standing(adempimento)
    if before is None:
        values = {"stato": target, "done_at": None, "done_by": None, "motivo_ritardo": ""}
    elif before.rettifica_id is not None:
        values = {"stato": StatoAdempimento.RETTIFICATO}
    else:
        accepted = before.stato == StatoInvio.ACCETTATO
        values = {
            "stato": StatoAdempimento.ACCETTATO if accepted else StatoAdempimento.INVIATO,
        }
    adempimento.stato = str(values["stato"])
    planned = plan_reminder(adempimento, now=now)
    update_versioned(
        adempimento, expected=adempimento.version, prossimo_promemoria_at=planned, **values
    )
