"""A declaration as form controls, and what came back from them as data.

A page walks ``form_sections(...)`` and renders each ``FormField``; ``clean(...)`` reads the POST.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from denunce.moduli import totals
from denunce.moduli.canonical import prune
from denunce.moduli.conditions import holds, is_blank, paths
from denunce.moduli.declaration import Declaration, Field, Group, Label, Problem
from denunce.moduli.example import apply_fixed
from denunce.moduli.kinds import BadValue, Choices
from denunce.moduli.moments import is_repeated
from denunce.moduli.suggest import LONG_LIST, SEARCHED

Json = Any
_INPUT_TYPES = {"text": "text", "email": "email", "date": "date", "time": "time"}
MAX_RAW = 20_000


@dataclass(frozen=True, slots=True)
class FormField:
    """One control. ``name`` is ``group__key``, in a row ``group__0__key``; ``id``: ``id_`` + it.

    ``widget``: text, textarea, email, date, time, datetime, number, select, radio. ``raw`` is what
    the control shows; ``required``, ``applies`` and ``fixed`` hold for the data as they are now.
    ``depends_on`` are the names of the controls that decide it. ``from_case``: still as prefilled;
    ``in_case`` is what the case says instead, as ``raw``, "" when it says the same or nothing.
    ``computed`` is the sum that a total should be, as ``raw``; ``advice`` what to tell beside it.
    ``from_other``: as the form it was converted from said; ``locked``: and nobody may change it.
    """

    name: str
    path: str
    field: Field
    raw: str
    choices: Choices
    required: bool
    applies: bool
    fixed: bool
    from_case: bool
    in_case: str
    from_other: bool
    locked: bool
    depends_on: tuple[str, ...]
    problems: tuple[Problem, ...]
    computed: str = ""
    advice: tuple[Label, ...] = ()

    @property
    def id(self) -> str:
        """The id of the control, the target of the links in the list of problems."""
        return f"id_{self.name}"

    @property
    def widget(self) -> str:
        """The kind of control."""
        return self.field.kind.widget

    @property
    def input_type(self) -> str:
        """The type of the input element; an hour that occurs twice needs room for its offset."""
        if self.widget == "datetime":
            return "text" if "+" in self.raw or is_repeated(self.raw) else "datetime-local"
        return _INPUT_TYPES.get(self.widget, "text")

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with what stands in the control; what is only missing is no error."""
        return tuple(problem for problem in self.problems if problem.kind != "mancante")

    @property
    def searched(self) -> str:
        """What is searched while typing: ``comune``, ``stato``, ``professione``; ``elenco`` for a
        list too long to be read, narrowed on the page itself; "" for a plain control."""
        if self.widget == "select":
            return "elenco" if len(self.choices) > LONG_LIST else ""
        return self.field.suggest if self.field.suggest in SEARCHED else ""

    @property
    def stray(self) -> str:
        """A value that the list of today does not have, in words: another list has taken its place,
        or the day of the event changed. It stays in the control until somebody chooses again."""
        listed = self.widget in ("select", "radio")
        if not listed or not self.raw or any(self.raw == value for value, _label in self.choices):
            return ""
        for kind in (self.field.kind, *(switch.kind for switch in self.field.switched)):
            for value, label in kind.choices(None):
                if value == self.raw:
                    return str(label)
        return self.raw

    @property
    def max_length(self) -> int:
        """Most characters the field keeps."""
        return self.field.kind.typed


