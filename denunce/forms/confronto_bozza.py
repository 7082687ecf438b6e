"""A step of a draft in two versions: what was typed here, what somebody saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from denunce.forms.bozza import BozzaForm, Passo
from denunce.forms.confronto import ALL, MINE, SAVED
from denunce.forms.modulo import read_version
from denunce.models import Bozza
from portal.base.forms.instants import control_names
from utenti.models import Sede


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A field whose texts differ, and which one was chosen ("" : not yet)."""

    name: str
    label: str
    controls: tuple[str, ...]
    chosen: str

    @property
    def choice_name(self) -> str:
        """The name of the choice between the two."""
        return f"scelta__{self.name}"


class BozzaConfronto:
    """What a page of the step sent (``posted``) against what is kept now."""

    def __init__(
        self,
        bozza: Bozza,
        passo: Passo,
        posted: Mapping[str, str],
        *,
        sedi: Sequence[Sede],
        now: datetime,
    ) -> None:
        self.bozza, self.passo, self.posted = bozza, passo, posted
        self.typed = BozzaForm(bozza, sedi=sedi, now=now, passo=passo, posted=posted)
        self.kept = BozzaForm(bozza, sedi=sedi, now=now)

    @cached_property
    def differences(self) -> list[TextDifference]:
        """The fields that differ, in the order of the page."""
        found = []
        for name, field in self.typed.fields(self.passo):
            controls = tuple(control_names(name, field))
            mine = [self.typed.typed.get(each, "") for each in controls]
            if mine != [self.kept.kept.get(each, "") for each in controls]:
                found.append(TextDifference(name, str(field.label), controls, self._chosen(name)))
        return found

    @property
    def current(self) -> bool:
        """Whether the choices were made about what is kept now, not about something older."""
        return read_version(self.posted) == self.bozza.version

    @property
    def undecided(self) -> list[TextDifference]:
        """The fields still to choose."""
        return [each for each in self.differences if not each.chosen]

    def merged(self) -> dict[str, str]:
        """The step as chosen, to be saved over the version that was compared."""
        mine = {name for each in self.differences if each.chosen == MINE for name in each.controls}
        return {
            name: text if name in mine else self.kept.kept.get(name, "")
            for name, text in self.typed.sent.items()
        }

    def hidden(self) -> dict[str, str]:
        """What the page of the comparison carries on: all that was typed."""
        return {name: text for name, text in self.typed.sent.items() if text}

    def _chosen(self, name: str) -> str:
        found = self.posted.get(ALL) or self.posted.get(f"scelta__{name}", "")
        return found if found in (MINE, SAVED) else ""
