"""A step of a draft in two versions: what was typed here, what somebody saved meanwhile.

Nothing is decided for the person: each field that differs is shown twice and chosen once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

MINE, SAVED = "mia", "salvata"
ALL: Final = "tutte"
CHOICE: Final = "scelta__"


class DraftTexts(Protocol):
    """The form of a draft: the texts kept, those of a step as sent, both together."""

    kept: dict[str, str]
    sent: dict[str, str]
    typed: dict[str, str]


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
        return f"{CHOICE}{self.name}"


def chosen(posted: Mapping[str, str], name: str) -> str:
    """Which of the two texts of a field was chosen, for it alone or for all; "" for none."""
    found = posted.get(ALL) or posted.get(f"{CHOICE}{name}", "")
    return found if found in (MINE, SAVED) else ""


class StepComparison:
    """What a page of a step sent (``posted``) against what is kept now.

    ``fields`` are the fields of the step: name, label, names of the controls it is typed in.
    """

    def __init__(
        self,
        typed: DraftTexts,
        kept: DraftTexts,
        fields: Iterable[tuple[str, str, Iterable[str]]],
        posted: Mapping[str, str],
    ) -> None:
        self._typed, self._kept, self._fields = typed, kept, fields
        self.posted = posted

    @cached_property
    def differences(self) -> list[TextDifference]:
        """The fields that differ, in the order of the page."""
        found = []
        for name, label, names in self._fields:
            controls = tuple(names)
            mine = [self._typed.typed.get(each, "") for each in controls]
            if mine != [self._kept.kept.get(each, "") for each in controls]:
                found.append(TextDifference(name, label, controls, chosen(self.posted, name)))
        return found

    @property
    def undecided(self) -> list[TextDifference]:
        """The fields still to choose."""
        return [each for each in self.differences if not each.chosen]

    def merged(self) -> dict[str, str]:
        """The step as chosen, to be saved over the version that was compared."""
        mine = {name for each in self.differences if each.chosen == MINE for name in each.controls}
        return {
            name: text if name in mine else self._kept.kept.get(name, "")
            for name, text in self._typed.sent.items()
        }

    def hidden(self) -> dict[str, str]:
        """What the page of the comparison carries on: all that was typed."""
        return {name: text for name, text in self._typed.sent.items() if text}
