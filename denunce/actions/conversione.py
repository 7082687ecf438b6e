"""A comunicazione that becomes a denuncia: what its form already said is not typed again.

INAIL's service converts the one into the other, fills in the shared fields and locks them
(moduli.md, Mod. 4 bis R.A.). Here they are locked once the comunicazione was sent, unless the case
says otherwise by now: then the person must see both. A wrong comunicazione is rectified.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from denunce.choices import TipoAdempimento
from denunce.models import Adempimento, Modulo
from denunce.moduli.conditions import is_blank
from denunce.moduli.declaration import Declaration
from denunce.moduli.registry import upgrade
from denunce.workflow import DONE_STATES, StatoModulo

Json = Any
# What the denuncia says of itself: its kind, its certificate, who declares and when.
OWN_GROUPS: Final = ("invio", "certificato", "dichiarante")


@dataclass(frozen=True, slots=True)
class Conversione:
    """The shared data of the comunicazione's form; ``sent``: they are locked."""

    dati: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    sent: bool = False

    def locked(self, known: Mapping[str, Json]) -> dict[str, dict[str, Json]]:
        """The values that may not change, given what the case says today (``known``)."""
        if not self.sent:
            return {}
        return {
            group: {
                key: value
                for key, value in row.items()
                if is_blank(said := known.get(group, {}).get(key)) or said == value
            }
            for group, row in self.dati.items()
        }


NONE: Final = Conversione()


def source_of(adempimento: Adempimento | None) -> Modulo | None:
    """The form of the comunicazione that a denuncia goes on from: the definitive one made last,
    else the draft; None for anything but a denuncia.
    """
    if adempimento is None or adempimento.tipo != TipoAdempimento.DENUNCIA:
        return None
    rows = Modulo.objects.filter(
        caso=adempimento.caso_id,
        adempimento__tipo=TipoAdempimento.COMUNICAZIONE,
        caso__data_key__destroyed_at__isnull=True,
    ).exclude(stato=StatoModulo.SOSTITUITO)
    kept = rows.select_related("caso__data_key", "adempimento").order_by("-created_at", "-id")
    found = list(kept)
    definitive = (row for row in found if row.stato == StatoModulo.DEFINITIVO)
    return next(definitive, found[0] if found else None)


def shared_data(source: Modulo, declaration: Declaration) -> dict[str, Json]:
    """What a form said that the other asks as well: the person may have been found to be a seafarer
    in between, and the two forms are not the same."""
    data, _dropped = upgrade(json.loads(source.dati), declaration)
    return {group: row for group, row in data.items() if group in declaration.groups}


def conversion(modulo: Modulo, declaration: Declaration) -> Conversione:
    """What a form of a denuncia shares with that of its comunicazione; nothing for another form."""
    source = source_of(modulo.adempimento)
    if source is None or source.created_at > modulo.created_at:
        return NONE
    data = shared_data(source, declaration)
    shared = {
        group: row
        for group, row in data.items()
        if group not in OWN_GROUPS and isinstance(row, Mapping)
    }
    duty = source.adempimento
    return Conversione(shared, sent=duty is not None and duty.stato in DONE_STATES)
