"""Recording that a duty was sent, and what came back. The portal itself transmits nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.dati import DatiInvio
from denunce.actions.duties import plan_reminder
from denunce.actions.evaluation import evaluate
from denunce.actions.guards import check_esito, check_invio
from denunce.actions.obligations import absorb_comunicazione
from denunce.actions.transitions import target_of
from denunce.choices import TipoAdempimento
from denunce.models import Adempimento, Caso, Documento, Invio
from denunce.models.documento import TipoDocumento
from denunce.workflow import (
    ADEMPIMENTO,
    StatoAdempimento,
    StatoDocumento,
    StatoInvio,
    StatoModulo,
)
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from utenti.access import Scope


def record_dispatch(
    adempimento: Adempimento, data: DatiInvio, *, request_key: UUID, by: Scope, now: datetime
) -> Invio:
    """Record a dispatch: the duty is done and its reminders stop, in one transaction.

    A denuncia also discharges the open comunicazione of its case. The same ``request_key`` gives
    the same dispatch. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_record_dispatch(by, adempimento))
    with transaction.atomic():
        adempimento = hold(adempimento)
        known = adempimento.invii.filter(chiave_richiesta=request_key).first()
        if known is not None:
            return known
        require(permissions.can_record_dispatch(by, adempimento))
        target = target_of(ADEMPIMENTO, "record_dispatch", adempimento)
        evento = adempimento.caso.evento
        check_invio(data, evento=evento, now=now, termine_at=adempimento.termine_at)
        invio = create_invio(adempimento, data, request_key=request_key, by=by, now=now)
        _mark_sent(adempimento, target, data, by)
        audit_invio(invio, "invio.registrato", by, now, canale=invio.canale)
        if adempimento.tipo == TipoAdempimento.DENUNCIA:
            absorb_comunicazione(adempimento.caso, by=by, now=now)
    return invio


def record_outcome(
    adempimento: Adempimento,
    *,
    accepted: bool,
    by: Scope,
    now: datetime,
    numero_inail: str = "",
    esito_at: datetime | None = None,
    motivo: str = "",
) -> Adempimento:
    """Record the answer to the last dispatch, which came at ``esito_at`` (now, when not said).

    A negative one opens the duty again, with its reminders; a comunicazione that the rejected
    denuncia had absorbed is due again, by a new row. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_record_dispatch(by, adempimento))
    with transaction.atomic():
        adempimento = hold(adempimento)
        require(permissions.can_record_dispatch(by, adempimento))
        target = target_of(ADEMPIMENTO, _answer(adempimento, accepted), adempimento)
        answer = Answer(accepted, esito_at or now, numero_inail.strip(), motivo.strip())
        invio = _close_invio(adempimento, answer, now)
        adempimento.stato = target
        planned = plan_reminder(adempimento, now=now)
        update_versioned(
            adempimento,
            expected=adempimento.version,
            stato=target,
            prossimo_promemoria_at=planned,
        )
        audit_invio(invio, "invio.accettato" if accepted else "invio.respinto", by, now)
        if not accepted:
            evaluate(adempimento.caso, by=by, now=now)
    return adempimento


def _answer(adempimento: Adempimento, accepted: bool) -> str:
    if not accepted:
        return "reject"
    rectified = adempimento.stato == StatoAdempimento.RETTIFICATO
    return "accept_rectified" if rectified else "accept"


def hold(adempimento: Adempimento) -> Adempimento:
    """Lock the case, then its duty: every action takes them in this order."""
    caso = lock(Caso.objects.filter(pk=adempimento.caso_id).select_related("evento")).get()
    held = lock(adempimento)
    held.caso = caso
    return held


def create_invio(
    adempimento: Adempimento,
    data: DatiInvio,
    *,
    request_key: UUID,
    by: Scope,
    now: datetime,
    rettifica: Invio | None = None,
) -> Invio:
    """Store a dispatch, with its receipt and the definitive form of the duty."""
    modulo = adempimento.moduli.filter(stato=StatoModulo.DEFINITIVO).order_by("-definitivo_at")
    invio = Invio(
        adempimento=adempimento,
        modulo=modulo.first(),
        canale=data.canale,
        stato=StatoInvio.INVIATO,
        sent_at=data.sent_at,
        numero_inail=data.numero_inail.strip(),
        ricevuta=store_receipt(adempimento, data.ricevuta, data.ricevuta_nome, by, now),
        rettifica=rettifica,
        chiave_richiesta=request_key,
        recorded_at=now,
        recorded_by=by.user,
    )
    invio.save(force_insert=True)
    return invio


def store_receipt(
    adempimento: Adempimento, content: bytes | None, name: str, by: Scope, now: datetime
) -> Documento | None:
    """Keep the proof in the case's fascicolo. Raises ActionError for a file not taken."""
    if content is None:
        return None
    file = store_upload(content, name, adempimento.organizzazione_id, "ricevuta", by.user, now)
    return Documento.objects.create(
        caso=adempimento.caso,
        tipo=TipoDocumento.RICEVUTA,
        titolo=_("Ricevuta: %(tipo)s") % {"tipo": adempimento.get_tipo_display()},
        stato=StatoDocumento.PRONTO,
        file=file,
        created_at=now,
        created_by=by.actor,
        ready_at=now,
    )


def _mark_sent(adempimento: Adempimento, target: str, data: DatiInvio, by: Scope) -> None:
    update_versioned(
        adempimento,
        expected=adempimento.version,
        stato=target,
        done_at=data.sent_at,
        done_by=by.user,
        motivo_ritardo=data.motivo_ritardo.strip(),
        prossimo_promemoria_at=None,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from whoever received a dispatch."""

    accepted: bool
    at: datetime
    numero_inail: str
    motivo: str


def _close_invio(adempimento: Adempimento, answer: Answer, now: datetime) -> Invio:
    waiting = lock(adempimento.invii.filter(stato=StatoInvio.INVIATO))
    invio = waiting.order_by("-recorded_at").first()
    if invio is None:
        raise ActionError(_("Non c’è un invio in attesa di esito."))
    check_esito(answer.at, sent_at=invio.sent_at, now=now)
    update_versioned(
        invio,
        expected=invio.version,
        stato=StatoInvio.ACCETTATO if answer.accepted else StatoInvio.FALLITO,
        numero_inail=answer.numero_inail or invio.numero_inail,
        esito_at=answer.at,
        esito_motivo=answer.motivo,
    )
    return invio


def audit_invio(invio: Invio, code: str, by: Scope, now: datetime, **data: str) -> None:
    """Record what happened to a dispatch."""
    adempimento = invio.adempimento
    record(
        code,
        by=by.user,
        now=now,
        target=invio,
        organizzazione_id=adempimento.organizzazione_id,
        data={"tipo": adempimento.tipo, "caso": str(adempimento.caso_id), **data},
    )
