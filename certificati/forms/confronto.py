"""A step of a draft in two versions: what was typed here, what another window saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from certificati.forms.bozza import BozzaForm, controls_of
from certificati.forms.certificato import Passo
from certificati.models import Certificato

MINE, SAVED = "mia", "salvata"
ALL: Final = "tutte"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose texts differ, and which one was chosen ("" : not yet)."""

    name: str
    label: str
    controls: tuple[str, ...]
    chosen: str


class Confronto:
    """What a page of the step sent (``posted``) against what is kept now."""

    def __init__(
        self,
        certificato: Certificato,
        passo: Passo,
        posted: Mapping[str, str],
        *,
        expected: int,
        now: datetime,
    ) -> None:
        self.certificato, self.passo, self.posted = certificato, passo, posted
        self.current = expected == certificato.version
        self.typed = BozzaForm(certificato, now=now, passo=passo, posted=posted)
        self.kept = BozzaForm(certificato, now=now)

    @cached_property
    def differences(self) -> list[Difference]:
        """The fields that differ, in the order of the page."""
        found = []
        for name, field in self.typed.fields(self.passo):
            controls = tuple(controls_of(name, field))
            mine = [self.typed.typed.get(each, "") for each in controls]
            if mine != [self.kept.kept.get(each, "") for each in controls]:
                found.append(Difference(name, str(field.label), controls, self._chosen(name)))
        return found

    @property
    def undecided(self) -> list[Difference]:
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
