"""Collects what is known of a case as data of a form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from denunce.moduli.declaration import Declaration
from denunce.moduli.kinds import BadValue
from denunce.moduli.moments import instant_text
from denunce.moduli.wizard import read
from portal.base.riferimenti.towns import Towns

Json = Any


class Draft:
    """Collects values, each through the reader of its field."""

    def __init__(self, declaration: Declaration, towns: Towns) -> None:
        self.declaration = declaration
        self.towns = towns
        self.data: dict[str, Json] = {}

    def put(self, group: str, **values: Json) -> None:
        """Write the values that the form has a field for and that fit in it."""
        if group not in self.declaration.groups:
            return
        declared = {field.key: field for field in self.declaration.groups[group].fields}
        row = self.data.setdefault(group, {})
        for key, value in values.items():
            if key not in declared or value is None or value == "":
                continue
            try:
                row[key] = value if isinstance(value, bool) else read(declared[key], _text(value))
            except BadValue:
                continue


def _text(value: Json) -> str:
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)
