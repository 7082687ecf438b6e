"""What people, machines and attackers put into a form: alphabets, and recipes that spoil its data.

A recipe takes a source of chance, a declaration and its data, and changes the data in place. The
same number always gives the same set: nothing here reads a clock or an unseeded generator.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from denunce.moduli.codelists import Code
from denunce.moduli.declaration import Declaration, Field, Group
from denunce.moduli.kinds import Decimal, Integer, LongText, Matching, Text
from denunce.moduli.moments import Day, Instant
from tests.denunce.moduli.alphabets import ALPHABETS, KEPT, REFUSED, Alphabet
from tests.denunce.moduli.variants import filled

Json = Any
# A program under test may put here the port it listens on and the file it watches.
PORT, FILE = 9, "/etc/passwd"


Recipe = Callable[[random.Random, Declaration, Json], None]


def write(chance: random.Random, alphabet: Alphabet, length: int) -> str:
    """A text of that many characters that neither begins nor ends with a blank."""
    pieces = [p.replace("{port}", str(PORT)).replace("{file}", FILE) for p in alphabet.pieces]
    text = ""
    while len(text) < length:
        text += chance.choice(pieces)
    text = text[:length]
    edge = "x" if alphabet.kept else alphabet.pieces[0][-1]
    return text if text == text.strip() and text else f"{text[: length - 1].strip() or 'x'}{edge}"


def rows(declaration: Declaration, data: Json) -> Iterator[tuple[Group, Json]]:
    """Every group with each of its rows that is an object."""
    for group in declaration.groups.values():
        held = data.get(group.key)
        for row in held if isinstance(held, list) else [held]:
            if isinstance(row, dict):
                yield group, row


def texts(declaration: Declaration, data: Json) -> list[tuple[Json, Field]]:
    """The rows and fields that take free text."""
    return [
        (row, field)
        for group, row in rows(declaration, data)
        for field in group.fields
        if isinstance(field.kind, Text | LongText) and not isinstance(field.kind, Matching)
    ]


def rotate_codes(declaration: Declaration, data: Json, turn: int) -> None:
    """Give every coded field the value of that turn: after as many turns each was there."""
    for place, (group, row) in enumerate(rows(declaration, data)):
        for field in group.fields:
            kind = field.kind_in(data, row)
            if isinstance(kind, Code) and field.key in row:
                entries = kind.codes.entries
                row[field.key] = entries[(turn + place * bool(group.repeat)) % len(entries)].code


def some_texts(length: str, *, alphabets: tuple[Alphabet, ...] = KEPT) -> Recipe:
    """Text of an alphabet in some fields: ``cap`` fills them, ``beyond`` is one character more."""

    def recipe(chance: random.Random, declaration: Declaration, data: Json) -> None:
        places = texts(declaration, data)
        alphabet = chance.choice(alphabets)
        for row, field in chance.sample(places, chance.randint(1, min(12, len(places)))):
            cap = field.kind.typed
            size = {"cap": cap, "beyond": cap + chance.choice((1, 1, 5000))}.get(
                length, chance.randint(1, cap)
            )
            row[field.key] = write(chance, alphabet, max(1, size))
            if alphabet.name == "righe" and not field.kind.multiline:
                row[field.key] = row[field.key].replace("\n", " ").strip() or "x"

    return recipe


def everything(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Every free text at its cap, every repeated group at its maximum."""
    for group in declaration.groups.values():
        if group.repeat and data.get(group.key):
            data[group.key] = [dict(data[group.key][0]) for _n in range(group.repeat)]
    alphabet = chance.choice(KEPT[:7])
    for row, field in texts(declaration, data):
        row[field.key] = write(chance, alphabet, field.kind.typed)


