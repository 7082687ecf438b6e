"""The references of a certificate, which start the clock: receive, correct, note a withdrawal."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificati.numero import normalize_numero
from denunce import permissions, registry
from denunce.actions.dati import DatiCertificato, changed
from denunce.actions.evaluation import decide_caso, evaluate
from denunce.actions.guards import check_certificato, check_withdrawal
from denunce.choices import MotivoCorrezione
from denunce.models import Adempimento, Caso, RiferimentoCertificato
from denunce.scadenze import Decisione
from denunce.scadenze.results import VERSO_INAIL
from denunce.workflow import DONE_STATES
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope


def receive_certificato(
    caso: Caso, data: DatiCertificato, *, expected: int, by: Scope, now: datetime
) -> RiferimentoCertificato:
    """Store the references as received and decide the case again.

    ``expected`` is the version of the case that the person was reading: of two people who enter a
    certificate at once, the second reads the first one's before adding. The same references sent
    again by the same person are the same certificate. Raises PermissionDenied, ActionError,
    VersionConflict.
    """
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        caso = _hold(caso, by)
        if known := _pressed_twice(caso, data, by):
            return known
        riferimento = _checked(caso, data, by=by, now=now)
        update_versioned(caso, expected=expected)
        riferimento.save(force_insert=True)
        _audit(riferimento, "certificato.ricevuto", by, now)
        evaluate(caso, by=by, now=now)
        registry.certificate_received(riferimento, by=by, now=now)
    return riferimento


def correct_certificato(
    riferimento: RiferimentoCertificato,
    data: DatiCertificato,
    *,
    motivo: str,
    expected: int,
    by: Scope,
    now: datetime,
) -> RiferimentoCertificato:
    """Say what a certificate typed wrong really says, and decide the case again.

    The old row stays readable and stops counting; the new one, returned, takes its place in the
    decision, a withdrawal included. ``motivo`` is a ``MotivoCorrezione``; ``expected`` the version
    of the case that was read. Raises PermissionDenied, ActionError, VersionConflict.
    """
    require(permissions.can_edit_caso(by, riferimento.caso))
    if motivo not in MotivoCorrezione.values:
        raise ActionError(_("Indica perché correggi il certificato."), "motivo")
    with transaction.atomic():
        caso = _hold(riferimento.caso, by)
        old = lock(riferimento)
        new = _checked(caso, data, by=by, now=now, instead_of=old)
        update_versioned(caso, expected=expected)
        update_versioned(old, expected=old.version, corretto_at=now, corretto_by=by.user)
        new.save(force_insert=True)
        update_versioned(old, expected=old.version, corretto_da=new)
        registry.certificate_received(new, by=by, now=now)
        _audit(new, "certificato.corretto", by, now, motivo=motivo)
        evaluate(caso, by=by, now=now)
    return new


def withdraw_certificato(
    riferimento: RiferimentoCertificato,
    *,
    annullato_at: datetime,
    by: Scope,
    now: datetime,
    confirmed: bool = False,
) -> RiferimentoCertificato:
    """Note that the doctor withdrew a certificate at ``annullato_at`` and decide the case again.

    The row stays: whether it still counts is for the engine to say (dominio 0.1, ruling 8). What
    was already sent to INAIL stays sent; no official rule says what follows, so a person must have
    read it and ``confirmed``, which the audit keeps. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_edit_caso(by, riferimento.caso))
    with transaction.atomic():
        caso = _hold(riferimento.caso, by)
        riferimento = lock(riferimento)
        if riferimento.annullato_at is not None:
            raise ActionError(_("Questo certificato risulta già annullato."), "annullato_at")
        _refuse_corrected(riferimento)
        check_withdrawal(annullato_at, rilasciato_at=riferimento.rilasciato_at, now=now)
        sent = already_sent(caso)
        if sent and not confirmed:
            raise ActionError(_("Leggi che cosa resta e conferma."), "confermo")
        update_versioned(riferimento, expected=riferimento.version, annullato_at=annullato_at)
        update_versioned(caso, expected=caso.version)
        if sent:
            kinds = {"inviati": " ".join(duty.tipo for duty in sent)}
            _audit(riferimento, "certificato.ritirato_dopo_invio", by, now, **kinds)
        else:
            _audit(riferimento, "certificato.ritirato", by, now)
        evaluate(caso, by=by, now=now)
    return riferimento


def already_sent(caso: Caso) -> list[Adempimento]:
    """The duties towards INAIL that a withdrawal finds already sent, the first sent first."""
    rows = caso.adempimenti.filter(tipo__in=VERSO_INAIL, stato__in=DONE_STATES)
    return list(rows.order_by("done_at", "tipo"))


def preview(
    caso: Caso,
    extra: DatiCertificato | None = None,
    *,
    by: Scope,
    now: datetime,
    instead_of: RiferimentoCertificato | None = None,
) -> Decisione:
    """What the engine would say with one more certificate, or with one corrected; nothing is
    stored.

    Raises PermissionDenied, and the same ActionError that storing it would.
    """
    require(permissions.can_view_caso(by, caso))
    certificati = [row for row in caso.certificati.as_known() if row != instead_of]
    if extra is not None:
        certificati.append(_checked(caso, extra, by=by, now=now, instead_of=instead_of))
    return decide_caso(caso, certificati)[1]


def _hold(caso: Caso, by: Scope) -> Caso:
    """The case under lock, still open and still ours to change."""
    held = lock(caso)
    require(permissions.can_edit_caso(by, held))
    return held


def _checked(
    caso: Caso,
    data: DatiCertificato,
    *,
    by: Scope,
    now: datetime,
    instead_of: RiferimentoCertificato | None = None,
) -> RiferimentoCertificato:
    """The row as it would be stored, after every check of the input."""
    check_certificato(data, evento=caso.evento, now=now)
    values = _values(data)
    numero = values["numero"]
    if instead_of is not None:
        _refuse_corrected(instead_of)
        if not changed(instead_of, values):
            raise ActionError(_("Non hai cambiato niente: questi dati sono già registrati così."))
        values["annullato_at"] = instead_of.annullato_at
    known = caso.certificati.standing().filter(numero=numero)
    if instead_of is not None:
        known = known.exclude(pk=instead_of.pk)
    if numero is not None and known.exists():
        raise ActionError(_("Questo certificato è già registrato nel caso."), "numero")
    return RiferimentoCertificato(caso=caso, recorded_at=now, recorded_by=by.user, **values)


def _values(data: DatiCertificato) -> dict[str, Any]:
    """What a row holds of the references."""
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    return values | {"numero": normalize_numero(data.numero) if data.numero else None}


def _pressed_twice(caso: Caso, data: DatiCertificato, by: Scope) -> RiferimentoCertificato | None:
    """The standing row with these very references that the same person registered."""
    values = _values(data)
    rows = caso.certificati.standing().filter(recorded_by=by.user)
    return next((row for row in rows if not changed(row, values)), None)


def _refuse_corrected(riferimento: RiferimentoCertificato) -> None:
    if riferimento.corretto_at is not None:
        raise ActionError(
            _("Questa registrazione è già stata corretta: guarda quella che l’ha sostituita.")
        )


def _audit(
    riferimento: RiferimentoCertificato, code: str, by: Scope, now: datetime, **data: str
) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=riferimento,
        organizzazione_id=riferimento.caso.organizzazione_id,
        data={"caso": str(riferimento.caso_id), "tipo": riferimento.tipo, **data},
    )
