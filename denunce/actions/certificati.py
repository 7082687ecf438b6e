"""Receiving the references of a certificate, which starts the clock, and noting a withdrawal."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificati.numero import normalize_numero
from denunce import permissions
from denunce.actions.dati import DatiCertificato
from denunce.actions.errors import ActionError
from denunce.actions.evaluation import decide_caso, evaluate
from denunce.actions.guards import check_certificato, check_withdrawal
from denunce.models import Caso, RiferimentoCertificato
from denunce.scadenze import Decisione
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from utenti.access import Scope


def receive_certificato(
    caso: Caso, data: DatiCertificato, *, expected: int, by: Scope, now: datetime
) -> RiferimentoCertificato:
    """Store the references as received and decide the case again.

    ``expected`` is the version of the case that the person was reading: of two people who enter a
    certificate at once, the second reads the first one's before adding. Raises PermissionDenied,
    ActionError, VersionConflict.
    """
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        caso = _hold(caso, by)
        riferimento = _checked(caso, data, by=by, now=now)
        update_versioned(caso, expected=expected)
        riferimento.save(force_insert=True)
        _audit(riferimento, "certificato.ricevuto", by, now)
        evaluate(caso, by=by, now=now)
    return riferimento


def withdraw_certificato(
    riferimento: RiferimentoCertificato, *, annullato_at: datetime, by: Scope, now: datetime
) -> RiferimentoCertificato:
    """Note that the doctor withdrew a certificate at ``annullato_at`` and decide the case again.

    The row stays: whether it still counts is for the engine to say (dominio 0.1, ruling 8). Raises
    PermissionDenied, ActionError.
    """
    require(permissions.can_edit_caso(by, riferimento.caso))
    with transaction.atomic():
        caso = _hold(riferimento.caso, by)
        riferimento = lock(riferimento)
        if riferimento.annullato_at is not None:
            raise ActionError(_("Questo certificato risulta già annullato."), "annullato_at")
        check_withdrawal(annullato_at, rilasciato_at=riferimento.rilasciato_at, now=now)
        update_versioned(riferimento, expected=riferimento.version, annullato_at=annullato_at)
        update_versioned(caso, expected=caso.version)
        _audit(riferimento, "certificato.ritirato", by, now)
        evaluate(caso, by=by, now=now)
    return riferimento


def preview(
    caso: Caso, extra: DatiCertificato | None = None, *, by: Scope, now: datetime
) -> Decisione:
    """What the engine would say with one more certificate; nothing is stored.

    Raises PermissionDenied, and the same ActionError that ``receive_certificato`` would.
    """
    require(permissions.can_view_caso(by, caso))
    certificati = list(caso.certificati.as_known())
    if extra is not None:
        certificati.append(_checked(caso, extra, by=by, now=now))
    return decide_caso(caso, certificati)[1]


def _hold(caso: Caso, by: Scope) -> Caso:
    """The case under lock, still open and still ours to change."""
    held = lock(caso)
    require(permissions.can_edit_caso(by, held))
    return held


def _checked(
    caso: Caso, data: DatiCertificato, *, by: Scope, now: datetime
) -> RiferimentoCertificato:
    """The row as it would be stored, after every check of the input."""
    check_certificato(data, evento=caso.evento, now=now)
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    numero = normalize_numero(data.numero) if data.numero else None
    known = caso.certificati.standing().filter(numero=numero)
    if numero is not None and known.exists():
        raise ActionError(_("Questo certificato è già registrato nel caso."), "numero")
    return RiferimentoCertificato(
        caso=caso, recorded_at=now, recorded_by=by.user, **(values | {"numero": numero})
    )


def _audit(riferimento: RiferimentoCertificato, code: str, by: Scope, now: datetime) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=riferimento,
        organizzazione_id=riferimento.caso.organizzazione_id,
        data={"caso": str(riferimento.caso_id), "tipo": riferimento.tipo},
    )
