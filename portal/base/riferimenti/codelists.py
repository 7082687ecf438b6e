"""Dated code lists, read from the committed fixtures without a database.

A list names its source and the day it was read there. ``code`` and ``label`` are the official ones,
misprints included; ``label_display`` is what people read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "reference"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a list; both days are included, None means without bound."""

    code: str
    label: str
    label_display: str
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether the value may be used for an event of that day (None: the day is not known)."""
        if day is None:
            return True
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True)
class CodeList:
    """An official list with its source."""

    code: str
    title: str
    source: str
    retrieved_on: date
    entries: tuple[Entry, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Entry]:
        """The entries by code."""
        return {entry.code: entry for entry in self.entries}


@cache
def code_list(code: str) -> CodeList:
    """Read a list from its fixture; raises KeyError when none declares it."""
    path = FIXTURES / f"{code}.json"
    if not path.is_file():
        raise KeyError(code)
    return read_list(json.loads(path.read_text(encoding="utf-8")))


def read_list(document: dict[str, Any]) -> CodeList:
    """Build a list from a fixture; an entry may add the first and last day it was in force."""
    starts = _day(document["valido_dal"])
    return CodeList(
        code=document["codice"],
        title=document["titolo"],
        source=document["fonte"],
        retrieved_on=date.fromisoformat(document["rilevato_il"]),
        entries=tuple(_entry(*row, starts=starts) for row in document["voci"]),
    )


def _entry(
    code: str,
    label: str,
    shown: str,
    valid_from: str | None = None,
    valid_to: str | None = None,
    *,
    starts: date | None,
) -> Entry:
    return Entry(code, label, shown, _day(valid_from) or starts, _day(valid_to))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
