"""Ten thousand sets of data for the three forms, each known by its number.

``python -m tests.denunce.moduli.generati --pdf 10000 --processi 2`` prints them all, hours of work:
what was done is in a journal (``--diario``), so that a run that was stopped goes on where it was.
The report, in JSON, is written at the end and says the numbers that failed and why; one number by
itself is ``--solo N``.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # before anything of Django is imported
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    django.setup()

from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, paths
from denunce.moduli.declaration import Declaration, Field, Group
from denunce.moduli.kinds import Kind
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.validation import problems, structure
from portal.base.riferimenti.codelists import CodeList, code_list
from tests.denunce.moduli import corpus, properties
from tests.denunce.moduli.paper import finished
from tests.denunce.moduli.variants import filled, settle, variants

Json = Any
CODES = tuple(FORMS)
MANY = 10_000
# Values of a list that ends and of one that begins: the day between them.
CHANGE = date(2026, 1, 1)
_BEFORE = date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class DatedCode(Code):
    """A list half of whose values ended where the other half began."""

    @property
    def codes(self) -> CodeList:
        """The same values, dated."""
        return _dated(self.list_code)


@cache
def _dated(code: str) -> CodeList:
    whole = code_list(code)
    entries = tuple(
        replace(entry, valid_to=_BEFORE) if place % 2 else replace(entry, valid_from=CHANGE)
        for place, entry in enumerate(whole.entries)
    )
    return replace(whole, entries=entries)


def _dated_kind(kind: Kind) -> Kind:
    return DatedCode(kind.list_code) if isinstance(kind, Code) else kind


def _dated_field(field: Field) -> Field:
    switched = tuple(replace(each, kind=_dated_kind(each.kind)) for each in field.switched)
    return replace(field, kind=_dated_kind(field.kind), switched=switched)


@cache
def declared(code: str, version: int, *, dated: bool) -> Declaration:
    """A version of a form; ``dated``: with lists whose values begin and end."""
    found = versions_of(code)[version]
    if not dated:
        return found
    sections = tuple(
        replace(
            section,
            groups=tuple(
                replace(group, fields=tuple(_dated_field(field) for field in group.fields))
                for group in section.groups
            ),
        )
        for section in found.sections
    )
    return replace(found, sections=sections)


@cache
def _bases(code: str, version: int) -> tuple[Json, ...]:
    return tuple(variants(versions_of(code)[version]))


@dataclass(frozen=True, slots=True)
class Generated:
    """One set: ``number`` makes it again."""

    number: int
    recipe: str
    declaration: Declaration
    data: Json

    @property
    def ordered(self) -> bool:
        """Whether a reader gives the letters back as they were written: not so in scripts that are
        written from the right or whose letters change with their neighbours."""
        return all(_alone(char) for char in json.dumps(self.data, ensure_ascii=False, default=str))


def _alone(char: str) -> bool:
    if char.isascii():
        return True
    right = unicodedata.bidirectional(char) in {"R", "AL", "AN"}
    return not right and unicodedata.category(char) not in {"Mn", "Mc", "Me"}


def generated(number: int) -> Generated:
    """The set with that number; every third is of the same form."""
    code, turn = CODES[number % len(CODES)], number // len(CODES)
    chance = random.Random(f"moduli ufficiali {number}")
    count = len(versions_of(code))
    version = count - 1 if chance.random() < 0.8 else chance.randrange(count)
    recipe = chance.choice(tuple(corpus.RECIPES))
    declaration = declared(code, version, dated=recipe == "codici_scaduti")
    data = copy.deepcopy(chance.choice(_bases(code, version)))
    if chance.random() < 0.6:
        corpus.rotate_codes(declaration, data, turn)
        if chance.random() < 0.5:
            settle(declaration, data)
    corpus.RECIPES[recipe](chance, declaration, data)
    return Generated(number, recipe, declaration, data)


def faults(one: Generated) -> list[str]:
    """What does not hold for validation, JSON, wizard and HTML."""
    found = properties.faults(one.declaration, one.data)
    if one.recipe == "codici_scaduti":
        found += _expired_unnamed(one)
    return found


def _expired_unnamed(one: Generated) -> Iterator[str]:
    day = one.declaration.event_day(one.data)
    told = {problem.path for problem in problems(one.declaration, one.data)}
    for _group, field, value, pointer in filled(one.declaration, one.data):
        kind = field.kind_in(one.data)
        entry = kind.codes.by_code.get(value) if isinstance(kind, Code) else None
        if day and entry and not entry.valid_on(day) and pointer not in told:
            yield f"{pointer} was not in force on the day, and nobody says so"


def pdf_faults(one: Generated, html: str = "") -> list[str]:
    """What does not hold for the printed form, made in this process."""
    content = finished(one.declaration, html or properties.page_html(one.declaration, one.data))
    return list(properties.pdf_faults(one.declaration, one.data, content, ordered=one.ordered))


def _cut_loose(group: Group, kept: set[str]) -> Group:
    """The group without the conditions that look at groups that are gone."""
    return replace(
        group,
        fields=tuple(
            field
            if all(path.partition(".")[0] in {"", *kept} for path in paths(field.when))
            else replace(field, when=ALWAYS)
            for field in group.fields
        ),
    )


def reduced(one: Generated, groups: int = 3) -> Generated:
    """The same set with a few groups of its form and no instructions: what a print costs follows
    the number of its boxes. Groups whose data the recipe changed are chosen among all by chance."""
    chance = random.Random(f"gruppi di {one.number}")
    held = [key for key in one.declaration.groups if one.data.get(key)]
    kept = set(chance.sample(held, min(groups, len(held))))
    sections = tuple(
        replace(section, groups=left)
        for section in one.declaration.sections
        if (left := tuple(_cut_loose(g, kept) for g in section.groups if g.key in kept))
    )
    small = replace(one.declaration, sections=sections, notes=())
    return replace(one, declaration=small, data={k: v for k, v in one.data.items() if k in kept})


def storable(one: Generated) -> bool:
    """Whether a draft can hold the data: only those are printed."""
    return not structure(one.declaration, one.data)


def main(arguments: list[str]) -> int:
    """The long run."""
    from tests.denunce.moduli.generati_run import run

    parser = argparse.ArgumentParser(prog="python -m tests.denunce.moduli.generati")
    parser.add_argument("--pdf", type=int, default=MANY, metavar="N", help="how many to print")
    parser.add_argument("--da", type=int, default=0, metavar="N", help="the first number")
    parser.add_argument("--solo", type=int, metavar="N", help="one number, told in full")
    parser.add_argument("--processi", type=int, default=2, metavar="N")
    parser.add_argument("--diario", type=Path, default=Path("var/generati.jsonl"))
    options = parser.parse_args(arguments)
    report = run(options)
    json.dump(report, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 1 if report["falliti"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
