"""The data of a form laid on its printed page: sections, rows of boxes, extra sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli import totals
from denunce.moduli.canonical import prune
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import All, holds, is_blank, lookup, paths
from denunce.moduli.declaration import COLUMNS, Declaration, Field, Group
from denunce.moduli.kinds import Bool, Kind, Text
from denunce.moduli.moments import Day
from denunce.moduli.stampa import measure

Json = Any
PAGE_MM = 186.0
COLUMN_MM = PAGE_MM / COLUMNS
VALUE_POINTS = 9.5
TICK_POINTS = 8.5
_PADDING_MM = 3.0
_COMB_CELL_MM = 4.4
_COMB_MARGIN_MM = 2.2  # nearer, the last cell would stand on the border
_TICK_MM = 6.2
_MAX_TICKS = 4
_SEMI_BOLD = 1.1  # the reference is printed in a wider cut than the one measured


@dataclass(frozen=True, slots=True)
class Tick:
    """One possible answer, printed with its little square."""

    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One printed field. ``shape``: text, comb, date, ticks. ``note`` > 0: goes on elsewhere.
    ``path`` is that of its value in the data (a JSON Pointer)."""

    label: str
    shape: str
    width: int
    lines: int
    text: str = ""
    cells: int = 0
    ticks: tuple[Tick, ...] = ()
    applies: bool = True
    note: int = 0
    path: str = ""

    @property
    def reference(self) -> str:
        """Where the text goes on."""
        return reference_text(self.note)


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A block with its heading and rows of boxes; ``unused`` says why it is not filled. The title
    is blank where that of the section says it all."""

    letter: str
    title: str
    rows: tuple[tuple[Box, ...], ...]
    unused: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A numbered section."""

    number: str
    title: str
    groups: tuple[PrintedGroup, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What did not fit in a box: the rest of its text, on the extra sheet."""

    note: int
    where: str
    label: str
    text: str


@dataclass(slots=True)
class Page:
    """The whole printed form."""

    sections: tuple[PrintedSection, ...] = ()
    extras: list[Extra] = field(default_factory=list)


def lay_out(declaration: Declaration, data: Mapping[str, Json]) -> Page:
    """Put every value in its box; what is longer goes on in ``extras``, numbered in the box.

    A facsimile leaves out the rows that the answers exclude; a paper of the sources has its boxes.
    """
    maker = _Maker(declaration, data)
    page = Page(extras=maker.extras)
    page.sections = tuple(
        PrintedSection(
            section.number,
            str(section.title),
            tuple(one for group in section.groups for one in maker.group(section.number, group)),
        )
        for section in declaration.sections
    )
    return page


class _Maker:
    def __init__(self, declaration: Declaration, data: Mapping[str, Json]) -> None:
        self.declaration = declaration
        self.data = data
        self.extras: list[Extra] = []
        # A form to be filled in by hand keeps every box; so does a paper of the sources.
        self.begun = declaration.facsimile and bool(prune(data))

    def group(self, number: str, group: Group) -> Iterator[PrintedGroup]:
        value = self.data.get(group.key)
        if not group.repeat:
            yield self.block(number, group, str(group.title), value, f"/{group.key}")
            return
        rows = [row for row in value if row] if isinstance(value, list) else []
        if not rows and self.begun:
            yield PrintedGroup("", "", (), _("Nessun dato in questa parte."))
            return
        for index in range(max(group.printed, len(rows))):
            title = f"{group.title} {index + 1}"
            row = rows[index] if index < len(rows) else {}
            yield self.block(number, group, title, row, f"/{group.key}/{index}")

    def block(self, number: str, group: Group, title: str, value: Json, base: str) -> PrintedGroup:
        row = value if isinstance(value, Mapping) else {}
        fields = [each for each in group.fields if each.printed]
        if not row and not any(self.applies(each, row) for each in fields):
            return PrintedGroup(group.letter, title, (), str(fields[0].why))
        if self.begun and not row and not any(self.needed(each, row) for each in fields):
            return PrintedGroup(group.letter, title, (), _("Nessun dato in questa parte."))
        where = " ".join(filter(None, (f"{number}.{group.letter}".strip("."), title)))
        lines = (
            tuple(
                replace(self.box(each, row, width, where), path=f"{base}/{each.key}")
                for each, width in line
            )
            for line in _rows(fields)
        )
        if self.begun:
            lines = (_tightened(boxes) for boxes in lines if any(box.applies for box in boxes))
        return PrintedGroup(group.letter, title, tuple(lines))

    def applies(self, each: Field, row: Mapping[str, Json]) -> bool:
        """Whether it is to be filled in, or what decides it is still to be said."""
        if holds(each.when, self.data, row):
            return True
        return all(self.open(path, row) for path in paths(each.when))

    def open(self, path: str, row: Mapping[str, Json]) -> bool:
        """Whether a question that decides others was not answered and may be."""
        if lookup(self.data, path, row) is not None:
            return False
        return path.startswith(".") or self.applies(self.declaration.field(path), row)

    def needed(self, each: Field, row: Mapping[str, Json]) -> bool:
        return holds(All((each.when, each.required)), self.data, row)

    def box(self, each: Field, row: Mapping[str, Json], width: int, where: str) -> Box:
        value = row.get(each.key)
        if is_blank(value) and each.total:
            value = totals.total(each.total, self.data)
        kind = each.kind_in(self.data, row)
        applies = self.applies(each, row) or not is_blank(value)
        label = _label(each)
        ticks = self.ticks(kind, value, width)
        if ticks:
            return Box(label, "ticks", width, each.lines, ticks=ticks, applies=applies)
        text = "" if is_blank(value) else measure.printable(kind.show(value))
        if isinstance(kind, Day) and applies:
            return Box(label, "date", width, 1, text, applies=applies)
        cells = kind.cells if isinstance(kind, Text) else 0
        if (
            applies
            and cells
            and len(text) <= cells
            and text.isascii()
            and cells * _COMB_CELL_MM < width * COLUMN_MM - _COMB_MARGIN_MM
        ):
            return Box(label, "comb", width, 1, text, cells, applies=applies)
        shown, note = self.fit(text, width, each.lines, where, label)
        return Box(label, "text", width, each.lines, shown, applies=applies, note=note)

    def ticks(self, kind: Kind, value: Json, width: int) -> tuple[Tick, ...]:
        if not isinstance(kind, Bool | Code):
            return ()
        choices = kind.choices(self.declaration.event_day(self.data))
        known = {code for code, _label in choices}
        typed = "" if is_blank(value) else kind.raw(value)
        if len(choices) > _MAX_TICKS or (typed and typed not in known):
            return ()
        room = sum(_TICK_MM + measure.width(str(label), TICK_POINTS) for _code, label in choices)
        if room > width * COLUMN_MM - _PADDING_MM:
            return ()
        return tuple(Tick(str(label), code == typed) for code, label in choices)

    def fit(self, text: str, width: int, lines: int, where: str, label: str) -> tuple[str, int]:
        room = width * COLUMN_MM - _PADDING_MM
        broken = measure.lines(text, room, VALUE_POINTS)
        if len(broken) <= lines:
            return text, 0
        note = len(self.extras) + 1
        reference = measure.width(reference_text(note), VALUE_POINTS) * _SEMI_BOLD
        last = measure.head(broken[lines - 1], room - reference, VALUE_POINTS)
        shown = "".join(broken[: lines - 1]) + last
        self.extras.append(Extra(note, where, label, text[len(shown) :]))
        return shown, note


def _tightened(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """A row as high as what is written in it; one box alone that is still empty keeps its room."""
    if len(boxes) == 1 and not boxes[0].text:
        return boxes
    return tuple(replace(box, lines=_lines_of(box)) for box in boxes)


def _lines_of(box: Box) -> int:
    if box.note:
        return box.lines
    room = box.width * COLUMN_MM - _PADDING_MM
    return min(box.lines, max(1, len(measure.lines(box.text, room, VALUE_POINTS))))


def _label(each: Field) -> str:
    """The label as printed: with its letter before and its note after, where the paper has them."""
    note = each.note if each.note.startswith("(") or not each.note else f"({each.note})"
    return " ".join(filter(None, (each.letter, str(each.box_label), note)))


def reference_text(note: int) -> str:
    """What a box says when its text goes on elsewhere."""
    return _(" … segue: nota %(note)d") % {"note": note}


def _rows(fields: Sequence[Field]) -> Iterator[list[tuple[Field, int]]]:
    """Fill rows of twenty-four columns; the last box of a row takes what is left."""
    row: list[tuple[Field, int]] = []
    for each in fields:
        used = sum(width for _each, width in row)
        if row and used + each.width > COLUMNS:
            yield _stretched(row)
            row = []
        row.append((each, each.width))
    if row:
        yield _stretched(row)


def _stretched(row: list[tuple[Field, int]]) -> list[tuple[Field, int]]:
    last, width = row[-1]
    return [*row[:-1], (last, width + COLUMNS - sum(each for _field, each in row))]
