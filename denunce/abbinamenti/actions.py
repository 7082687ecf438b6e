"""What a person does with a proposal: confirm, discard, take up again, answer a withdrawal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificati import riferimenti
from denunce import permissions
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import Ritiro, StatoProposta
from denunce.actions.casi import update_caso
from denunce.actions.certificati import receive_certificato, withdraw_certificato
from denunce.actions.dati import (
    EVENTO_FIELDS,
    GRAVITA_FIELDS,
    DatiCaso,
    DatiCertificato,
    pick,
)
from denunce.models import Caso, RiferimentoCertificato
from portal.base.audit import record
from portal.base.authz import Decision, require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope


def confirm_proposta(
    proposta: Proposta,
    dati: DatiCertificato,
    *,
    pericolo_di_morte: bool = False,
    expected: int,
    by: Scope,
    now: datetime,
) -> RiferimentoCertificato:
    """Register the references of a proposal as received; of two people at once the second finds
    them registered.

    ``dati`` is the certificate with the moment and the way of its reception; ``expected`` the
    version of the case that was read. ``pericolo_di_morte`` writes it on the case as well (R-24H).
    Raises PermissionDenied, ActionError, VersionConflict.
    """
    caso = _case(proposta)
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        caso = lock(Caso.objects.filter(pk=caso.pk).select_related("evento", "lavoratore")).get()
        held = lock(proposta)
        if known := _received(held):
            return known
        _refuse_over(held)
        if pericolo_di_morte and not caso.pericolo_di_morte:
            caso = _note_danger(caso, dati, expected=expected, by=by, now=now)
            expected = caso.version
        decided = decide(held, StatoProposta.CONFERMATA, by, now)
        riferimento = receive_certificato(caso, dati, expected=expected, by=by, now=now)
        _audit(decided, "abbinamento.confermato", by, now)
    return riferimento


def discard_proposta(proposta: Proposta, *, by: Scope, now: datetime) -> Proposta:
    """Say that a certificate is not of this case, or of nobody here; it can be taken up again.

    A second press changes nothing. Raises PermissionDenied, ActionError.
    """
    require(_can_answer(proposta, by))
    with transaction.atomic():
        held = lock(proposta)
        if held.stato == StatoProposta.SCARTATA:
            return held
        _refuse_over(held)
        decided = decide(held, StatoProposta.SCARTATA, by, now)
        _audit(decided, "abbinamento.scartato", by, now)
    return decided


def resume_proposta(proposta: Proposta, *, by: Scope, now: datetime) -> Proposta:
    """Undo a discard. Raises PermissionDenied, ActionError."""
    require(_can_answer(proposta, by))
    with transaction.atomic():
        held = lock(proposta)
        if held.is_waiting:
            return held
        if held.stato != StatoProposta.SCARTATA:
            raise ActionError(_("Questo certificato non è tra quelli scartati."))
        withdrawn = held.ritirato_at is not None
        held.stato = StatoProposta.RITIRATA if withdrawn else StatoProposta.DA_CONFERMARE
        held.decisa_at = held.decisa_by = None
        held.save(update_fields=["stato", "decisa_at", "decisa_by"])
        _audit(held, "abbinamento.ripreso", by, now)
    return held


def answer_withdrawal(proposta: Proposta, scelta: str, *, by: Scope, now: datetime) -> Proposta:
    """Note the doctor's withdrawal on the case, or keep the certificate for the time being.

    What was sent stays sent (dominio 0.1, ruling 8). Who kept it may note it later. Raises
    PermissionDenied, ActionError.
    """
    caso = _case(proposta)
    require(permissions.can_edit_caso(by, caso))
    if scelta not in Ritiro.values:
        raise ActionError(_("Scegli che cosa fare."))
    with transaction.atomic():
        caso = lock(caso)
        held = lock(proposta)
        if held.ritirato_at is None:
            raise ActionError(_("Il medico non ha ritirato questo certificato."))
        if held.ritiro in (scelta, Ritiro.ANNOTATO):
            return held
        if scelta == Ritiro.ANNOTATO:
            rows = caso.certificati.standing().filter(numero=held.numero).select_related("caso")
            for row in rows:
                # The page named what stays sent: pressing the button is the confirmation.
                withdraw_certificato(
                    row, annullato_at=_instant(held), by=by, now=now, confirmed=True
                )
        held.ritiro, held.ritiro_at, held.ritiro_by = scelta, now, by.actor
        held.save(update_fields=["ritiro", "ritiro_at", "ritiro_by"])
        _audit(held, f"abbinamento.ritiro_{scelta}", by, now)
    return held


def decide(held: Proposta, stato: StatoProposta, by: Scope, now: datetime) -> Proposta:
    """Write what was decided, by whom and when."""
    held.stato, held.decisa_at, held.decisa_by = stato, now, by.actor
    held.save(update_fields=["caso", "stato", "decisa_at", "decisa_by"])
    return held


def _note_danger(
    caso: Caso, dati: DatiCertificato, *, expected: int, by: Scope, now: datetime
) -> Caso:
    """The doctor reserves the prognosis: the 24 hours run from when the employer knows it."""
    said = pick(caso.evento, EVENTO_FIELDS) | pick(caso, GRAVITA_FIELDS)
    said |= {"pericolo_di_morte": True, "noto_at": caso.noto_at or dati.received_at}
    return update_caso(caso, DatiCaso(**said), expected=expected, by=by, now=now)


def _received(held: Proposta) -> RiferimentoCertificato | None:
    """The references that confirmed this proposal, if it was."""
    if held.stato != StatoProposta.CONFERMATA:
        return None
    rows = RiferimentoCertificato.objects.as_known()
    return rows.filter(caso=held.caso_id, numero=held.numero).last()


def _refuse_over(held: Proposta) -> None:
    if held.stato == StatoProposta.RITIRATA:
        raise ActionError(_("Il medico ha ritirato questo certificato: non si può più confermare."))
    if held.stato == StatoProposta.SCARTATA:
        raise ActionError(_("Qualcuno ha scartato questo certificato: riprendilo, se serve."))
    if held.stato == StatoProposta.CONFERMATA:
        raise ActionError(_("Questo certificato è già stato confermato: guarda il caso."))
    if any(each.ritirato_at for each in riferimenti.by_ids([held.certificato_id])):
        raise ActionError(_("Il medico ha ritirato questo certificato: non si può più confermare."))


def _can_answer(proposta: Proposta, by: Scope) -> Decision:
    if proposta.caso is not None:
        return permissions.can_edit_caso(by, proposta.caso)
    return permissions.can_create_caso(by, proposta.organizzazione_id)


def _case(proposta: Proposta) -> Caso:
    if proposta.caso is None:
        raise ActionError(_("Questo certificato non ha ancora un caso: aprilo prima."))
    return proposta.caso


def _instant(held: Proposta) -> datetime:
    if held.ritirato_at is None:
        raise ValueError("not withdrawn")
    return held.ritirato_at


def _audit(held: Proposta, code: str, by: Scope, now: datetime) -> None:
    """On the case where there is one, so that its history tells it."""
    record(
        code,
        by=by.user,
        now=now,
        target=held.caso or held,
        organizzazione_id=held.organizzazione_id,
        data={"numero": held.numero, "tipo": held.tipo},
    )
