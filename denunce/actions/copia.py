"""Copying parts of an earlier form into a draft, and taking the copy back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.moduli import save_modulo
from denunce.models import Caso, Modulo
from denunce.moduli.canonical import canonical
from denunce.workflow import StatoModulo
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from utenti.access import Scope

Json = Any


def earlier_forms(modulo: Modulo, by: Scope) -> QuerySet[Modulo]:
    """The definitive forms of the same organisation that a draft may copy from; an erased case has
    none."""
    cases = Caso.objects.visible_to(by).filter(organizzazione_id=modulo.caso.organizzazione_id)
    rows = Modulo.objects.filter(caso__in=cases, stato=StatoModulo.DEFINITIVO)
    readable = rows.filter(caso__data_key__destroyed_at__isnull=True)
    return readable.exclude(pk=modulo.pk).select_related("caso__lavoratore", "caso__data_key")


def copy_into(
    modulo: Modulo,
    dati: Json,
    source: Modulo,
    groups: Sequence[str],
    *,
    expected: int,
    by: Scope,
    now: datetime,
) -> Modulo:
    """Keep a draft with what was chosen of an earlier form; what there was can be put back.

    Raises PermissionDenied, VersionConflict, ActionError when nothing would change.
    """
    require(permissions.can_generate_modulo(by, modulo.caso))
    require(permissions.can_read_health(by, source.caso))
    if canonical(dati) == modulo.dati:
        raise ActionError(_("Non c’è niente da copiare: scegli almeno una parte che cambia."))
    with transaction.atomic():
        kept = save_modulo(modulo, dati, expected=expected, by=by, now=now, undoable=True)
        chosen = {"da": str(source.pk), "gruppi": list(groups)}
        _audit(kept, "modulo.copiato", by, now, chosen)
    return kept


def undo_change(modulo: Modulo, *, expected: int, by: Scope, now: datetime) -> Modulo:
    """Put back what a copy, or a row taken away, replaced: only while nothing was saved since.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_generate_modulo(by, modulo.caso))
    late = _("Nel frattempo è stato salvato altro: non si può più annullare.")
    if not modulo.can_undo or modulo.dati_prima is None:
        raise ActionError(late)
    try:
        with transaction.atomic():
            before = json.loads(modulo.dati_prima)
            kept = save_modulo(modulo, before, expected=expected, by=by, now=now)
            _audit(kept, "modulo.annullato", by, now, {})
    except VersionConflict as conflict:
        raise ActionError(late) from conflict
    return kept


def _audit(modulo: Modulo, code: str, by: Scope, now: datetime, more: dict[str, Json]) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=modulo,
        organizzazione_id=modulo.caso.organizzazione_id,
        data={"caso": str(modulo.caso_id), "versione": modulo.dichiarazione} | more,
    )
