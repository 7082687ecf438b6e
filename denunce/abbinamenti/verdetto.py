"""What would follow from a confirmation, asked of the engine before anything is stored."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from denunce.abbinamenti.forms import ConfermaForm
from denunce.actions.certificati import preview
from denunce.models import Caso
from denunce.scadenze import Decisione
from utenti.access import Scope


def foreseen(caso: Caso, form: ConfermaForm, *, by: Scope, now: datetime) -> Decisione:
    """The decision with this certificate and, where it is chosen, with the danger of death.

    Raises PermissionDenied, ActionError as ``preview``.
    """
    dati = form.to_dati()
    told = copy(caso)
    if form.cleaned_data.get("pericolo_di_morte"):
        told.pericolo_di_morte = True
        told.noto_at = caso.noto_at or dati.received_at
    return preview(told, dati, by=by, now=now)
