"""What can be done to a case: open it, correct its facts, close it, open it again, put it away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions, registry
from denunce.actions.dati import EVENTO_FIELDS, GRAVITA_FIELDS, DatiCaso, NuovoCaso, changed, pick
from denunce.actions.evaluation import evaluate
from denunce.actions.guards import check_caso
from denunce.actions.obligations import dismiss_all
from denunce.actions.opening import open_caso
from denunce.actions.transitions import target_of
from denunce.choices import EsitoCaso, Obbligato
from denunce.models import Caso, Evento
from denunce.workflow import CASO, OPEN_STATES, StatoCaso
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope

__all__ = [
    "DatiCaso",
    "NuovoCaso",
    "archive_caso",
    "close_caso",
    "open_caso",
    "reopen_caso",
    "update_caso",
]


def update_caso(caso: Caso, data: DatiCaso, *, expected: int, by: Scope, now: datetime) -> Caso:
    """Correct the facts of a case; every open case of the same event is evaluated again.

    ``expected`` is the version of the case that the person was reading. Raises PermissionDenied,
    ActionError, VersionConflict.
    """
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        cases = _hold_event(caso)
        caso = cases[caso.pk]
        require(permissions.can_edit_caso(by, caso))
        for touched in cases.values():
            check_caso(data, lavoratore=touched.lavoratore, now=now)
        gravity, facts, evento = pick(data, GRAVITA_FIELDS), pick(data, EVENTO_FIELDS), caso.evento
        campi = [*changed(caso, gravity), *changed(evento, facts)]
        update_versioned(caso, expected=expected, **gravity)
        _write_evento(evento, facts, [row for row in cases.values() if row != caso])
        _audit(caso, "caso.modificato", by, now, campi=campi)
        for touched in cases.values():
            if touched.stato == StatoCaso.APERTO:
                evaluate(touched, by=by, now=now)
        registry.cases_changed(list(cases), now=now)
    return caso


def close_caso(caso: Caso, *, esito: str, expected: int, by: Scope, now: datetime) -> Caso:
    """Close a case with its outcome (``EsitoCaso``); ActionError while the employer still owes
    something.

    A case opened by mistake owes nothing: its open duties end as "non dovuto", one event each.
    """
    if esito not in EsitoCaso.values:
        raise ActionError(_("Indica come è finito il caso."), "esito")
    return _move(caso, "close", expected=expected, by=by, now=now, esito=esito)


def reopen_caso(caso: Caso, *, expected: int, by: Scope, now: datetime) -> Caso:
    """Open a closed case again and evaluate it anew."""
    return _move(caso, "reopen", expected=expected, by=by, now=now)


def archive_caso(caso: Caso, *, expected: int, by: Scope, now: datetime) -> Caso:
    """Put a closed case away for good."""
    return _move(caso, "archive", expected=expected, by=by, now=now)


_CODES = {"close": "caso.chiuso", "reopen": "caso.riaperto", "archive": "caso.archiviato"}


def _move(
    caso: Caso, name: str, *, expected: int, by: Scope, now: datetime, esito: str = ""
) -> Caso:
    require(permissions.can_move_caso(by, caso, name))
    with transaction.atomic():
        caso = lock(caso)
        target = target_of(CASO, name, caso)
        if name == "close":
            _settle(caso, esito, by=by, now=now)
        values = _closing(name, by, now, esito)
        update_versioned(caso, expected=expected, stato=target, **values)
        _audit(caso, _CODES[name], by, now)
        if name == "reopen":
            evaluate(caso, by=by, now=now)
            registry.cases_changed([caso.pk], now=now)
    return caso


def _closing(name: str, by: Scope, now: datetime, esito: str) -> dict[str, Any]:
    """Outcome, closing date and author come and go with the state; archiving keeps them."""
    if name == "archive":
        return {}
    closed = name == "close"
    return {
        "esito": esito,
        "chiuso_at": now if closed else None,
        "chiuso_by": by.user if closed else None,
    }


def _settle(caso: Caso, esito: str, *, by: Scope, now: datetime) -> None:
    """What an outcome asks of the rest of the case before it is closed."""
    if esito == EsitoCaso.DECESSO and not caso.mortale:
        raise ActionError(
            _(
                "Segna prima il decesso nei dati del caso: fa nascere la segnalazione entro 24 ore "
                "e la denuncia."
            ),
            "esito",
        )
    if esito == EsitoCaso.ERRORE:
        dismiss_all(caso, by=by, now=now)
    else:
        _refuse_open_duties(caso)


def _refuse_open_duties(caso: Caso) -> None:
    if caso.adempimenti.filter(stato__in=OPEN_STATES, obbligato=Obbligato.DATORE).exists():
        raise ActionError(
            _("Ci sono ancora adempimenti da fare: registra l’invio prima di chiudere il caso.")
        )


def _hold_event(caso: Caso) -> dict[Any, Caso]:
    """Lock every case of the event, always in the same order, then the event itself."""
    cases = lock(Caso.objects.filter(evento_id=caso.evento_id)).order_by("pk")
    held = {row.pk: row for row in cases.select_related("lavoratore", "organizzazione")}
    evento = lock(Evento.objects.filter(pk=caso.evento_id)).get()
    for row in held.values():
        row.evento = evento
    return held


def _write_evento(evento: Evento, facts: dict[str, Any], siblings: Iterable[Caso]) -> None:
    """Correct the event; who was reading it through another of its cases must read it again."""
    sede = facts["sede"]
    if sede is not None and sede.organizzazione_id != evento.organizzazione_id:
        raise ActionError(_("La sede non è di questa organizzazione."), "sede")
    update_versioned(evento, expected=evento.version, **facts)
    for sibling in siblings:
        update_versioned(sibling, expected=sibling.version)


def _audit(caso: Caso, code: str, by: Scope, now: datetime, **data: Any) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data=data,
    )
