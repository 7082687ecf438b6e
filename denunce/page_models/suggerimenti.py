"""What a page offers while somebody types a town, a foreign state or a profession."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from denunce.models import Modulo
from denunce.moduli import suggest
from denunce.moduli.registry import declaration_version
from portal.base.db import normalize
from portal.base.riferimenti.models import Comune
from portal.base.riferimenti.professions import search_professions
from portal.base.riferimenti.queries import search_comuni, search_stati

Json = dict[str, Any]
OFFERED_MAX = 12
_LEAST = 2


def offered(modulo: Modulo, name: str, typed: str, today: date) -> list[Json]:
    """The choices for a control, each with its words and the values it gives to which fields.

    Names count as of the day of the event (of birth, for a birthplace), as the draft has it.
    """
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    found = suggest.find(declaration, name)
    if found is None or len(normalize(typed)) < _LEAST:
        return []
    group, field = found
    day = suggest.day_of(declaration, json.loads(modulo.dati), group, field) or today
    fills = suggest.fills(group, field)
    return [_choice(parts, note, fills) for parts, note in _SEARCH[field.suggest](typed, day)]


def _choice(parts: Mapping[str, str], note: str, fills: Mapping[str, str]) -> Json:
    fields = {key: parts[part] for part, key in fills.items()}
    return {"testo": parts["nome"], "nota": note, "campi": fields}


def _towns(typed: str, day: date) -> Iterable[tuple[dict[str, str], str]]:
    for town in search_comuni(typed, day, OFFERED_MAX):
        parts = {"nome": town.nome, "provincia": town.provincia, "istat": town.codice_istat}
        yield parts, _town_note(town)


def _town_note(town: Comune) -> str:
    if not town.codice_istat:
        return town.provincia
    return _("%(province)s · ISTAT %(code)s") % {
        "province": town.provincia,
        "code": town.codice_istat,
    }


def _states(typed: str, day: date) -> Iterable[tuple[dict[str, str], str]]:
    for state in search_stati(typed, day, OFFERED_MAX):
        yield {"nome": state.nome}, ""


def _professions(typed: str, day: date) -> Iterable[tuple[dict[str, str], str]]:
    for each in search_professions(typed, OFFERED_MAX):
        yield {"nome": each.label, "codice": each.code}, each.code


_SEARCH: Mapping[str, Callable[[str, date], Iterable[tuple[dict[str, str], str]]]] = {
    "comune": _towns,
    "stato": _states,
    "professione": _professions,
}
