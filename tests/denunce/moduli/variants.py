"""Data in which a field applies: the example of a form cannot fill what its own answers exclude.

``variants`` gives the example and, for each field the example leaves out, one more set of data in
which the conditions of that field hold. Together they fill every field of the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from denunce.moduli import totals
from denunce.moduli.conditions import (
    All,
    Condition,
    In,
    Is,
    Known,
    LaterBy,
    Not,
    holds,
    is_blank,
    lookup,
)
from denunce.moduli.declaration import Declaration, Field, Group
from denunce.moduli.example import example
from denunce.moduli.moments import read_day

Json = Any
_ROUNDS = 12


def filled(declaration: Declaration, data: Json) -> Iterator[tuple[Group, Field, Json, str]]:
    """Every field of the data that has a value, with its value and its JSON Pointer."""
    for group, field in declaration.fields():
        held = data.get(group.key)
        rows = [held] if not group.repeat else held if isinstance(held, list) else []
        for index, row in enumerate(rows):
            if isinstance(row, dict) and not is_blank(row.get(field.key)):
                place = f"/{group.key}/{index}" if group.repeat else f"/{group.key}"
                yield group, field, row[field.key], f"{place}/{field.key}"


def names(declaration: Declaration, data: Json) -> set[str]:
    """The fields that have a value, as ``group.field``."""
    return {f"{group.key}.{field.key}" for group, field, _v, _p in filled(declaration, data)}


def variants(declaration: Declaration) -> list[Json]:
    """The example first, then as many more sets of data as it takes to fill every field."""
    found = [example(declaration)]
    seen = names(declaration, found[0])
    for group, field in declaration.fields():
        if f"{group.key}.{field.key}" not in seen:
            found.append(variant_for(declaration, group, field))
            seen |= names(declaration, found[-1])
    return found


def switched(declaration: Declaration) -> list[Json]:
    """Data for each list that takes the place of another, and for each it takes the place of."""
    found = []
    for group, field in declaration.fields():
        for switch in field.switched:
            for truth in (True, False):
                data = variant_for(declaration, group, field)
                _make(declaration, data, _row(data, group), switch.when, truth=truth)
                settle(declaration, data)
                found.append(data)
    return found


def whole(declaration: Declaration) -> Json:
    """Every field with its example, also those that exclude each other."""
    data: Json = {}
    for group in declaration.groups.values():
        row = {f.key: f.example for f in group.fields if not is_blank(f.example)}
        data[group.key] = [row] if group.repeat else row
    return data


def variant_for(declaration: Declaration, group: Group, field: Field) -> Json:
    """Data in which that field applies and has its example."""
    data = whole(declaration)
    row = _row(data, group)
    _make(declaration, data, row, field.when, truth=True)
    for fixed in field.fixed:
        _make(declaration, data, row, fixed.when, truth=False)
    for other, each in declaration.fields():
        if each.excludes == f"{group.key}.{field.key}":
            _row(data, other).pop(each.key, None)
    if field.excludes:
        _put(declaration, data, row, field.excludes, None)
    row[field.key] = field.example
    settle(declaration, data)
    return data


def settle(declaration: Declaration, data: Json) -> None:
    """Bring the data in order, in place: what does not apply goes, what is needed comes."""
    for _round in range(_ROUNDS):
        before = repr(data)
        for group, field in declaration.fields():
            held = data.get(group.key)
            for row in (held if group.repeat else [held]) if held else ():
                _settle_field(declaration, data, row, field)
        if repr(data) == before:
            return


def _settle_field(declaration: Declaration, data: Json, row: Json, field: Field) -> None:
    if not holds(field.when, data, row):
        row.pop(field.key, None)
        return
    for fixed in field.fixed:
        if holds(fixed.when, data, row):
            row[field.key] = fixed.value
            return
    if field.excludes and lookup(data, field.excludes, row) is not None:
        row.pop(field.key, None)
        return
    kind, value = field.kind_in(data, row), row.get(field.key)
    if is_blank(value):
        if not holds(field.required, data, row):
            return
        row[field.key] = value = field.example
    if field.total:
        row[field.key] = totals.total(field.total, data)
        return
    day = declaration.event_day(data)
    if kind.storable(value) is None and kind.check(value, day) and kind.choices(day):
        row[field.key] = kind.choices(day)[0][0]


def _row(data: Json, group: Group) -> Json:
    held = data.setdefault(group.key, [{}] if group.repeat else {})
    return held[0] if group.repeat else held


def _make(declaration: Declaration, data: Json, row: Json, wish: Condition, *, truth: bool) -> None:
    """Change the data until the condition holds (or does not)."""
    if holds(wish, data, row) is truth:
        return
    match wish:
        case Is(path, value):
            _put(declaration, data, row, path, value if truth else _other(declaration, path, value))
        case In(path, values):
            _put(declaration, data, row, path, values[0] if truth else None)
        case Known(path):
            field = None if path.startswith(".") else declaration.field(path)
            _put(declaration, data, row, path, field.example if truth and field else None)
        case LaterBy(first, second, days):
            start = read_day(lookup(data, first, row))
            day = start + timedelta(days + 1 if truth else 0) if start else None
            _put(declaration, data, row, second, day.isoformat() if day else None)
        case Not(inner):
            _make(declaration, data, row, inner, truth=not truth)
        case All(conditions):
            for each in conditions if truth else conditions[-1:]:
                _make(declaration, data, row, each, truth=truth)


def _other(declaration: Declaration, path: str, value: Json) -> Json:
    if isinstance(value, bool) or path.startswith("."):
        return (not value) if isinstance(value, bool) else None
    others = [code for code, _label in declaration.field(path).kind.choices(None) if code != value]
    return others[0] if others else None


def _put(declaration: Declaration, data: Json, row: Json, path: str, value: Json) -> None:
    group, _, key = path.partition(".")
    if not group:
        row[key] = value
        return
    holder = _row(data, declaration.groups[group])
    if value is None:
        holder.pop(key, None)
        return
    holder[key] = value
    _make(declaration, data, holder, declaration.field(path).when, truth=True)
