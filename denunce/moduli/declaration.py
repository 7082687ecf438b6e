"""The shape of an official form: sections, groups, fields, rules. Data only.

JSON: every group is an object under its key, a repeated group a list of objects; every field is a
value under its key. The path of a problem is a JSON Pointer (``/lavoratore/cognome``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify

from denunce.moduli.conditions import ALWAYS, NEVER, Condition, holds, lookup
from denunce.moduli.kinds import Kind
from denunce.moduli.moments import read_day
from denunce.moduli.totals import Addend
from portal.base.privacy import Privacy

Json = Any
Label = str | Promise
COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Fixed:
    """When the condition holds the field has this value and nobody types it."""

    when: Condition
    value: str | bool
    reason: Label


@dataclass(frozen=True, slots=True)
class Switch:
    """When the condition holds the field takes the values of another list."""

    when: Condition
    kind: Kind


@dataclass(frozen=True, slots=True)
class Advice:
    """What the page tells while the condition holds; it keeps nobody from sending."""

    when: Condition
    text: Label


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note of the instructions. ``printed`` is what the paper says, ``today`` what holds
    now where the two differ, with its act."""

    number: str
    title: Label
    printed: Label
    today: Label = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies of a form: its letter, whom it is for, the foot of its pages."""

    code: str
    label: Label
    foot: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``width`` is in twenty-fourths of the printed page, ``lines`` in printed lines.

    ``required`` and ``when`` are conditions: when it must be filled, when it applies at all.
    ``why`` says in words when it applies. ``since`` and ``until`` bound the events it is asked for
    (``until`` excluded). ``short`` is the label in a small printed box. ``norm`` is the act the
    field comes from, shown in its note. ``letter`` and ``note`` are those printed on the paper.
    ``switched``: lists that replace ``kind`` while their condition holds. ``excludes`` is the path
    of the field that the paper joins to this one by "oppure": only one is filled. ``total``: the
    field is the sum of those; left blank it is computed. ``suggest`` names what is searched while
    typing: ``comune`` (fills the province and the ISTAT code beside it), ``stato``,
    ``professione``, ``ccnl``. ``advice``: what the page says while a condition holds.
    """

    key: str
    label: Label
    kind: Kind
    privacy: Privacy = Privacy.COMUNE
    width: int = 6
    lines: int = 1
    required: Condition = NEVER
    when: Condition = ALWAYS
    why: Label = ""
    fixed: tuple[Fixed, ...] = ()
    help: Label = ""
    norm: str = ""
    example: Json = None
    printed: bool = True
    short: Label = ""
    since: date | None = None
    until: date | None = None
    letter: str = ""
    note: str = ""
    switched: tuple[Switch, ...] = ()
    excludes: str = ""
    total: tuple[Addend, ...] = ()
    suggest: str = ""
    advice: tuple[Advice, ...] = ()

    def kind_in(self, data: Mapping[str, Json], row: Mapping[str, Json] | None = None) -> Kind:
        """The kind that holds for these data: another list may have taken the place of its own."""
        for switch in self.switched:
            if holds(switch.when, data, row):
                return switch.kind
        return self.kind

    @property
    def box_label(self) -> Label:
        """The label on paper."""
        return self.short or self.label

    def in_force(self, day: date) -> bool:
        """Whether the form asks this for an event of that day."""
        return (self.since or day) <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together; ``repeat`` > 0 makes it a list of up to that many rows."""

    key: str
    letter: str
    title: Label
    fields: tuple[Field, ...]
    repeat: int = 0
    printed: int = 1
    help: Label = ""

    def field(self, key: str) -> Field:
        """The field with that key; raises KeyError."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the form, as on INAIL's service; an empty number is a part of ours."""

    number: str
    title: Label
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form cannot be sent: where, and what to do in Italian.

    ``kind``: ``mancante`` (a draft may wait), ``errato``, ``avviso`` (to be confirmed).
    """

    path: str
    message: str
    kind: str = "errato"

    @property
    def name(self) -> str:
        """The name of the form control, ``lavoratore__cognome``; its id is ``id_`` plus this."""
        return self.path.lstrip("/").replace("/", "__")


Check = Callable[[Mapping[str, Json], "Declaration"], Iterator[Problem]]


@dataclass(frozen=True)
class Declaration:
    """One version of one official form, in force for the events from ``effective_from``.

    ``event_path`` is the field whose day decides the version and the code lists. ``template`` and
    ``css`` print it. ``facsimile``: its own paper is not among the sources, and it says so.
    ``name`` is what people call it ("Mod. 4 bis Nav."), where ``short`` would be too long.
    """

    code: str
    title: Label
    short: Label
    effective_from: date
    source: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = field(default=(), compare=False)
    event_path: str = "evento.data"
    notes: tuple[Note, ...] = ()
    copies: tuple[Copy, ...] = ()
    facsimile: bool = True
    template: str = "denunce/pdf/modulo.html"
    css: tuple[str, ...] = ("css/pdf/modulo.css",)
    name: str = ""

    def event_day(self, data: Mapping[str, Json]) -> date | None:
        """The day of the event the data speak of, when it is known."""
        return read_day(lookup(data, self.event_path))

    @property
    def version(self) -> str:
        """The name of the version: the first day it holds for."""
        return self.effective_from.isoformat()

    @property
    def spoken(self) -> str:
        """What people call the form, on a button or in a sentence."""
        return self.name or str(self.short)

    @property
    def file_name(self) -> str:
        """How the names of its files begin: ``mod-4-bis-nav``."""
        return slugify(self.spoken)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Every group by key, in the order of the form."""
        return {group.key: group for section in self.sections for group in section.groups}

    def fields(self) -> Iterator[tuple[Group, Field]]:
        """Every field with its group, in the order of the form."""
        for group in self.groups.values():
            for each in group.fields:
                yield group, each

    def field(self, path: str) -> Field:
        """The field at ``"group.field"``; raises KeyError."""
        group, _, key = path.partition(".")
        return self.groups[group].field(key)


def as_of(declaration: Declaration, day: date) -> Declaration:
    """The declaration with only the fields that hold for events of that day, and the groups that
    have one."""
    sections = tuple(
        replace(
            section,
            groups=tuple(
                replace(group, fields=tuple(f for f in group.fields if f.in_force(day)))
                for group in section.groups
                if any(f.in_force(day) for f in group.fields)
            ),
        )
        for section in declaration.sections
    )
    return replace(declaration, effective_from=day, sections=sections)


def versions(whole: Declaration) -> tuple[Declaration, ...]:
    """Every version of a form, oldest first: a new one begins where a field begins or ends."""
    days = {whole.effective_from}
    for _group, each in whole.fields():
        days |= {day for day in (each.since, each.until) if day and day > whole.effective_from}
    return tuple(as_of(whole, day) for day in sorted(days))
