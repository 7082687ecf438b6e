"""Taking over parts of an earlier form: what may be taken, and what it would change.

Only what the form asks for, in these data, and could hold: a value of another list, or a field that
this case does not ask for, stays behind. What the earlier form left empty changes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from denunce.moduli.canonical import prune
from denunce.moduli.conditions import holds, is_blank
from denunce.moduli.declaration import Declaration, Field, Group, Label
from denunce.moduli.example import apply_fixed

Json = Any
# What a form says of its own sending is never another's.
NEVER: Final = frozenset({"invio", "certificato", "dichiarante"})
EMPLOYER: Final = frozenset({"datore", "unita_produttiva", "corrispondenza", "lavori", "nave"})
PERSON: Final = frozenset({"lavoratore", "rapporto", "imbarco"})
PAY: Final = frozenset({"retribuzione", "elementi", "annui", "quadratura", "indennita"})
_NO_PATHS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Change:
    """One field (of a row, when ``row`` > 0) that would change, in words; "" for nothing."""

    label: Label
    old: str
    new: str
    row: int = 0


def offered(key: str, *, same_person: bool, same_event: bool) -> bool:
    """Whether a group may be taken: nobody needs what befell another person in another event."""
    if key in NEVER:
        return False
    if key in EMPLOYER | PAY:
        return True
    return same_person if key in PERSON else same_person or same_event


def by_default(key: str) -> bool:
    """Whether a group that may be taken is chosen to begin with: who employs and who works."""
    return key in EMPLOYER | PERSON


def copied(
    declaration: Declaration,
    data: Mapping[str, Json],
    said: Mapping[str, Json],
    keys: Collection[str],
    protected: Collection[str] = _NO_PATHS,
) -> dict[str, Json]:
    """``data`` with those groups as the earlier form ``said``; ``protected`` paths stay."""
    new: dict[str, Json] = copy.deepcopy(dict(data))
    for key in keys:
        group, theirs = declaration.groups[key], said.get(key)
        if group.repeat and isinstance(theirs, list) and theirs:
            new[key] = [_known(group, row) for row in theirs[: group.repeat]]
        elif isinstance(theirs, Mapping):
            new[key] = _row(group, new.get(key) or {}, theirs, protected)
    for key in keys:
        _leave_behind(declaration, declaration.groups[key], data, new)
    apply_fixed(declaration, new)
    pruned: dict[str, Json] = prune(new)
    return pruned


def _row(
    group: Group, mine: Mapping[str, Json], theirs: Mapping[str, Json], protected: Collection[str]
) -> dict[str, Json]:
    row = dict(mine)
    for field in group.fields:
        value = theirs.get(field.key)
        if is_blank(value) or f"/{group.key}/{field.key}" in protected:
            continue
        row[field.key] = value
        # Of two fields joined by "oppure" the earlier form filled the other one.
        if field.excludes and is_blank(theirs.get(other := field.excludes.rpartition(".")[2])):
            row.pop(other, None)
    return row


def _known(group: Group, row: Json) -> dict[str, Json]:
    keys = {field.key for field in group.fields}
    return {key: value for key, value in row.items() if key in keys} if row else {}


def _leave_behind(
    declaration: Declaration, group: Group, before: Mapping[str, Json], new: dict[str, Json]
) -> None:
    """Undo, field by field, what these data do not ask for or could not hold."""
    mine = before.get(group.key) if not group.repeat else None
    for row in new.get(group.key, []) if group.repeat else [new.get(group.key, {})]:
        for field in group.fields:
            old = mine.get(field.key) if isinstance(mine, Mapping) else None
            value = row.get(field.key)
            if is_blank(value) or value == old or _fits(declaration, field, value, new, row):
                continue
            row.pop(field.key)
            if not is_blank(old):
                row[field.key] = old


def _fits(
    declaration: Declaration,
    field: Field,
    value: Json,
    data: Mapping[str, Json],
    row: Mapping[str, Json],
) -> bool:
    day = declaration.event_day(data)
    kind = field.kind_in(data, row)
    if kind.storable(value) or kind.check(value, day):
        return False
    return holds(field.when, data, row)


def changes(
    declaration: Declaration, key: str, before: Mapping[str, Json], after: Mapping[str, Json]
) -> list[Change]:
    """What is different in a group, field by field, in the order of the form."""
    group = declaration.groups[key]
    old, new = _rows(group, before.get(key)), _rows(group, after.get(key))
    found = []
    for index in range(max(len(old), len(new))):
        mine = old[index] if index < len(old) else {}
        theirs = new[index] if index < len(new) else {}
        for field in group.fields:
            said, says = mine.get(field.key), theirs.get(field.key)
            if said != says:
                words = _words(field, said, before, mine), _words(field, says, after, theirs)
                found.append(Change(field.label, *words, index + 1 if group.repeat else 0))
    return found


def _rows(group: Group, value: Json) -> list[Mapping[str, Json]]:
    if group.repeat:
        return value if isinstance(value, list) else []
    return [value if isinstance(value, Mapping) else {}]


def _words(field: Field, value: Json, data: Mapping[str, Json], row: Mapping[str, Json]) -> str:
    return "" if is_blank(value) else field.kind_in(data, row).show(value)


def choosable(
    declaration: Declaration, said: Mapping[str, Json], *, same_person: bool, same_event: bool
) -> Iterator[Group]:
    """The groups that may be taken from an earlier form and have something in it."""
    for key, group in declaration.groups.items():
        if said.get(key) and offered(key, same_person=same_person, same_event=same_event):
            yield group