@dataclass(frozen=True, slots=True)
class FormRow:
    """The controls of a group; ``number`` counts the rows of a repeated group from 1, else 0."""

    number: int
    fields: tuple[FormField, ...]

    @property
    def filled(self) -> bool:
        """Whether anything stands in the row."""
        return any(field.raw for field in self.fields)


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A group with its rows."""

    group: Group
    rows: tuple[FormRow, ...]

    @property
    def can_add(self) -> bool:
        """Whether one more row may be asked for."""
        return len(self.rows) < self.group.repeat


@dataclass(frozen=True, slots=True)
class FormSection:
    """A numbered section; ``state``: vuota, parziale, completa, con_errori."""

    number: str
    title: Any
    groups: tuple[FormGroup, ...]

    @property
    def fields(self) -> Iterator[FormField]:
        """Every control of the section."""
        return (field for group in self.groups for row in group.rows for field in row.fields)

    @property
    def state(self) -> str:
        """How far the section is."""
        kinds = {problem.kind for field in self.fields for problem in field.problems}
        if kinds - {"mancante"}:
            return "con_errori"
        if not any(field.raw for field in self.fields):
            return "vuota"
        return "parziale" if kinds else "completa"


def form_sections(
    declaration: Declaration,
    data: Mapping[str, Json],
    *,
    problems: Sequence[Problem] = (),
    raw: Mapping[str, str] | None = None,
    prefilled: Mapping[str, Json] | None = None,
    converted: Mapping[str, Json] | None = None,
    locked: Mapping[str, Json] | None = None,
    one_more: str = "",
) -> list[FormSection]:
    """The form to show for ``data``; ``raw`` (a refused POST) wins, so that no letter is lost.

    ``one_more`` is the key of the repeated group that gets a blank row after its last.
    """
    view = _View(
        declaration, data, problems, raw, prefilled or {}, converted or {}, locked or {}, one_more
    )
    return [
        FormSection(
            section.number, section.title, tuple(view.group(group) for group in section.groups)
        )
        for section in declaration.sections
    ]


def clean(
    declaration: Declaration, raw: Mapping[str, str]
) -> tuple[dict[str, Json], list[Problem]]:
    """Read what was typed: the data that can be kept, and what could not be read.

    Names that the form does not have are ignored; a value that other fields fix is written by the
    rule. The data may still have ``problems``: those keep a form from being sent, not saved.
    """
    data: dict[str, Json] = {}
    errors: list[Problem] = []
    for group in declaration.groups.values():
        rows = [_clean_row(group, raw, index, errors) for index in range(max(group.repeat, 1))]
        data[group.key] = [row for row in rows if row] if group.repeat else rows[0]
    apply_fixed(declaration, data)
    return prune(data), errors


def _clean_row(
    group: Group, raw: Mapping[str, str], index: int, errors: list[Problem]
) -> dict[str, Json]:
    row: dict[str, Json] = {}
    for field in group.fields:
        path = _path(group, index, field)
        text = raw.get(control_name(path), "")
        if not text.strip():
            continue
        try:
            row[field.key] = read(field, text)
        except BadValue as error:
            errors.append(Problem(path, str(error)))
    return row


def read(field: Field, text: str) -> Json:
    """One typed text as the value of its field; raises BadValue with an Italian message."""
    value = field.kind.parse(text[:MAX_RAW] if field.kind.widget != "textarea" else text)
    if wrong := field.kind.storable(value):
        raise BadValue(wrong)
    return value


def reread(
    declaration: Declaration, before: Mapping[str, Json], data: Mapping[str, Json]
) -> list[Problem]:
    """The values that stayed while their list became another one where the same code means
    something else ("05" is a plain workman, on a farm an owner): a person must choose again."""
    found: list[Problem] = []
    for group, field in declaration.fields():
        value = _said(data, group, field)
        if not field.switched or is_blank(value) or value != _said(before, group, field):
            continue
        old, new = field.kind_in(before), field.kind_in(data)
        if new.check(value, None) is None and new.show(value) != old.show(value):
            message = _("L’elenco è cambiato: prima c’era «%(value)s». Scegli di nuovo.")
            path = f"/{group.key}/{field.key}"
            found.append(Problem(path, message % {"value": old.show(value)}))
    return found


def control_name(path: str) -> str:
    """The name of the control at a JSON Pointer."""
    return path.lstrip("/").replace("/", "__")


def _path(group: Group, index: int, field: Field) -> str:
    return f"/{group.key}/{index}/{field.key}" if group.repeat else f"/{group.key}/{field.key}"


def _said(data: Mapping[str, Json], group: Group, field: Field) -> Json:
    """What other data say of a field; nothing for the rows of a repeated group."""
    row = data.get(group.key)
    return row.get(field.key) if isinstance(row, Mapping) else None


@dataclass
class _View:
    declaration: Declaration
    data: Mapping[str, Json]
    problems: Sequence[Problem]
    raw: Mapping[str, str] | None
    prefilled: Mapping[str, Json]
    converted: Mapping[str, Json]
    locked: Mapping[str, Json]
    one_more: str = ""

    @cached_property
    def day(self) -> date | None:
        return self.declaration.event_day(self.data)

    def group(self, group: Group) -> FormGroup:
        value = self.data.get(group.key)
        if not group.repeat:
            return FormGroup(group, (self.row(group, 0, value if isinstance(value, dict) else {}),))
        kept = value if isinstance(value, list) else []
        more = 1 if group.key == self.one_more else 0
        drawn = max(group.printed, len(kept), self._last_drawn(group))
        shown = min(group.repeat, drawn + more)
        rows = [kept[index] if index < len(kept) else {} for index in range(shown)]
        return FormGroup(group, tuple(self.row(group, i, row) for i, row in enumerate(rows)))

    def row(self, group: Group, index: int, row: Mapping[str, Json]) -> FormRow:
        number = index + 1 if group.repeat else 0
        fields = tuple(self.field(group, index, field, row) for field in group.fields)
        return FormRow(number, fields)

    def field(self, group: Group, index: int, field: Field, row: Mapping[str, Json]) -> FormField:
        path = _path(group, index, field)
        value, applies = row.get(field.key), holds(field.when, self.data, row)
        fixed = any(holds(fixed.when, self.data, row) for fixed in field.fixed)
        known = _said(self.prefilled, group, field)
        other = _said(self.converted, group, field)
        same = not is_blank(value) and other == value
        differs = applies and not fixed and not is_blank(known) and known != value
        return FormField(
            name=control_name(path),
            path=path,
            field=field,
            raw=self._raw(path, field, value),
            choices=field.kind_in(self.data, row).choices(self.day),
            computed=field.kind.raw(totals.total(field.total, self.data)) if field.total else "",
            advice=tuple(e.text for e in field.advice if holds(e.when, self.data, row)),
            required=applies and self._asked(group, row) and holds(field.required, self.data, row),
            applies=applies,
            fixed=fixed,
            from_case=not is_blank(value) and known == value,
            in_case=field.kind.raw(known) if differs else "",
            from_other=same,
            locked=same and applies and not is_blank(_said(self.locked, group, field)),
            depends_on=self._depends_on(path, field),
            problems=tuple(problem for problem in self.problems if problem.path == path),
        )

    def _asked(self, group: Group, row: Mapping[str, Json]) -> bool:
        """Of a repeated group a row is asked for only once something stands in it."""
        return not group.repeat or not all(is_blank(value) for value in row.values())

    def _raw(self, path: str, field: Field, value: Json) -> str:
        typed = self.raw.get(control_name(path)) if self.raw is not None else None
        if typed is not None:  # a control that rules fix is not sent
            return typed
        return "" if is_blank(value) else field.kind.raw(value)

    def _depends_on(self, path: str, field: Field) -> tuple[str, ...]:
        conditions = (
            field.when,
            field.required,
            *(fixed.when for fixed in field.fixed),
            *(switch.when for switch in field.switched),
            *(advice.when for advice in field.advice),
        )
        found = dict.fromkeys(each for condition in conditions for each in paths(condition))
        parent = path.rpartition("/")[0]
        return tuple(
            control_name(f"{parent}/{each[1:]}" if each.startswith(".") else each.replace(".", "/"))
            for each in found
        )

    def _last_drawn(self, group: Group) -> int:
        """How many rows the page had that sent ``raw``: none goes away while somebody types."""
        if self.raw is None:
            return 0
        drawn = [
            index + 1
            for index in range(group.repeat)
            for field in group.fields
            if control_name(_path(group, index, field)) in self.raw
        ]
        return max(drawn, default=0)
