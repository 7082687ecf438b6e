"""What is searched while somebody types in a field, and which fields of its row a choice fills.

The fields beside it are found by their keys: a town ``domicilio_comune`` brings
``domicilio_provincia`` and ``domicilio_codice_istat``, the town of birth ``nato_a`` brings
``nato_provincia``; a profession brings its code and its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from denunce.moduli.declaration import Declaration, Field, Group
from denunce.moduli.moments import read_day

Json = Any
SEARCHED: Final = ("comune", "stato", "professione")
# Selects with more values than these are narrowed by typing.
LONG_LIST: Final = 15
_ISTAT = ("codice_istat", "istat", "istat_comune", "codice_istat_comune")
_PROFESSION_CODE = ("voce_codice", "professione_codice", "codice_professione")
_PROFESSION_NAME = ("voce_professionale", "professione")


def find(declaration: Declaration, name: str) -> tuple[Group, Field] | None:
    """The group and the searched field of a control (``lavoratore__nato_a``,
    ``testimoni__0__comune``); None when it is no control, or nothing is searched in it."""
    group = declaration.groups.get(name.partition("__")[0])
    if group is None:
        return None
    key = name.rpartition("__")[2]
    found = (each for each in group.fields if each.key == key and each.suggest in SEARCHED)
    field = next(found, None)
    return (group, field) if field else None


def day_of(
    declaration: Declaration, data: Mapping[str, Json], group: Group, field: Field
) -> date | None:
    """The day whose names count: that of birth for a birthplace, else that of the event."""
    if field.key.startswith("nato_"):
        row = data.get(group.key)
        born = read_day(row.get("nato_il")) if isinstance(row, Mapping) else None
        if born:
            return born
    return declaration.event_day(data)


def fills(group: Group, field: Field) -> Mapping[str, str]:
    """The key of the field that takes each part of a choice: ``nome``, ``provincia``, ``istat``,
    ``codice``."""
    keys = {each.key for each in group.fields}
    if field.suggest == "professione":
        code, name = _first(_PROFESSION_CODE, keys), _first(_PROFESSION_NAME, keys)
        return {part: key for part, key in (("codice", code), ("nome", name)) if key}
    found = {"nome": field.key}
    if field.suggest == "comune" and (prefix := _prefix(field.key)) is not None:
        found["provincia"] = prefix + "provincia"
        found["istat"] = _first(tuple(prefix + each for each in _ISTAT), keys)
    return {part: key for part, key in found.items() if key in keys}


def _prefix(key: str) -> str | None:
    if key == "nato_a":
        return "nato_"
    return key.removesuffix("comune") if key.endswith("comune") else None


def _first(wanted: tuple[str, ...], keys: set[str]) -> str:
    return next((key for key in wanted if key in keys), "")
