"""JSON Schema (draft 2020-12) of the canonical data of a form, with its conditional rules.

The order and the distance of dates, check characters and the days a code was valid are not
expressible: ``problems`` says those. Whatever has no problem satisfies the schema (tested).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from denunce.moduli import conditions
from denunce.moduli.conditions import ALWAYS, NEVER, All
from denunce.moduli.declaration import Declaration, Field, Group

Json = Any


def json_schema(declaration: Declaration) -> dict[str, Json]:
    """The schema of one version of a form."""
    rules = [
        rule
        for group in declaration.groups.values()
        if not group.repeat
        for rule in _rules(group, f"{group.key}.")
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:portale-infortuni:{declaration.code}:{declaration.version}",
        "title": f"{declaration.short} - {declaration.title}",
        "$comment": "Fac-simile: non è lo schema XML dell’INAIL.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _group(group) for key, group in declaration.groups.items()},
        "required": [
            key
            for key, group in declaration.groups.items()
            if not group.repeat and any(field.required == ALWAYS for field in group.fields)
        ],
        "allOf": rules,
    }


def _group(group: Group) -> dict[str, Json]:
    row: dict[str, Json] = {
        "type": "object",
        "title": str(group.title),
        "additionalProperties": False,
        "properties": {field.key: _field(field) for field in group.fields},
        "required": [f.key for f in group.fields if f.required == ALWAYS and f.when == ALWAYS],
    }
    if not group.repeat:
        return row
    if rules := list(_rules(group, ".")):
        row["allOf"] = rules
    return {"type": "array", "maxItems": group.repeat, "items": row}


def _field(field: Field) -> dict[str, Json]:
    about = {"title": str(field.label)}
    if field.help or field.norm:
        about["description"] = " ".join(filter(None, (str(field.help), field.norm)))
    kinds = [field.kind, *(switch.kind for switch in field.switched)]
    shape = field.kind.schema() if len(kinds) == 1 else {"anyOf": [each.schema() for each in kinds]}
    return about | shape | {"x-privacy": str(field.privacy)}


def _rules(group: Group, prefix: str) -> Iterator[dict[str, Json]]:
    for field in group.fields:
        path = prefix + field.key
        needed = All((field.when, field.required))
        if field.required != NEVER and needed != All((ALWAYS, ALWAYS)):
            yield {"if": conditions.schema(needed), "then": conditions.at(path, {})}
        if field.when != ALWAYS:
            yield {"if": conditions.schema(field.when), "else": _if_present(path, False)}
        if field.excludes:
            both = [conditions.at(path, {}), conditions.at(field.excludes, {})]
            yield {"not": {"allOf": both}}
        for switch in field.switched:
            yield {
                "if": conditions.schema(switch.when),
                "then": _if_present(path, switch.kind.schema()),
            }
        if field.switched:
            others = [conditions.schema(switch.when) for switch in field.switched]
            yield {"if": {"anyOf": others}, "else": _if_present(path, field.kind.schema())}
        for fixed in field.fixed:
            if not conditions.expressible(fixed.when):
                continue
            yield {
                "if": conditions.schema(fixed.when),
                "then": _if_present(path, {"const": fixed.value}),
            }


def _if_present(path: str, rule: Json) -> dict[str, Json]:
    group, _, key = path.partition(".")
    inner = {"properties": {key: rule}}
    return {"properties": {group: inner}} if group else inner
