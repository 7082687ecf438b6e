"""What is missing or wrong in the data of a form: "perché non posso inviare"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli import totals
from denunce.moduli.conditions import holds, is_blank, lookup
from denunce.moduli.declaration import Declaration, Field, Group, Problem
from denunce.moduli.kinds import comma

Json = Any
_MAX_UNKNOWN = 50
_MAX_PROBLEMS = 1000


def problems(declaration: Declaration, data: Json) -> list[Problem]:
    """Everything that keeps the form from being definitive, in the order of the form.

    Empty exactly when the data may be sent. Never raises, whatever JSON it is given.
    """
    broken = structure(declaration, data)
    if not isinstance(data, Mapping):
        return broken
    told = {problem.path for problem in broken}
    found = list(broken)
    for group, row, base in _rows(declaration, data):
        for field in group.fields:
            path = f"{base}/{field.key}"
            if path not in told:
                found += _field_problems(declaration, data, row, field, path)
    found += _first_day(declaration, data)
    for check in declaration.checks:
        found += [problem for problem in check(data, declaration) if problem.path not in told]
    order = {f"/{g.key}/{f.key}": place for place, (g, f) in enumerate(declaration.fields())}
    return sorted(found, key=lambda problem: order.get(_unindexed(problem.path), -1))


def structure(declaration: Declaration, data: Json) -> list[Problem]:
    """What not even a draft can keep: unknown fields, wrong types, text too long or unfit."""
    if not isinstance(data, Mapping):
        return [Problem("", _("Servono i dati del modulo come oggetto JSON."))]
    return [
        *_unknown(data, set(declaration.groups), ""),
        *_shapes(declaration, data),
    ][:_MAX_PROBLEMS]


def _shapes(declaration: Declaration, data: Mapping[str, Json]) -> Iterator[Problem]:
    for group in declaration.groups.values():
        value = data.get(group.key)
        if is_blank(value):
            continue
        if not isinstance(value, list if group.repeat else Mapping):
            wanted = _("Serve un elenco.") if group.repeat else _("Serve un oggetto.")
            yield Problem(f"/{group.key}", wanted)
        elif group.repeat and len(value) > group.repeat:
            message = _("Al massimo %(max)d: qui sono %(now)d.")
            yield Problem(f"/{group.key}", message % {"max": group.repeat, "now": len(value)})
        else:
            yield from _row_shapes(group, value)


def _row_shapes(group: Group, value: Json) -> Iterator[Problem]:
    known = {field.key: field for field in group.fields}
    for index, row in enumerate(value if group.repeat else [value]):
        base = f"/{group.key}/{index}" if group.repeat else f"/{group.key}"
        if not isinstance(row, Mapping):
            if row is not None:
                yield Problem(base, _("Serve un oggetto."))
            continue
        yield from _unknown(row, set(known), base)
        for key, field in known.items():
            if not is_blank(row.get(key)) and (wrong := field.kind.storable(row[key])):
                yield Problem(f"{base}/{key}", wrong)


def _unknown(holder: Mapping[str, Json], known: set[str], base: str) -> Iterator[Problem]:
    extra = [key for key in holder if key not in known]
    for key in extra[:_MAX_UNKNOWN]:
        name = str(key)[:80].replace("~", "~0").replace("/", "~1")
        yield Problem(f"{base}/{name}", _("Questo campo non esiste nel modulo."))


def _rows(
    declaration: Declaration, data: Mapping[str, Json]
) -> Iterator[tuple[Group, Mapping[str, Json], str]]:
    """Every group (every filled row of a repeated one) with its data and its path."""
    for group in declaration.groups.values():
        value = data.get(group.key)
        if not group.repeat:
            yield group, value if isinstance(value, Mapping) else {}, f"/{group.key}"
        elif isinstance(value, list):
            for index, row in enumerate(value[: group.repeat]):
                if isinstance(row, Mapping) and not all(is_blank(v) for v in row.values()):
                    yield group, row, f"/{group.key}/{index}"


def _field_problems(
    declaration: Declaration,
    data: Mapping[str, Json],
    row: Mapping[str, Json],
    field: Field,
    path: str,
) -> Iterator[Problem]:
    value = row.get(field.key)
    applies = holds(field.when, data, row)
    if is_blank(value):
        if applies and holds(field.required, data, row):
            yield Problem(path, _("Manca: %(label)s.") % {"label": field.label}, "mancante")
        return
    if not applies:
        yield Problem(path, _("%(why)s Lascia vuoto questo campo.") % {"why": field.why})
        return
    for fixed in field.fixed:
        if holds(fixed.when, data, row) and value != fixed.value:
            yield Problem(path, str(fixed.reason))
            return
    if wrong := field.kind_in(data, row).check(value, declaration.event_day(data)):
        yield Problem(path, wrong)
    elif field.excludes and lookup(data, field.excludes, row) is not None:
        other = declaration.field(field.excludes)
        message = _("Questo campo e «%(other)s» sono alternativi: compilane uno solo.")
        yield Problem(path, message % {"other": other.label})
    elif field.total:
        yield from _wrong_total(field, data, str(value), path)


def _wrong_total(
    field: Field, data: Mapping[str, Json], value: str, path: str
) -> Iterator[Problem]:
    computed = totals.total(field.total, data)
    if value != computed:
        message = _(
            "Il totale scritto è %(typed)s, la somma dei campi è %(sum)s: "
            "differenza %(difference)s. Correggi un importo, o lascia vuoto il totale e lo "
            "calcola il portale."
        )
        away = totals.difference(value, computed)
        numbers = {"typed": comma(value), "sum": comma(computed), "difference": comma(away)}
        yield Problem(path, message % numbers)


def _first_day(declaration: Declaration, data: Mapping[str, Json]) -> Iterator[Problem]:
    day = declaration.event_day(data)
    if day and day < declaration.effective_from:
        message = _("Questa versione del modulo vale per gli eventi dal %(day)s.")
        first = f"{declaration.effective_from:%d/%m/%Y}"
        yield Problem("/" + declaration.event_path.replace(".", "/"), message % {"day": first})


def _unindexed(path: str) -> str:
    return "/".join(part for part in path.split("/") if not part.isdigit())
