"""Asking the worker for the application to sign."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import files
from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.outbox import enqueue
from utenti.access import Scope
from utenti.credenziali.choices import StatoDomanda
from utenti.credenziali.completezza import step_gaps
from utenti.credenziali.models import Domanda, RichiestaAbilitazione
from utenti.credenziali.passi import Passo
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.stampa import fingerprint

RENDER: Final = "credenziali.domanda"


def request_print(richiesta: RichiestaAbilitazione, *, by: Scope, now: datetime) -> Domanda:
    """The application with the data of now: printed once; older prints are deleted.

    One that failed is asked for again. Raises PermissionDenied, ActionError while data are missing.
    """
    require(permissions.can_edit(by, richiesta))
    with transaction.atomic():
        held = lock(richiesta)
        require(permissions.can_edit(by, held))
        _refuse_gaps(held, now)
        domanda, created = Domanda.objects.get_or_create(
            richiesta=held, impronta=fingerprint(held), defaults={"created_at": now}
        )
        if domanda.stato == StatoDomanda.FALLITA:
            domanda.stato, domanda.created_at = StatoDomanda.IN_PREPARAZIONE, now
            domanda.save(update_fields=["stato", "created_at"])
            created = True
        if created:
            _forget_older(domanda, by, now)
            key = f"{RENDER}:{domanda.pk}:{now:%Y%m%d%H%M%S%f}"
            enqueue(RENDER, {"domanda": str(domanda.pk)}, key=key, due_at=now, now=now)
            record(
                "richiesta.domanda",
                by=by.user,
                now=now,
                target=held,
                organizzazione_id=None,
                data={"codice": held.codice},
            )
    return domanda


def _refuse_gaps(richiesta: RichiestaAbilitazione, now: datetime) -> None:
    today = local(now).date()
    for passo in (Passo.PERSONA, Passo.RECAPITI, Passo.DOCUMENTO, Passo.PROFESSIONE):
        for gap in step_gaps(richiesta, passo, today):
            raise ActionError(
                _("Prima di stampare la domanda sistema «%(field)s»: %(why)s")
                % {"field": gap.etichetta, "why": gap.messaggio}
            )


def _forget_older(domanda: Domanda, by: Scope, now: datetime) -> None:
    older = Domanda.objects.filter(richiesta=domanda.richiesta_id).exclude(pk=domanda.pk)
    for row in older.select_related("file__data_key").order_by("created_at"):
        file = row.file
        row.delete()
        if file is not None:
            files.delete(file, by=by.user, now=now)
