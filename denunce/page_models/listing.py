"""A whole list of the worklist as plain columns: for a sheet of paper or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from denunce.models import Adempimento, Caso
from denunce.page_models.rows import assigned_to, what
from denunce.page_models.wordings import ACTS, TITLES
from portal.base import wording
from portal.base.clock import local

# Enough for every list that somebody reads; who needs more takes one organisation or kind a time.
ROWS_MAX: Final = 5000


def columns() -> list[str]:
    """The headings, in order."""
    return [
        _("Urgenza"),
        _("Adempimento"),
        _("Entro"),
        _("Norma"),
        _("Cognome e nome"),
        _("Classe o reparto"),
        _("Caso"),
        _("Evento"),
        _("Assegnato a"),
        _("Organizzazione"),
        _("Fatto il"),
    ]


def cells(row: Adempimento | Caso, now: datetime, organisations: Mapping[UUID, str]) -> list[str]:
    """One row, in the order of ``columns``."""
    caso = row if isinstance(row, Caso) else row.caso
    person = caso.lavoratore
    about = [
        str(person),
        person.classe,
        str(caso),
        what(caso.evento),
        assigned_to(caso),
        organisations.get(caso.organizzazione_id, ""),
    ]
    if isinstance(row, Caso):
        return [str(wording.WAITING.word), _("Certificato medico"), "", "", *about, ""]
    urgency = wording.urgency(row.termine_at, now, row.stato)
    head = [str(urgency.word), str(TITLES[row.tipo]), _instant(row.termine_at), ACTS[row.tipo]]
    return [*head, *about, _instant(row.done_at) if row.done_at else ""]


def described(choices: Any, search: str) -> list[str]:
    """Which list this is, in words: what a sheet of paper must say of itself."""
    said = [str(choices.label)]
    if search:
        said.append(_("ricerca: %(text)s") % {"text": search})
    return [*said, *choices.narrowing.words(choices.sedi)]


def _instant(value: datetime) -> str:
    return f"{local(value):%d/%m/%Y %H:%M}"
