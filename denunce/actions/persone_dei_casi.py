"""Whose a case is: the colleague who follows it, the person it is about, two cards made one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions, registry
from denunce.actions.dati import EVENTO_FIELDS, GRAVITA_FIELDS, DatiCaso, changed, pick
from denunce.actions.evaluation import evaluate
from denunce.actions.guards import check_caso
from denunce.models import Bozza, Caso, Lavoratore
from denunce.workflow import StatoCaso
from portal.base.audit import record
from portal.base.authz import Permission, require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope, works_on
from utenti.models import Utente

# What of two cards of one person may differ, and is chosen field by field.
MERGED_FIELDS = (
    "categoria",
    "cognome",
    "nome",
    "sesso",
    "nato_on",
    "nato_a",
    "codice_fiscale",
    "classe",
    "indirizzo",
    "domicilio_comune",
    "domicilio_provincia",
    "domicilio_cap",
    "telefono",
)


def assign_caso(
    caso: Caso, collega: Utente | None, *, expected: int, by: Scope, now: datetime
) -> Caso:
    """Say who follows a case, None for nobody; it must be somebody who may work on it.

    Raises PermissionDenied, ActionError, VersionConflict.
    """
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        caso = lock(caso)
        require(permissions.can_edit_caso(by, caso))
        if collega is not None and not works_on(
            collega, Permission.CASO_EDIT, caso.organizzazione_id, on=by.on
        ):
            raise ActionError(_("Questa persona non lavora sui casi."), "assegnato_a")
        if caso.assegnato_a_id == (collega.pk if collega else None):
            return caso
        update_versioned(caso, expected=expected, assegnato_a=collega)
        code = "caso.assegnato" if collega else "caso.non_assegnato"
        _audit_caso(caso, code, by, now, **({"utente": str(collega.pk)} if collega else {}))
    return caso


def change_person(
    caso: Caso, lavoratore: Lavoratore, *, expected: int, by: Scope, now: datetime
) -> Caso:
    """The case is about somebody else of the same organisation; everything is decided again.

    Raises PermissionDenied, ActionError, VersionConflict.
    """
    require(permissions.can_edit_caso(by, caso))
    with transaction.atomic():
        caso = lock(
            Caso.objects.filter(pk=caso.pk).select_related("evento", "organizzazione")
        ).get()
        require(permissions.can_edit_caso(by, caso))
        _check_person(caso, lavoratore, now)
        before = caso.lavoratore_id
        update_versioned(caso, expected=expected, lavoratore=lavoratore)
        _audit_caso(caso, "caso.persona", by, now, prima=str(before), ora=str(lavoratore.pk))
        evaluate(caso, by=by, now=now)
        registry.cases_changed([caso.pk], now=now)
    return caso


def _check_person(caso: Caso, lavoratore: Lavoratore, now: datetime) -> None:
    if lavoratore.organizzazione_id != caso.organizzazione_id or lavoratore.unito_a_id is not None:
        raise ActionError(_("Scegli una persona della stessa organizzazione."), "persona")
    if lavoratore.pk == caso.lavoratore_id:
        raise ActionError(_("Il caso riguarda già questa persona."), "persona")
    if caso.evento.casi.filter(lavoratore=lavoratore).exists():
        raise ActionError(_("Per questa persona e questo evento esiste già un caso."), "persona")
    facts = DatiCaso(**pick(caso.evento, EVENTO_FIELDS), **pick(caso, GRAVITA_FIELDS))
    try:
        check_caso(facts, lavoratore=lavoratore, now=now)
    except ActionError as refusal:
        raise ActionError(refusal.message, "persona") from refusal


def merge_lavoratori(
    kept: Lavoratore,
    other: Lavoratore,
    chosen: Mapping[str, Any],
    *,
    versions: tuple[int, int],
    by: Scope,
    now: datetime,
) -> Lavoratore:
    """Two cards of one person become one: ``kept`` stays, with the values chosen field by field;
    the cases and drafts of ``other`` move to it and ``other`` names it (``unito_a``).

    ``versions`` are those of the two cards as they were read. Open cases are decided again. Raises
    PermissionDenied, ActionError, VersionConflict.
    """
    require(permissions.can_edit_lavoratore(by, kept))
    require(permissions.can_edit_lavoratore(by, other))
    with transaction.atomic():
        kept, other = _hold_two(kept, other)
        _check_merge(kept, other)
        values = _chosen(kept, other, chosen)
        campi = [name for name in changed(kept, values) if name != "codice_fiscale_index"]
        update_versioned(other, expected=versions[1], unito_a=kept)
        other.doppioni.update(unito_a=kept)
        searched = Lavoratore.search_form(values["cognome"], values["nome"])
        update_versioned(kept, expected=versions[0], nome_ricerca=searched, **values)
        _move_cases(kept, other, by, now)
        record(
            "lavoratore.unito",
            by=by.user,
            now=now,
            target=kept,
            organizzazione_id=kept.organizzazione_id,
            data={"doppione": str(other.pk), "campi": campi},
        )
    return kept


def _hold_two(kept: Lavoratore, other: Lavoratore) -> tuple[Lavoratore, Lavoratore]:
    """Both cards under lock, always taken in the same order."""
    rows = lock(Lavoratore.objects.filter(pk__in=(kept.pk, other.pk))).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[kept.pk], held[other.pk]


def _check_merge(kept: Lavoratore, other: Lavoratore) -> None:
    if kept.pk == other.pk or kept.organizzazione_id != other.organizzazione_id:
        raise ActionError(_("Scegli due schede diverse della stessa organizzazione."))
    if kept.unito_a_id is not None or other.unito_a_id is not None:
        raise ActionError(_("Una delle due schede è già stata unita a un’altra."))
    shared = kept.casi.filter(evento__in=other.casi.values("evento")).order_by("pk").first()
    if shared is not None:
        raise ActionError(
            _(
                "Le due schede hanno un caso ciascuna per lo stesso evento (%(numero)s): sono "
                "davvero la stessa persona? Correggi prima la persona di uno dei due."
            )
            % {"numero": shared}
        )


def _chosen(kept: Lavoratore, other: Lavoratore, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the card that stays: each is one of the two on record, none is new."""
    values: dict[str, Any] = {}
    for name in MERGED_FIELDS:
        mine, theirs = getattr(kept, name), getattr(other, name)
        values[name] = chosen.get(name, mine)
        if values[name] not in (mine, theirs):
            raise ActionError(_("Scegli uno dei due valori."), name)
    codice = values["codice_fiscale"]
    values["codice_fiscale_index"] = Lavoratore.index_of(codice) if codice else ""
    return values


def _move_cases(kept: Lavoratore, other: Lavoratore, by: Scope, now: datetime) -> None:
    """Give ``kept`` everything of ``other``; all its open cases are decided with its new data."""
    Bozza.objects.filter(lavoratore=other).update(lavoratore=kept)
    cases = list(lock(Caso.objects.filter(lavoratore__in=(kept, other))).order_by("pk"))
    for caso in cases:
        before: UUID = caso.lavoratore_id
        if before == other.pk:
            update_versioned(caso, expected=caso.version, lavoratore=kept)
            _audit_caso(caso, "caso.persona", by, now, prima=str(before), ora=str(kept.pk))
        if caso.stato == StatoCaso.APERTO:
            evaluate(caso, by=by, now=now)
    registry.cases_changed([caso.pk for caso in cases], now=now)


def _audit_caso(caso: Caso, code: str, by: Scope, now: datetime, **data: str) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data=data,
    )
