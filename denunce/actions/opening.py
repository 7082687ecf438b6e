"""Opening a case: its event, its number, its first evaluation, once for each request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from denunce import permissions, registry
from denunce.actions.dati import EVENTO_FIELDS, GRAVITA_FIELDS, DatiCaso, pick
from denunce.actions.evaluation import evaluate
from denunce.actions.guards import check_caso
from denunce.actions.numbering import hold_numbering, take_number
from denunce.models import Caso, Evento, Lavoratore, Numerazione
from portal.base.audit import record
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione


@dataclass(frozen=True, slots=True)
class Request:
    """One wish for a new case: who is hurt, under which employer, who asks, when, which key."""

    lavoratore: Lavoratore
    organizzazione: Organizzazione
    by: Scope
    now: datetime
    key: UUID
    evento: Evento | None


def open_caso(
    data: DatiCaso,
    *,
    lavoratore: Lavoratore,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    request_key: UUID,
    evento: Evento | None = None,
) -> Caso:
    """Open a case; the same ``request_key`` in the same organisation gives the same case again.

    With ``evento`` the case joins an event already recorded (several injured people): the facts of
    the event are the stored ones, ``data`` adds the gravity for this person. Raises
    PermissionDenied, ActionError.
    """
    request = Request(lavoratore, organizzazione, by, now, request_key, evento)
    return _once(request, data)


def _once(request: Request, data: DatiCaso) -> Caso:
    """Two presses of the button make one case, even one before and one after midnight of 31/12."""
    organizzazione = request.organizzazione
    require(permissions.can_create_caso(request.by, organizzazione.pk))
    asked = Caso.objects.filter(organizzazione=organizzazione, chiave_richiesta=request.key)
    try:
        with transaction.atomic():
            numerazione = hold_numbering(organizzazione, request.now)
            known = asked.first()
            if known is not None:
                return _same_wish(known, request, data)
            return _create(request, data, numerazione)
    except IntegrityError:
        known = asked.first()
        if known is not None:
            return _same_wish(known, request, data)
        raise


def _same_wish(known: Caso, request: Request, data: DatiCaso) -> Caso:
    """The case that the key already made; ActionError when it is asked for something else now.

    Whoever goes back in the browser and corrects the form sends the old key with new facts: saying
    "opened" would lose what they wrote.
    """
    event = {} if request.evento else dict.fromkeys(EVENTO_FIELDS, known.evento)
    stored = event | dict.fromkeys(GRAVITA_FIELDS, known)
    same = all(getattr(row, name) == getattr(data, name) for name, row in stored.items())
    if not same or known.lavoratore_id != request.lavoratore.pk:
        message = _("Questo modulo ha già aperto il caso %(numero)s: correggi i dati da lì.")
        raise ActionError(message % {"numero": known})
    return known


def _create(request: Request, data: DatiCaso, numerazione: Numerazione) -> Caso:
    """The case with its number, evaluated at once."""
    if request.evento is not None:
        data = replace(data, **pick(request.evento, EVENTO_FIELDS))
    _check_belongs(request, data)
    check_caso(data, lavoratore=request.lavoratore, now=request.now)
    caso = Caso(
        organizzazione=request.organizzazione,
        evento=request.evento or _create_evento(request, data),
        lavoratore=request.lavoratore,
        data_key=DataKey.create(request.now),
        anno=numerazione.anno,
        progressivo=take_number(numerazione),
        chiave_richiesta=request.key,
        created_at=request.now,
        created_by=request.by.user,
        **pick(data, GRAVITA_FIELDS),
    )
    caso.save(force_insert=True)
    _audit(caso, "caso.aperto", request.by, request.now, numero=caso.numero)
    evaluate(caso, by=request.by, now=request.now)
    registry.cases_changed([caso.pk], now=request.now)
    return caso


def _create_evento(request: Request, data: DatiCaso) -> Evento:
    evento = Evento(
        organizzazione=request.organizzazione,
        data_key=DataKey.create(request.now),
        created_at=request.now,
        created_by=request.by.user,
        **pick(data, EVENTO_FIELDS),
    )
    evento.save(force_insert=True)
    return evento


def _check_belongs(request: Request, data: DatiCaso) -> None:
    """Everything a case ties together is of its organisation, and that is an employer."""
    organizzazione, evento = request.organizzazione, request.evento
    if not TipoOrganizzazione(organizzazione.tipo).is_employer:
        raise ActionError(_("Solo un datore di lavoro o una scuola apre un caso."))
    tied = [owned for owned in (request.lavoratore, data.sede, evento) if owned is not None]
    if any(owned.organizzazione_id != organizzazione.pk for owned in tied):
        raise ActionError(_("Persona, sede ed evento devono essere dell’organizzazione del caso."))
    if evento is not None and evento.casi.filter(lavoratore=request.lavoratore).exists():
        raise ActionError(_("Per questa persona e questo evento esiste già un caso."))


def _audit(caso: Caso, code: str, by: Scope, now: datetime, **data: str) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data=data,
    )
