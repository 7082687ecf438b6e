"""Which of the doubtful readings of a term the organisation says it follows."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.models import Adempimento, Caso
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope

# The reading that the portal follows: the term written on the card.
FOLLOWED: Final = "portale"


def readings_of(adempimento: Adempimento) -> tuple[str, ...]:
    """The codes to choose from, the portal's own first; none when nothing is doubtful."""
    others = [item["lettura"] for item in json.loads(adempimento.derivazione)["alternative"]]
    return (FOLLOWED, *others) if others else ()


def choose_reading(
    adempimento: Adempimento, lettura: str, *, by: Scope, now: datetime
) -> Adempimento:
    """Record the reading that the organisation follows; no term and no reminder moves.

    It can be chosen again; the same choice twice leaves one trace. Raises PermissionDenied,
    ActionError.
    """
    with transaction.atomic():
        caso = lock(Caso.objects.filter(pk=adempimento.caso_id)).get()
        require(permissions.can_edit_caso(by, caso))
        held = lock(adempimento)
        held.caso = caso
        if lettura not in readings_of(held):
            raise ActionError(_("Scegli una delle letture mostrate."))
        if not held.is_open:
            raise ActionError(_("Questo adempimento non è più da fare: la lettura resta com’è."))
        if held.lettura_scelta == lettura:
            return held
        update_versioned(
            held,
            expected=held.version,
            lettura_scelta=lettura,
            lettura_scelta_at=now,
            lettura_scelta_by=by.user,
        )
        record(
            "adempimento.lettura",
            by=by.user,
            now=now,
            target=held,
            organizzazione_id=held.organizzazione_id,
            data={"tipo": held.tipo, "caso": str(caso.pk), "lettura": lettura},
        )
    return held
