"""The professions of ISTAT (CP2011), searched in memory: 1,486 names that change once in ten years.

INAIL's forms ask the name of a unit and its code of five levels (instructions of the Mod. 4 bis
R.A. - Nav., note 10), so only units are offered; the names above them help to find one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from portal.base.db import normalize
from portal.base.riferimenti.codelists import FIXTURES

NAME = "professioni_cp2011"
_UNIT_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Profession:
    """One unit of the classification; ``words`` are those of its name, ``above`` of its category,
    both without accents and capitals."""

    code: str
    label: str
    words: str
    above: str


@cache
def professions() -> tuple[Profession, ...]:
    """Every unit, in the order of the codes."""
    document = json.loads((FIXTURES / f"{NAME}.json").read_text(encoding="utf-8"))
    names: dict[str, str] = dict(document["righe"])
    return tuple(
        Profession(code, label, _words(label), _words(names[code.rpartition(".")[0]]))
        for code, label in names.items()
        if code.count(".") == _UNIT_LEVELS - 1
    )


def search_professions(typed: str, limit: int = 20) -> list[Profession]:
    """The units whose code begins so, or with a word that begins with each of those typed: first
    those whose name itself begins so, last those found by the name of their category."""
    text = typed.strip()
    if text[:1].isdigit():
        return [each for each in professions() if each.code.startswith(text)][:limit]
    wanted = _words(text).split()
    if not wanted:
        return []
    first: list[Profession] = []
    named: list[Profession] = []
    near: list[Profession] = []
    for each in professions():
        if all(f" {word}" in each.words for word in wanted):
            (first if each.words.startswith(f" {wanted[0]}") else named).append(each)
        elif all(f" {word}" in each.words + each.above for word in wanted):
            near.append(each)
    return [*first, *named, *near][:limit]


def _words(text: str) -> str:
    """The words after one blank each, so that a word that begins so is found by ``" " + it``."""
    letters = "".join(char if char.isalnum() else " " for char in normalize(text))
    return " " + " ".join(letters.split())
