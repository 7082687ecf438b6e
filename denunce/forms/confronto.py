"""Two versions of one form: what was typed here and what somebody saved meanwhile.

Nothing is decided for the person: each field that differs is shown twice and chosen once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from denunce.forms.modulo import WHOLE, ModuloForm
from denunce.models import Modulo
from denunce.moduli.wizard import FormField
from portal.base.forms.comparing import CHOICE, MINE, chosen


@dataclass(frozen=True, slots=True)
class Difference:
    """One field with its two texts, as controls, and which one was chosen ("" : not yet)."""

    mine: FormField
    saved: FormField
    chosen: str

    @property
    def name(self) -> str:
        """The name of the control in the form."""
        return self.mine.name

    @property
    def choice_name(self) -> str:
        """The name of the choice between the two."""
        return f"{CHOICE}{self.name}"


class Confronto:
    """What was typed (``posted``) against what is kept now."""

    def __init__(self, modulo: Modulo, posted: Mapping[str, str]) -> None:
        self.modulo, self.posted = modulo, {name: str(posted[name]) for name in posted}
        self.typed = ModuloForm(modulo, self.posted)
        self.kept = ModuloForm(modulo, None)

    @cached_property
    def differences(self) -> list[Difference]:
        """The fields that differ, in the order of the form; how a value is written is no matter."""
        saved = _fields(self.kept, None)
        mine = _fields(self.typed, self._unreadable())
        pairs = [
            (
                mine.get(name) or replace(saved[name], raw=""),
                saved.get(name) or replace(mine[name], raw=""),
            )
            for name in mine | saved
        ]
        return [
            Difference(here, there, self._chosen(here.name))
            for here, there in pairs
            if here.raw != there.raw
        ]

    @property
    def current(self) -> bool:
        """Whether the choices were made about what is kept now, not about something older."""
        return self.typed.version == self.modulo.version

    @property
    def undecided(self) -> list[Difference]:
        """The fields still to choose."""
        return [each for each in self.differences if not each.chosen]

    def merged(self) -> dict[str, str]:
        """The whole form as chosen, ready to be saved over the version that was compared."""
        kept = _fields(self.kept, None)
        raw = {name: field.raw for name, field in kept.items() if not field.fixed}
        for each in self.differences:
            if each.chosen == MINE:
                raw[each.name] = each.mine.raw
        return raw | {WHOLE: "1", "version": str(self.modulo.version)}

    def hidden(self) -> dict[str, str]:
        """What the page of the comparison carries on: all that was typed."""
        names = _fields(self.typed, self.posted)
        return {name: text for name, text in self.posted.items() if name in names} | {WHOLE: "1"}

    def _chosen(self, name: str) -> str:
        return chosen(self.posted, name)

    def _unreadable(self) -> dict[str, str]:
        names = [problem.name for problem in self.typed.unreadable]
        return {name: self.posted[name] for name in names if name in self.posted}


def _fields(form: ModuloForm, raw: Mapping[str, str] | None) -> dict[str, FormField]:
    """Every control of the form by name; ``raw`` wins over what could be read."""
    return {field.name: field for section in form.draw(raw) for field in section.fields}
