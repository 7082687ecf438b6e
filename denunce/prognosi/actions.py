"""The answer of the employer to "is the person back?"."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.models import Caso
from denunce.orario import UFFICIO
from denunce.prognosi.models import DomandaPrognosi, Risposta
from denunce.prognosi.regola import again_on
from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope


def answer(
    caso: Caso, risposta: str, *, fino_al: date, by: Scope, now: datetime
) -> DomandaPrognosi:
    """Record what is known of the person's return; ``fino_al`` is the end of prognosis one read.

    "È rientrato" ends the question; "Non lo so ancora" asks again on the next open day, not more
    than ``MAX_ASKED`` times. The same answer twice leaves one trace. Raises PermissionDenied,
    ActionError.
    """
    require(permissions.can_edit_caso(by, caso))
    if risposta not in Risposta.values:
        raise ActionError(_("Scegli una delle risposte."))
    with transaction.atomic():
        caso = lock(caso)
        require(permissions.can_edit_caso(by, caso))
        _check(caso, fino_al, now)
        domanda, _created = DomandaPrognosi.objects.get_or_create(
            caso=caso, fino_al=fino_al, defaults={"created_at": now}
        )
        if domanda.risposta != risposta:
            _note(domanda, risposta, by, now)
        elif risposta == Risposta.NON_SO:
            _plan(domanda, now)
    return domanda


def _check(caso: Caso, fino_al: date, now: datetime) -> None:
    if caso.prognosi_fino_al != fino_al:
        raise ActionError(
            _("Nel frattempo il caso è cambiato: guarda che cosa dice adesso il certificato.")
        )
    if fino_al > local(now).date():
        raise ActionError(_("La prognosi non è ancora finita: aspetta l’ultimo giorno."))


def _note(domanda: DomandaPrognosi, risposta: str, by: Scope, now: datetime) -> None:
    domanda.risposta, domanda.risposta_at, domanda.risposta_by = risposta, now, by.user
    _plan(domanda, now)
    record(
        f"prognosi.{risposta}",
        by=by.user,
        now=now,
        target=domanda.caso,
        organizzazione_id=domanda.caso.organizzazione_id,
        data={"domanda": str(domanda.pk)},
    )


def _plan(domanda: DomandaPrognosi, now: datetime) -> None:
    """Store the row with the next day on which to ask, if any."""
    again = None
    if domanda.risposta == Risposta.NON_SO:
        again = again_on(local(now).date(), domanda.volte, UFFICIO.is_office_day)
    domanda.prossima_on = again
    domanda.save()
