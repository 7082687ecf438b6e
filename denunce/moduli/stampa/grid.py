"""The data of a form laid on its own paper (``sheet``), cell by cell.

A field of the declaration that has no place on the paper is printed in a list after the form, and
so is a row beyond those the paper has: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli import totals
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import holds, is_blank, lookup
from denunce.moduli.declaration import Declaration, Field
from denunce.moduli.kinds import Bool, Decimal, Integer, Kind, Text
from denunce.moduli.moments import Day
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.layout import VALUE_POINTS, Extra, Tick, reference_text
from denunce.moduli.stampa.sheet import Block, Caption, Place, Row, Sheet, Words

Json = Any
CELL_MM = 4.4
PADDING_MM = 3.0
_WRITTEN = {"code", "meaning"}
_SEMI_BOLD = 1.1  # the reference is printed in a wider cut than the one measured


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed box. ``shape``: text, comb, date, amount, ticks, column, inline, mark, words."""

    shape: str
    mm: int
    label: str
    lines: int = 1
    text: str = ""
    cells: int = 0
    ticks: tuple[Tick, ...] = ()
    applies: bool = True
    letter: str = ""
    remark: str = ""
    note: int = 0

    @property
    def reference(self) -> str:
        """Where the text goes on; in a box too small for that, only the number of the note."""
        if self.brief:
            return _("nota %(note)d") % {"note": self.note}
        return reference_text(self.note)

    @property
    def brief(self) -> bool:
        """Whether the box has no room for more than a number."""
        return _reference_mm(self.note) > self.mm - PADDING_MM


