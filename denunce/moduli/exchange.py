"""The data of a form as a file: written in the order of the form, read back strictly.

The file holds the data alone, as ``manage.py modulo`` reads them: no envelope.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from denunce.moduli.canonical import MAX_CHARS, BadJson, prune, read_json
from denunce.moduli.declaration import Declaration, Group, Problem
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.validation import structure

Json = Any
# A character is at most four bytes; three more for the mark some editors put first.
MAX_BYTES: Final = MAX_CHARS * 4 + 3


def as_file(declaration: Declaration, data: Mapping[str, Json]) -> str:
    """The data as indented JSON, in the order of the form; equal data give equal text."""
    kept = prune(data)
    ordered = {
        key: _ordered(group, kept[key]) for key, group in declaration.groups.items() if key in kept
    }
    rest = {key: kept[key] for key in sorted(kept) if key not in ordered}
    return json.dumps(ordered | rest, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _ordered(group: Group, value: Json) -> Json:
    if isinstance(value, list):
        return [_ordered(group, row) for row in value]
    if not isinstance(value, Mapping):
        return value
    known = [field.key for field in group.fields if field.key in value]
    return {key: value[key] for key in (*known, *sorted(set(value) - set(known)))}


def read_file(content: bytes) -> Json:
    """The JSON of a file as it was uploaded; raises BadJson with an Italian message."""
    if len(content) > MAX_BYTES:
        raise BadJson(_("Il testo supera %(max)d caratteri.") % {"max": MAX_CHARS})
    if not content.strip():
        raise BadJson(_("Il file è vuoto."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadJson(_("Il file non è testo in UTF-8: salvalo di nuovo in UTF-8.")) from None
    return read_json(text)


def other_form(declaration: Declaration, data: Json) -> Declaration | None:
    """Another form that the data are of, when they fit it and not this one."""
    if not isinstance(data, Mapping) or not data:
        return None
    for form in FORMS.values():
        if form.code != declaration.code and not structure(form, data):
            return form
    return None


def explain(declaration: Declaration, problems: list[Problem]) -> list[Problem]:
    """The same problems; a field that only another version of the form has is told as such."""
    found: list[Problem] = []
    for problem in problems:
        versions = [
            each
            for each in versions_of(declaration.code)
            if each.version != declaration.version and _has(each, problem.path)
        ]
        if versions and not _has(declaration, problem.path):
            first = f"{versions[0].effective_from:%d/%m/%Y}"
            message = _("Questo campo c’è nella versione del modulo dal %(day)s, non in questa.")
            problem = Problem(problem.path, message % {"day": first})
        found.append(problem)
    return found


def _has(declaration: Declaration, path: str) -> bool:
    parts = [part for part in path.split("/") if part and not part.isdigit()]
    if not parts or parts[0] not in declaration.groups:
        return False
    group = declaration.groups[parts[0]]
    return len(parts) == 1 or parts[1] in {field.key for field in group.fields}
