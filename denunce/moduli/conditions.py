"""Conditions on the data of a form: objects that can be evaluated and put in a schema.

A path is ``"group.field"``; inside a repeated group ``".field"`` means the same row. What is not
known makes no condition true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from denunce.moduli.moments import read_day

Json = Any


@dataclass(frozen=True, slots=True)
class Is:
    """The field has exactly this value."""

    path: str
    value: str | bool


@dataclass(frozen=True, slots=True)
class In:
    """The field has one of these values."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The field has a value."""

    path: str


@dataclass(frozen=True, slots=True)
class LaterBy:
    """The second field is a day more than ``days`` days after that of the first.

    No JSON Schema can say it: only what ``problems`` and the pages do may hang on it.
    """

    first: str
    second: str
    days: int


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds; none at all holds always."""

    conditions: tuple[Condition, ...]


Condition = Is | In | Known | LaterBy | Not | All
ALWAYS = All(())
NEVER = Not(ALWAYS)


def is_blank(value: Json) -> bool:
    """Tell whether a value is the same as absent: null, blank text, an empty object or list."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == {} or value == []


def lookup(data: Mapping[str, Json], path: str, row: Mapping[str, Json] | None = None) -> Json:
    """The value at a path, or None when it is absent or what stands there has another shape."""
    group, _, key = path.partition(".")
    holder: Json = data.get(group) if group else row
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return None if is_blank(value) else value


def holds(
    condition: Condition, data: Mapping[str, Json], row: Mapping[str, Json] | None = None
) -> bool:
    """Evaluate a condition on the data; ``row`` is the row of a repeated group."""
    match condition:
        case Is(path, value):
            found = lookup(data, path, row)
            return type(found) is type(value) and found == value
        case In(path, values):
            return lookup(data, path, row) in values
        case Known(path):
            return lookup(data, path, row) is not None
        case LaterBy(first, second, days):
            start, end = read_day(lookup(data, first, row)), read_day(lookup(data, second, row))
            return bool(start and end and end > start + timedelta(days))
        case Not(inner):
            return not holds(inner, data, row)
        case All(conditions):
            return all(holds(each, data, row) for each in conditions)


def paths(condition: Condition) -> tuple[str, ...]:
    """The fields a condition looks at, each once, in order."""
    match condition:
        case Is(path) | In(path) | Known(path):
            return (path,)
        case LaterBy(first, second):
            return (first, second)
        case Not(inner):
            return paths(inner)
        case All(conditions):
            return tuple(dict.fromkeys(path for each in conditions for path in paths(each)))


def expressible(condition: Condition) -> bool:
    """Whether a JSON Schema can say the condition."""
    match condition:
        case LaterBy():
            return False
        case Not(inner):
            return expressible(inner)
        case All(conditions):
            return all(expressible(each) for each in conditions)
    return True


def schema(condition: Condition) -> dict[str, Json]:
    """The condition as a JSON Schema of the whole document (of the row, for ``".field"``).

    Raises ValueError for what is not ``expressible``.
    """
    match condition:
        case LaterBy():
            raise ValueError("a JSON Schema cannot compare days")
        case Is(path, value):
            return at(path, {"const": value})
        case In(path, values):
            return at(path, {"enum": list(values)})
        case Known(path):
            return at(path, {})
        case Not(inner):
            return {"not": schema(inner)}
        case All(conditions):
            return {"allOf": [schema(each) for each in conditions]} if conditions else {}


def at(path: str, rule: dict[str, Json]) -> dict[str, Json]:
    """A schema that requires the field at ``path`` to exist and to satisfy ``rule``."""
    group, _, key = path.partition(".")
    inner = {"properties": {key: rule}, "required": [key]}
    return {"properties": {group: inner}, "required": [group]} if group else inner
