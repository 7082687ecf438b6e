"""The shape of a dated entry and of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from denunce.scadenze.results import Fonte

# None: nothing in force (not yet, or abolished).
Value = int | str | bool | None

# The tables start here; older law is not recorded, so older dates are refused.
HORIZON = date(2001, 1, 1)


class Confidenza(StrEnum):
    ALTA = "alta"
    MEDIA = "media"
    BASSA = "bassa"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the law from `effective_from` on, with what supports it."""

    effective_from: date
    published_on: date
    value: Value
    fonti: tuple[Fonte, ...]
    confidence: Confidenza
    note: str = ""

    @property
    def da_verificare(self) -> bool:
        """Whether the interface must say "da verificare"."""
        return self.confidence is Confidenza.BASSA or "da verificare" in self.note


@dataclass(frozen=True, slots=True)
class Table:
    """A named series of entries, oldest first; `titolo` is Italian and names the unit."""

    name: str
    titolo: str
    entries: tuple[Entry, ...]
    newest_first: tuple[Entry, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        starts = [entry.effective_from for entry in self.entries]
        if not starts or any(a >= b for a, b in pairwise(starts)):
            raise ValueError(f"entries of {self.name} must be present and strictly increasing")
        object.__setattr__(self, "newest_first", self.entries[::-1])
