"""Groups of doctors: made and renamed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Organizzazione
from utenti.profili.checks import is_group_name
from utenti.profili.models import Gruppo
from utenti.profili.permissions import can_add, can_manage


def create_gruppo(organizzazione: Organizzazione, nome: str, *, by: Scope, now: datetime) -> Gruppo:
    """Make a group of a hospital.

    Raises PermissionDenied, ActionError for a name that is missing or taken.
    """
    require(can_add(by, organizzazione))
    nome = _checked(nome)
    with transaction.atomic():
        lock(organizzazione)
        _refuse_taken(nome, organizzazione.pk)
        group = Gruppo.objects.create(
            organizzazione=organizzazione,
            nome=nome,
            nome_ricerca=Gruppo.search_form(nome),
            created_at=now,
            created_by=by.actor,
        )
        _audit("profili.gruppo_creato", group, by, now)
    return group


def rename_gruppo(gruppo: Gruppo, nome: str, *, expected: int, by: Scope, now: datetime) -> Gruppo:
    """Give a group another name. Raises PermissionDenied, ActionError, VersionConflict."""
    require(can_manage(by, gruppo.organizzazione_id))
    nome = _checked(nome)
    with transaction.atomic():
        lock(gruppo.organizzazione)
        row = lock(gruppo)
        _refuse_taken(nome, row.organizzazione_id, but=row)
        update_versioned(row, expected=expected, nome=nome, nome_ricerca=Gruppo.search_form(nome))
        _audit("profili.gruppo_cambiato", row, by, now)
    return row


def delete_gruppo(gruppo: Gruppo, *, by: Scope, now: datetime) -> None:
    """Take away a group that never had doctors. Raises PermissionDenied, ActionError."""
    require(can_manage(by, gruppo.organizzazione_id))
    with transaction.atomic():
        lock(gruppo.organizzazione)
        row = lock(gruppo)
        if row.profili.exists():
            raise ActionError(_("Il gruppo ha o ha avuto dei medici: puoi solo rinominarlo."))
        _audit("profili.gruppo_tolto", row, by, now)
        row.delete()


def _checked(nome: str) -> str:
    nome = " ".join(nome.split())
    if not is_group_name(nome):
        raise ActionError(_("Scrivi il nome del reparto o dell’ambulatorio, in lettere."), "nome")
    return nome


def _refuse_taken(nome: str, organizzazione_id: UUID, but: Gruppo | None = None) -> None:
    same = Gruppo.objects.filter(
        organizzazione_id=organizzazione_id, nome_ricerca=Gruppo.search_form(nome)
    )
    if any(row.pk != (but and but.pk) for row in same):
        raise ActionError(_("In questo presidio c’è già un gruppo con questo nome."), "nome")


def _audit(code: str, gruppo: Gruppo, by: Scope, now: datetime) -> None:
    audit.record(
        code, by=by.user, now=now, target=gruppo, organizzazione_id=gruppo.organizzazione_id
    )
