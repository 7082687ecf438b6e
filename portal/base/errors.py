"""What an action answers instead of doing what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class ActionError(Exception):
    """The input or the state of things does not allow it; ``message`` is Italian, for the person.

    ``field`` is the name of the input field to correct, None when the refusal concerns no field.
    """

    def __init__(self, message: _StrOrPromise, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looks wrong and that only a person can settle: field and Italian sentence."""

    field: str
    message: str


class ConfirmationNeeded(ActionError):
    """Nothing was stored: read the doubts, then ask the action again with ``confirmed``."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        super().__init__(" ".join(doubt.message for doubt in doubts), doubts[0].field)
        self.doubts = tuple(doubts)


class DataErased(Exception):
    """What was asked for existed, and its data were erased at an instant: an answer of its own."""

    def __init__(self, at: datetime, what: _StrOrPromise = "") -> None:
        super().__init__()
        self.at = at
        self.what = str(what)
