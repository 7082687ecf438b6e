"""The data of an organisation and its sites."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit
from portal.base.authz import require
from portal.base.db import VersionConflict, lock, normalize
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Organizzazione, Sede
from utenti.organizzazioni import permissions

# What its administrator changes; name, kind and codice fiscale are those that were checked.
FIELDS: Final = (
    "indirizzo",
    "cap",
    "comune",
    "provincia",
    "telefono",
    "email",
    "pec",
    "codice_ditta",
    "polizza_presente",
    "polizza_termine_giorni",
)


def fingerprint(organizzazione: Organizzazione) -> str:
    """Changes with the data: two windows on one form do not overwrite each other."""
    values = json.dumps([getattr(organizzazione, name) for name in FIELDS])
    return hashlib.sha256(values.encode()).hexdigest()


def update_organizzazione(
    organizzazione: Organizzazione,
    data: dict[str, Any],
    *,
    expected: str,
    by: Scope,
    now: datetime,
) -> Organizzazione:
    """Change the data that its administrator keeps.

    Raises PermissionDenied, ActionError, VersionConflict.
    """
    require(permissions.can_administer(by, organizzazione))
    values = {name: data[name] for name in FIELDS}
    if values["polizza_termine_giorni"] is not None and not values["polizza_presente"]:
        raise ActionError(
            _("Il termine si indica solo se la polizza c’è."), "polizza_termine_giorni"
        )
    with transaction.atomic():
        row = lock(organizzazione)
        changed = [name for name in FIELDS if getattr(row, name) != values[name]]
        if not changed:
            return row
        if fingerprint(row) != expected:
            raise VersionConflict
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
        _record("organizzazione.dati", row, row, by, now, campi=sorted(changed))
    return row


def save_sede(
    organizzazione: Organizzazione,
    data: dict[str, str],
    *,
    sede: Sede | None = None,
    by: Scope,
    now: datetime,
) -> Sede:
    """Add a site, or change ``sede``; two sites never bear one name.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_administer(by, organizzazione))
    name = " ".join(data["denominazione"].split())
    with transaction.atomic():
        lock(organizzazione)
        rows = list(Sede.objects.filter(organizzazione=organizzazione).order_by("pk"))
        twin = next((row for row in rows if normalize(row.denominazione) == normalize(name)), None)
        if twin is not None and (sede is None or twin.pk != sede.pk):
            raise ActionError(_("C’è già una sede con questo nome."), "denominazione")
        row = sede or Sede(organizzazione=organizzazione, principale=not rows)
        row.denominazione = name
        for field in ("comune", "provincia", "indirizzo"):
            setattr(row, field, data[field])
        row.save()
        code = "organizzazione.sede_nuova" if sede is None else "organizzazione.sede_cambiata"
        _record(code, row, organizzazione, by, now)
    return row


def record_focus(scope: Scope, now: datetime) -> None:
    """Write down for which organisation the person works from now on (none named: all)."""
    place = scope.focused
    audit.record(
        "utenti.lavora_per",
        by=scope.actor,
        now=now,
        target=scope.actor,
        organizzazione_id=place.id if place is not None else None,
    )


def close_organizzazione(
    organizzazione: Organizzazione, *, by: Scope, now: datetime
) -> Organizzazione:
    """Nobody works for it any more, delegations included; what it must keep stays.

    Closing twice changes nothing. Raises PermissionDenied.
    """
    require(permissions.can_close(by, organizzazione))
    with transaction.atomic():
        row = lock(organizzazione)
        if row.chiusa_at is None:
            row.chiusa_at = now
            row.save(update_fields=["chiusa_at"])
            _record("organizzazione.chiusa", row, row, by, now)
    return row


def _record(
    code: str,
    target: Organizzazione | Sede,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    **data: Any,
) -> None:
    audit.record(
        code,
        by=by.actor,
        now=now,
        target=target,
        organizzazione_id=organizzazione.pk,
        data=data,
    )