@dataclass(frozen=True, slots=True)
class Line:
    """A row of boxes, or a caption when it has none."""

    cells: tuple[Cell, ...] = ()
    caption: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A section with its lines; ``today``: it is not on the paper, INAIL asks it now."""

    number: str
    title: str
    lines: tuple[Line, ...]
    today: bool


@dataclass(frozen=True, slots=True)
class Other:
    """A value without a place on the paper."""

    where: str
    label: str
    text: str


@dataclass(slots=True)
class Paper:
    """The whole printed form."""

    head: tuple[Cell, ...] = ()
    pages: tuple[tuple[PrintedBlock, ...], ...] = ()
    extras: list[Extra] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)


def lay_on(sheet: Sheet, declaration: Declaration, data: Mapping[str, Json]) -> Paper:
    """Put every value in its place; what is longer goes on in ``extras``, numbered in its box."""
    maker = _Maker(declaration, data)
    paper = Paper(extras=maker.extras)
    paper.head = tuple(maker.cells(sheet.head, ""))
    paper.pages = tuple(
        tuple(block for each in page if (block := maker.block(each)).lines) for page in sheet.pages
    )
    paper.others = list(_others(sheet, declaration, data))
    return paper


def _others(sheet: Sheet, declaration: Declaration, data: Mapping[str, Json]) -> Iterator[Other]:
    placed = {each.path for each in sheet.places()}
    for section in declaration.sections:
        for group in section.groups:
            for index, row in _rows(group.repeat, data.get(group.key)):
                middle = f".{index}" if group.repeat else ""
                where = f"{section.title} – {group.title}{f' {index + 1}' if group.repeat else ''}"
                for each in group.fields:
                    if not is_blank(row.get(each.key)) and each.printed and (
                        f"{group.key}{middle}.{each.key}" not in placed
                    ):  # fmt: skip
                        shown = each.kind_in(data, row).show(row[each.key])
                        yield Other(where, str(each.label), measure.printable(shown))


def _rows(repeat: int, value: Json) -> list[tuple[int, Mapping[str, Json]]]:
    rows = value if repeat and isinstance(value, list) else [value]
    kept = [row for row in rows if isinstance(row, Mapping) and row]
    return list(enumerate(kept))


class _Maker:
    def __init__(self, declaration: Declaration, data: Mapping[str, Json]) -> None:
        self.declaration = declaration
        self.data = data
        self.extras: list[Extra] = []

    def block(self, block: Block) -> PrintedBlock:
        lines: list[Line] = []
        for each in block.lines:
            if isinstance(each, Caption):
                lines.append(Line(caption=str(each.text), remark=each.note))
            elif cells := tuple(self.cells(each, str(block.title))):
                lines.append(Line(cells))
        if not any(line.cells for line in lines):
            lines = []  # another version of the form asks for none of this
        return PrintedBlock(block.number, str(block.title), tuple(lines), block.today)

    def cells(self, row: Row, where: str) -> Iterator[Cell]:
        for each in row:
            if isinstance(each, Words):
                shape = "text" if each.lines else "words"
                yield Cell(shape, each.mm, str(each.text), each.lines or 1)
            elif found := self.find(each.path):
                yield self.cell(each, *found, where)

    def find(self, path: str) -> tuple[Field, Mapping[str, Json]] | None:
        """The field of a place with the row it stands in; None when this version has no such."""
        key, *middle, name = path.split(".")
        group = self.declaration.groups.get(key)
        known = [each for each in group.fields if each.key == name] if group else []
        if not group or not known:
            return None
        rows = dict(_rows(group.repeat, self.data.get(key)))
        return known[0], rows.get(int(middle[0]) if middle else 0, {})

    def cell(self, place: Place, each: Field, row: Mapping[str, Json], where: str) -> Cell:
        value = row.get(each.key)
        if is_blank(value) and any(lookup(self.data, one.path) for one in each.total):
            value = totals.total(each.total, self.data)
        label = str(place.label or each.box_label)
        if each.excludes:
            label = _("oppure %(label)s") % {"label": label}
        about = _About(
            place, each, label, where, holds(each.when, self.data, row) or not is_blank(value)
        )
        kind = each.kind_in(self.data, row)
        return self.ticked(about, kind, value) or self.written(about, kind, value)

    def ticked(self, about: _About, kind: Kind, value: Json) -> Cell | None:
        if about.place.shape == "mark":
            tick = Tick(about.label, value is True)
            return about.cell("mark", label="", ticks=(tick,))
        if about.place.shape in _WRITTEN or not isinstance(kind, Bool | Code):
            return None
        choices = kind.choices(self.declaration.event_day(self.data))
        typed = "" if is_blank(value) else kind.raw(value)
        if typed and typed not in {code for code, _label in choices}:
            return None
        ticks = tuple(Tick(str(label), code == typed) for code, label in choices)
        return about.cell(about.place.shape or "ticks", ticks=ticks)

    def written(self, about: _About, kind: Kind, value: Json) -> Cell:
        blank = is_blank(value)
        text = "" if blank else measure.printable(_shown(about.place, kind, value))
        room = about.place.mm - PADDING_MM
        if isinstance(kind, Day):
            return about.cell("date", text=text)
        slots = _slots(kind)
        if slots and slots * CELL_MM <= room + 1 and len(text) <= slots and text.isascii():
            shape = "amount" if isinstance(kind, Decimal) else "comb"
            return about.cell(shape, text=text, cells=slots)
        shown, note = self.fit(text, about)
        return about.cell("text", text=shown, note=note)

    def fit(self, text: str, about: _About) -> tuple[str, int]:
        room, lines = about.place.mm - PADDING_MM, about.place.lines
        broken = measure.lines(text, room, VALUE_POINTS)
        if len(broken) <= lines:
            return _as_lines(broken), 0
        note = len(self.extras) + 1
        last = measure.head(broken[lines - 1], room - _reference_mm(note), VALUE_POINTS)
        held = [*broken[: lines - 1], last]
        rest = text[sum(len(line) for line in held) :]
        self.extras.append(Extra(note, about.where, about.label, rest))
        return _as_lines(held), note


@dataclass(frozen=True, slots=True)
class _About:
    """What a cell says whatever it holds."""

    place: Place
    field: Field
    label: str
    where: str
    applies: bool

    def cell(self, shape: str, *, label: str | None = None, **held: Any) -> Cell:
        return Cell(
            shape,
            self.place.mm,
            self.label if label is None else label,
            self.place.lines,
            applies=self.applies,
            letter=self.field.letter,
            remark=self.field.note,
            **held,
        )


def _reference_mm(note: int) -> float:
    return measure.width(reference_text(note), VALUE_POINTS) * _SEMI_BOLD


def _as_lines(broken: list[str]) -> str:
    """The lines as they were measured: the engine breaks by other rules, and a box would grow."""
    return "\n".join(line.removesuffix("\n") for line in broken)


def _slots(kind: Kind) -> int:
    """How many cells the paper has for a value; 0 when it is written on a line."""
    if isinstance(kind, Decimal):
        return kind.digits + 3
    if isinstance(kind, Integer):
        return len(str(kind.high))
    return kind.cells if isinstance(kind, Text) else 0


def _shown(place: Place, kind: Kind, value: Json) -> str:
    if isinstance(kind, Decimal):
        return kind.raw(value)  # the paper has the unit in print and no points between thousands
    shown = str(kind.show(value))
    if place.shape == "code" and shown != value:
        return _("%(code)s = %(meaning)s") % {"code": value, "meaning": shown}
    return shown
