"""The forms the portal knows and which version holds for an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli.declaration import Declaration, versions
from denunce.moduli.mod4bis import MOD4BIS
from denunce.moduli.mod4bis_nav import MOD4BIS_NAV
from denunce.moduli.mod101 import MOD101

Json = Any
FORMS: Mapping[str, Declaration] = {form.code: form for form in (MOD4BIS, MOD4BIS_NAV, MOD101)}


class NoDeclaration(LookupError):
    """No version of the form holds for that day, or no such form; the message is Italian."""


@cache
def versions_of(code: str) -> tuple[Declaration, ...]:
    """Every version of a form, oldest first; raises NoDeclaration for an unknown form."""
    if code not in FORMS:
        raise NoDeclaration(_("Il modulo «%(code)s» non esiste.") % {"code": code})
    return versions(FORMS[code])


def declaration_on(code: str, day: date | None) -> Declaration:
    """The version in force for events of that day; the newest when the day is not known.

    Raises NoDeclaration before the first version: the portal never guesses older law.
    """
    every = versions_of(code)
    if day is None:
        return every[-1]
    held = [each for each in every if each.effective_from <= day]
    if not held:
        first = f"{every[0].effective_from:%d/%m/%Y}"
        raise NoDeclaration(
            _("Il modulo %(form)s esiste qui solo per gli eventi dal %(day)s.")
            % {"form": every[0].short, "day": first}
        )
    return held[-1]


def declaration_for(code: str, data: Json) -> Declaration:
    """The version in force for the event that the data speak of."""
    newest = declaration_on(code, None)
    return declaration_on(code, newest.event_day(data) if isinstance(data, Mapping) else None)


def form_name(code: str) -> str:
    """What people call the form; a form that nobody knows is "modulo"."""
    return FORMS[code].spoken if code in FORMS else _("modulo")


@cache
def print_styles() -> tuple[tuple[str, ...], ...]:
    """The style sheets that the forms are printed with, each set once."""
    return tuple(dict.fromkeys(form.css for form in FORMS.values()))


def declaration_version(code: str, version: str) -> Declaration:
    """A version by its name; raises NoDeclaration."""
    for each in versions_of(code):
        if each.version == version:
            return each
    raise NoDeclaration(_("La versione %(version)s non esiste.") % {"version": version})


def upgrade(data: Mapping[str, Json], to: Declaration) -> tuple[dict[str, Json], list[str]]:
    """Carry a draft to another version: what the version does not ask is dropped and named.

    Returns the data and the dropped paths (``/luogo/cantiere``), so that nothing goes silently.
    """
    kept: dict[str, Json] = {}
    dropped: list[str] = []
    for key, value in data.items():
        group = to.groups.get(key)
        if group is None and any(key in other.groups for other in versions_of(to.code)):
            dropped.append(f"/{key}")
            continue
        if group is None or not isinstance(value, dict):
            kept[key] = value  # no version has it, or no object: ``structure`` says so
            continue
        known = {field.key for field in group.fields}
        kept[key] = {name: item for name, item in value.items() if name in known}
        dropped += [f"/{key}/{name}" for name in value if name not in known]
    return kept, dropped