def empty_sections(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Whole groups gone, or there and empty in one of the ways JSON can be empty."""
    for key, group in declaration.groups.items():
        empty = [[], None, [{}], [None]] if group.repeat else [{}, None, {"x": None}]
        match chance.randrange(3):
            case 0:
                data.pop(key, None)
            case 1:
                data[key] = chance.choice(empty[:2])
    for _group, row in rows(declaration, data):
        for key in list(row):
            if chance.random() < 0.2:
                row[key] = chance.choice(("", " ", None, "\u2003"))


def nothing(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """No data at all, or nothing of which is said."""
    data.clear()
    if chance.random() < 0.7:
        for key, group in declaration.groups.items():
            data[key] = chance.choice([[], None]) if group.repeat else chance.choice([{}, None])


NUMBERS = (10**9, -1, 10**400, 1e308, -0.0, 12.5, True, "1e5", "12,5", "0012.00", "-1.00", "٣.00")


def numbers(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Numbers that are no numbers of a form, or are beyond its bounds."""
    places = [
        (row, field)
        for group, row in rows(declaration, data)
        for field in group.fields
        if isinstance(field.kind, Integer | Decimal)
    ]
    for row, field in chance.sample(places, min(len(places), chance.randint(1, 5))):
        more = ("9" * 9 + ".99", "9" * 10 + ".99") if isinstance(field.kind, Decimal) else (999, 0)
        row[field.key] = chance.choice((*NUMBERS, *more))


DAYS = (
    "0001-01-01",
    "1899-12-31",
    "1900-01-01",
    "2007-01-01",
    "2013-06-30",
    "2013-07-01",
    "2025-05-22",
    "2026-02-29",
    "2024-02-29",
    "2100-12-31",
    "2101-01-01",
    "9999-12-31",
    "2026-13-01",
    "12/03/2026",
    "2026-3-1",
    "oggi",
    20260312,
)
HOURS = ("T02:30", "T00:00", "T23:59", "T24:00", "T10:05+14:00", "T10:05Z", " 10:05", "")


def dates(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Days out of order, out of the calendar, out of the law; hours that occur twice or never."""
    places = [
        (row, field)
        for group, row in rows(declaration, data)
        for field in group.fields
        if isinstance(field.kind, Day | Instant)
    ]
    for row, field in chance.sample(places, chance.randint(1, len(places))):
        day = chance.choice((*DAYS, "2026-03-29", "2026-10-25"))
        if isinstance(field.kind, Instant):
            day = f"{day}{chance.choice(HOURS)}"
        row[field.key] = day


def totals(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Amounts changed one by one, a total that does not add up, or none."""
    for group, row in rows(declaration, data):
        for field in group.fields:
            if not isinstance(field.kind, Decimal):
                continue
            if field.total:
                row[field.key] = chance.choice(("0.01", "99999.99", "", None))
            elif chance.random() < 0.5:
                row[field.key] = f"{chance.randrange(10 ** min(field.kind.digits, 5))}.07"


def any_json(chance: random.Random, depth: int = 3) -> Json:
    """Some JSON."""
    made: tuple[Callable[[], Json], ...] = (
        lambda: None,
        lambda: chance.random() < 0.5,
        lambda: chance.randint(-(10**12), 10**12),
        lambda: chance.random() * 1e9,
        lambda: write(chance, chance.choice(ALPHABETS), chance.randint(1, 40)),
        lambda: [any_json(chance, depth - 1) for _n in range(chance.randrange(4))] if depth else [],
        lambda: (
            {str(n): any_json(chance, depth - 1) for n in range(chance.randrange(4))}
            if depth
            else {}
        ),
    )
    return chance.choice(made)()


def wrong_types(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Values, rows and groups of another type."""
    for group, row in list(rows(declaration, data)):
        for key in list(row):
            if chance.random() < 0.1:
                row[key] = any_json(chance)
        if chance.random() < 0.1:
            data[group.key] = any_json(chance)


NAMES = ("cognome2", "", " ", "a/b", "~1", "__proto__", "é", "\ud800", "x" * 500, "Cognome", "0")


def unknown(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Fields and groups that the form does not have, by the handful and by the hundred."""
    for _group, row in rows(declaration, data):
        if chance.random() < 0.3:
            row[chance.choice(NAMES)] = any_json(chance)
    count = chance.choice((1, 3, 200))
    data |= {f"{chance.choice(NAMES)}{n}": any_json(chance) for n in range(count)}


def too_many_rows(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Repeated groups beyond their maximum, or with rows that are no rows."""
    for group in declaration.groups.values():
        if group.repeat:
            row = (data.get(group.key) or [{}])[0]
            made = [dict(row) for _n in range(group.repeat + chance.choice((-1, 0, 1, 300)))]
            if made and chance.random() < 0.5:
                made[chance.randrange(len(made))] = chance.choice(({}, None, [], "x", 5))
            data[group.key] = made


def wrong_codes(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Values that no list has, or that another list has."""
    every = [
        (row, field)
        for group, row in rows(declaration, data)
        for field in group.fields
        if isinstance(field.kind, Code)
    ]
    for row, field in chance.sample(every, min(len(every), 4)):
        other = chance.choice(every)[1].kind
        row[field.key] = chance.choice(
            ("ZZZ", "1", "operaio", "x" * 200, other.codes.entries[0].code, "OPERAIO ")
        )


def removed(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Fields missing here and there."""
    for _group, row in rows(declaration, data):
        for key in list(row):
            if chance.random() < 0.3:
                del row[key]


def as_it_is(chance: random.Random, declaration: Declaration, data: Json) -> None:
    """Nothing spoiled: the codes of the turn in data that apply."""


RECIPES: dict[str, Recipe] = {
    "valori": as_it_is,
    "testi": some_texts("any"),
    "al_limite": some_texts("cap"),
    "oltre_il_limite": some_texts("beyond"),
    "vietati": some_texts("any", alphabets=REFUSED),
    "tutto_pieno": everything,
    "mancanti": removed,
    "sezioni_vuote": empty_sections,
    "niente": nothing,
    "numeri": numbers,
    "date": dates,
    "totali": totals,
    "codici_sbagliati": wrong_codes,
    "tipi_sbagliati": wrong_types,
    "sconosciuti": unknown,
    "troppe_righe": too_many_rows,
    "codici_scaduti": as_it_is,
}


def leaves(declaration: Declaration, data: Json) -> Iterator[tuple[Field, Json, str]]:
    """Every value of the data with its field and its pointer."""
    for _group, field, value, pointer in filled(declaration, data):
        yield field, value, pointer


def filled_with(declaration: Declaration, alphabet: Alphabet) -> Json:
    """Every free text of a form at its cap, written with one alphabet."""
    data: Json = {group.key: [{}] if group.repeat else {} for group in declaration.groups.values()}
    chance = random.Random(alphabet.name)
    for row, field in texts(declaration, data):
        row[field.key] = write(chance, alphabet, field.kind.typed)
    return data
