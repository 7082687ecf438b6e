"""One row more of a repeated group, or one taken away: witnesses, vehicles, periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from denunce.forms.modulo import FROM_CASE, ModuloForm
from denunce.models import Modulo
from denunce.moduli.declaration import Declaration
from denunce.moduli.registry import declaration_version

# The buttons of a group: the key of the group, or the key and the place of the row.
ADD: Final = "aggiungi"
REMOVE: Final = "togli"
_ROW = re.compile(r"([a-z0-9_]+?)__([0-9]{1,3})", re.ASCII)


def edited_form(modulo: Modulo, posted: Mapping[str, str]) -> ModuloForm:
    """What was typed, as the button that was pressed wants it: without a row, or with what the
    case says."""
    if row := row_of(modulo, posted.get(REMOVE, "")):
        return ModuloForm(modulo, without_row(posted, *row))
    return ModuloForm.taking(modulo, posted, posted.get(FROM_CASE, ""))


def opened_form(modulo: Modulo, more: str) -> ModuloForm:
    """What the form holds, with a blank row more in the group called ``more``."""
    form = ModuloForm(modulo, None)
    form.one_more = more
    return form


def row_of(modulo: Modulo, text: str) -> tuple[str, int] | None:
    """The group and the place that ``testimoni__1`` names; None when the form has no such row."""
    found = _ROW.fullmatch(text)
    repeat = repeats(modulo, found[1]) if found else 0
    return (found[1], int(found[2])) if found and int(found[2]) < repeat else None


def repeats(modulo: Modulo, key: str) -> int:
    """How many rows a group can have; 0 for one that is no list."""
    declaration: Declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    group = declaration.groups.get(key)
    return group.repeat if group else 0


def without_row(posted: Mapping[str, str], key: str, place: int) -> dict[str, str]:
    """The texts without one row: those after it move up by one."""
    texts: dict[str, str] = {}
    for name in posted:
        group, _, rest = name.partition("__")
        index, _, field = rest.partition("__")
        if group != key or not index.isdecimal() or int(index) < place:
            texts[name] = str(posted[name])
        elif int(index) > place:
            texts[f"{key}__{int(index) - 1}__{field}"] = str(posted[name])
    return texts
