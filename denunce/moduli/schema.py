"""JSON Schema (draft 2020-12) of the canonical data of a form, with its conditional rules.

The order and the distance of dates, check characters and the days a code was valid are not
expressible: ``problems`` says those. Whatever has no problem satisfies the schema (tested).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from denunce.moduli import conditions
from denunce.moduli.conditions import ALWAYS, NEVER, All, Condition, Not, paths
from denunce.moduli.declaration import Declaration, Field, Fixed, Group

Json = Any


def json_schema(declaration: Declaration) -> dict[str, Json]:
    """The schema of one version of a form."""
    rules = [
        rule
        for group in declaration.groups.values()
        for rule in (_of_every_row(group) if group.repeat else _of(group, f"{group.key}."))
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
    own = [rule for seen, rule in _rules(group, ".") if all(path[0] == "." for path in seen)]
    if own:
        row["allOf"] = own
    return {"type": "array", "maxItems": group.repeat, "items": row}


def _field(field: Field) -> dict[str, Json]:
    about = {"title": str(field.label)}
    if field.help or field.norm:
        about["description"] = " ".join(filter(None, (str(field.help), field.norm)))
    kinds = [field.kind, *(switch.kind for switch in field.switched)]
    shape = field.kind.schema() if len(kinds) == 1 else {"anyOf": [each.schema() for each in kinds]}
    return about | shape | {"x-privacy": str(field.privacy)}


def _of(group: Group, prefix: str) -> Iterator[dict[str, Json]]:
    return (rule for _seen, rule in _rules(group, prefix))


def _of_every_row(group: Group) -> Iterator[dict[str, Json]]:
    """What a field outside a repeated group decides for each of its rows."""
    for seen, rule in _rules(group, "."):
        if "if" in rule and seen and not any(path[0] == "." for path in seen):
            branches = {name: rule[name] for name in ("then", "else") if name in rule}
            yield {"if": rule["if"]} | {
                name: {"properties": {group.key: {"items": inner}}}
                for name, inner in branches.items()
            }


def _rules(group: Group, prefix: str) -> Iterator[tuple[tuple[str, ...], dict[str, Json]]]:
    """The rules between fields, each with the paths that it looks at."""
    for field in group.fields:
        path = prefix + field.key
        needed = All((field.when, field.required))
        unusual = field.required != NEVER and needed != All((ALWAYS, ALWAYS))
        if unusual and conditions.expressible(needed):
            yield paths(needed), {"if": conditions.schema(needed), "then": conditions.at(path, {})}
        if field.when != ALWAYS and conditions.expressible(field.when):
            absent = _if_present(path, False)
            yield paths(field.when), {"if": conditions.schema(field.when), "else": absent}
        if field.excludes:
            both = [conditions.at(path, {}), conditions.at(field.excludes, {})]
            yield (field.excludes,), {"not": {"allOf": both}}
        yield from _switches(field, path)
        for fixed in filter(_expressible, field.fixed):
            wanted = _if_present(path, {"const": fixed.value})
            yield paths(fixed.when), {"if": conditions.schema(fixed.when), "then": wanted}


def _expressible(fixed: Fixed) -> bool:
    return conditions.expressible(fixed.when)


def _switches(field: Field, path: str) -> Iterator[tuple[tuple[str, ...], dict[str, Json]]]:
    """The first list whose condition holds, else the field's own, as ``kind_in`` chooses."""
    earlier: list[Condition] = []
    for switch in field.switched:
        holding = All((*(Not(each) for each in earlier), switch.when))
        chosen = _if_present(path, switch.kind.schema())
        yield paths(holding), {"if": conditions.schema(holding), "then": chosen}
        earlier.append(switch.when)
    if earlier:
        none = All(tuple(Not(each) for each in earlier))
        own = _if_present(path, field.kind.schema())
        yield paths(none), {"if": conditions.schema(none), "then": own}


def _if_present(path: str, rule: Json) -> dict[str, Json]:
    group, _, key = path.partition(".")
    inner = {"properties": {key: rule}}
    return {"properties": {group: inner}} if group else inner
