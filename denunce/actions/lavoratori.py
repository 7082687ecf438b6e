"""Adding and correcting the people of an organisation."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions, registry
from denunce.actions.dati import DatiLavoratore, changed
from denunce.actions.evaluation import evaluate
from denunce.models import Lavoratore
from denunce.workflow import StatoCaso
from portal.base.audit import record
from portal.base.authz import require
from portal.base.clock import local
from portal.base.codice_fiscale import check_codice, doubts_of
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError, ConfirmationNeeded
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione


def create_lavoratore(
    data: DatiLavoratore,
    *,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    confirmed: bool = False,
) -> Lavoratore:
    """Add a person to an organisation.

    A codice fiscale that disagrees with name, sex, birth date or place raises ConfirmationNeeded
    unless ``confirmed``; a malformed one, or one the organisation already has, raises ActionError.
    """
    require(permissions.can_create_caso(by, organizzazione.pk))
    values = _checked(data, now=now, confirmed=confirmed)
    with transaction.atomic():
        _refuse_known(values["codice_fiscale_index"], organizzazione.pk, but=None)
        lavoratore = Lavoratore(
            organizzazione=organizzazione,
            data_key=DataKey.create(now),
            created_at=now,
            created_by=by.user,
            **values,
        )
        lavoratore.save(force_insert=True)
        _audit(lavoratore, "lavoratore.creato", by, now)
    return lavoratore


def update_lavoratore(
    lavoratore: Lavoratore,
    data: DatiLavoratore,
    *,
    expected: int,
    by: Scope,
    now: datetime,
    confirmed: bool = False,
) -> Lavoratore:
    """Correct the data of a person; the same refusals as ``create_lavoratore``, and
    VersionConflict. Another category decides the open cases again.
    """
    require(permissions.can_edit_lavoratore(by, lavoratore))
    values = _checked(data, now=now, confirmed=confirmed)
    with transaction.atomic():
        lavoratore = lock(lavoratore)
        if lavoratore.unito_a_id is not None:
            raise ActionError(_("Questa scheda è stata unita a un’altra: correggi quella."))
        _refuse_known(
            values["codice_fiscale_index"], lavoratore.organizzazione_id, but=lavoratore.pk
        )
        campi = [name for name in changed(lavoratore, values) if name != "codice_fiscale_index"]
        searched = Lavoratore.search_form(values["cognome"], values["nome"])
        update_versioned(lavoratore, expected=expected, nome_ricerca=searched, **values)
        _audit(lavoratore, "lavoratore.modificato", by, now, campi=campi)
        if "categoria" in campi:
            _decide_again(lavoratore, by, now)
        if "codice_fiscale" in campi:
            cases = lavoratore.casi.order_by("pk").values_list("pk", flat=True)
            registry.cases_changed(list(cases), now=now)
    return lavoratore


def _decide_again(lavoratore: Lavoratore, by: Scope, now: datetime) -> None:
    """Cover and duties hang on who the person is (dominio 0.1): the open cases follow."""
    for caso in lavoratore.casi.filter(stato=StatoCaso.APERTO).order_by("pk"):
        evaluate(caso, by=by, now=now)


def _checked(data: DatiLavoratore, *, now: datetime, confirmed: bool) -> dict[str, Any]:
    """The columns to store, after every check of the input."""
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    for name in ("cognome", "nome"):
        values[name] = " ".join(values[name].split())
        if not values[name]:
            raise ActionError(_("Scrivi nome e cognome."), name)
    if data.nato_on > local(now).date():
        raise ActionError(_("La data di nascita è nel futuro."), "nato_on")
    codice = check_codice(data.codice_fiscale)
    doubts = [] if confirmed or codice is None else doubts_of(codice, data)
    if doubts:
        raise ConfirmationNeeded(doubts)
    index = Lavoratore.index_of(codice) if codice else ""
    return values | {"codice_fiscale": codice, "codice_fiscale_index": index}


def _refuse_known(index: str, organizzazione_id: UUID, *, but: UUID | None) -> None:
    """The database refuses a twin too; here the person reads on which field."""
    twins = Lavoratore.objects.known().filter(
        organizzazione_id=organizzazione_id, codice_fiscale_index=index
    )
    if but is not None:
        twins = twins.exclude(pk=but)
    if index and twins.exists():
        raise ActionError(
            _("In questa organizzazione c’è già una persona con questo codice fiscale."),
            "codice_fiscale",
        )


def _audit(lavoratore: Lavoratore, code: str, by: Scope, now: datetime, **data: Any) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=lavoratore,
        organizzazione_id=lavoratore.organizzazione_id,
        data=data,
    )
