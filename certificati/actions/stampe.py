"""Asking the worker process for the papers of a certificate."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.choices import StatoStampa, TipoStampa
from certificati.models import Certificato, Stampa
from certificati.workflow import StatoCertificato
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.outbox import enqueue
from utenti.access import Scope

RENDER: Final = "certificati.stampa"
VALID: Final = 1
WITHDRAWN: Final = 2


def revision_of(certificato: Certificato) -> int:
    """Which revision tells how the certificate stands: it is withdrawn at most once."""
    return VALID if certificato.stato == StatoCertificato.EMESSO else WITHDRAWN


def request_stampe(certificato: Certificato, *, by: Scope, now: datetime) -> list[Stampa]:
    """Both papers of an issued certificate as it stands now; those that exist are left alone.

    Called inside the transaction of the issue and of the withdrawal. Raises PermissionDenied,
    ActionError.
    """
    return [request_stampa(certificato, tipo, by=by, now=now) for tipo in TipoStampa]


def press_stampa(certificato: Certificato, tipo: str, *, by: Scope, now: datetime) -> Stampa:
    """The same for one paper, by a person's own press, which is recorded.

    A second press changes nothing; a paper that failed is asked for again. Raises
    PermissionDenied, ActionError.
    """
    require(permissions.can_view(by, certificato))
    with transaction.atomic():
        held = lock(certificato)
        return request_stampa(held, tipo, by=by, now=now, pressed=True)


def request_stampa(
    certificato: Certificato, tipo: str, *, by: Scope, now: datetime, pressed: bool = False
) -> Stampa:
    """One paper; the caller holds the lock of the certificate."""
    require(permissions.can_view(by, certificato))
    if not certificato.is_issued or certificato.cancellato_at is not None:
        raise ActionError(_("Di una bozza non si fanno copie: prima emetti il certificato."))
    stampa, created = Stampa.objects.get_or_create(
        certificato=certificato,
        tipo=tipo,
        revisione=revision_of(certificato),
        defaults={"created_at": now, "created_by": by.actor},
    )
    if stampa.stato == StatoStampa.FALLITA:
        stampa.stato, stampa.created_at = StatoStampa.IN_PREPARAZIONE, now
        stampa.save(update_fields=["stato", "created_at"])
        created = True
    if created:
        key = f"{RENDER}:{stampa.pk}:{now:%Y%m%d%H%M%S%f}"
        enqueue(RENDER, {"stampa": str(stampa.pk)}, key=key, due_at=now, now=now)
        if pressed:
            _audit(certificato, tipo, by, now)
    return stampa


def _audit(certificato: Certificato, tipo: str, by: Scope, now: datetime) -> None:
    record(
        "certificato.copia_chiesta",
        by=by.user,
        now=now,
        target=certificato,
        organizzazione_id=certificato.organizzazione_id,
        data={"tipo": tipo},
    )
