"""A complete, fictional example of a form, built from the examples of its fields."""

from __future__ import annotations

from typing import Any

from denunce.moduli.conditions import holds, is_blank, lookup
from denunce.moduli.declaration import Declaration, Group

Json = Any


def example(declaration: Declaration) -> dict[str, Json]:
    """Data that has no problem and fills every field that can be filled together."""
    data: dict[str, Json] = {}
    for group in declaration.groups.values():
        row = {field.key: field.example for field in group.fields}
        data[group.key] = [dict(row)] if group.repeat else row
    for group in declaration.groups.values():
        rows = data[group.key] if group.repeat else [data[group.key]]
        for row in rows:
            _drop(group, row, data)
    return data


def apply_fixed(declaration: Declaration, data: dict[str, Json]) -> None:
    """Write, in place, the values nobody types because another field decides them."""
    for group, field in declaration.fields():
        if group.repeat:
            continue
        for fixed in field.fixed:
            if holds(fixed.when, data) and holds(field.when, data):
                data.setdefault(group.key, {})[field.key] = fixed.value


def _drop(group: Group, row: dict[str, Json], data: dict[str, Json]) -> None:
    for field in group.fields:
        other = field.excludes and lookup(data, field.excludes, row)
        if is_blank(row[field.key]) or other or not holds(field.when, data, row):
            del row[field.key]
