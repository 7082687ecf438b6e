"""Dated tables: how an entry looks, how it is looked up, how a test replaces one.

An entry holds from `effective_from` until the next entry begins (half-open). An abolition, or
"not in force yet", is an entry whose value is None. Before the first entry the lookup raises
`PrimaDellaTabella`: it never guesses. The entries themselves are in `tabelle/`.

A change of law is a new entry. To see a change flow through everything (a command, a page, a
mail), a test writes::

    with termini.override("denuncia_days", 3):
        ...
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from denunce.scadenze.errors import PrimaDellaTabella
from denunce.scadenze.tabelle import SECTIONS
from denunce.scadenze.tabelle.voci import Confidenza, Entry, Table, Value

__all__ = [
    "TABLES",
    "Confidenza",
    "Entry",
    "Table",
    "Value",
    "all_entries",
    "flag",
    "lookup",
    "number",
    "number_or_none",
    "override",
    "rules_version",
    "text",
]

TABLES: dict[str, Table] = {table.name: table for section in SECTIONS for table in section}

# Called when a table changes: caches built from the tables hook in here.
_on_change: list[Callable[[], None]] = []
_version: str | None = None


def on_change(forget: Callable[[], None]) -> Callable[[], None]:
    """Register a function that drops a cache computed from the tables."""
    _on_change.append(forget)
    return forget


def lookup(name: str, day: date) -> Entry:
    """The entry of table `name` in force on `day`.

    Raises `PrimaDellaTabella` when the day is before the first entry.
    """
    table = TABLES[name]
    for entry in table.newest_first:
        if entry.effective_from <= day:
            return entry
    first = table.newest_first[-1].effective_from
    raise PrimaDellaTabella(
        f"le regole registrate ({table.titolo}) partono dal {first:%d/%m/%Y}: "
        f"per il {day:%d/%m/%Y} non c'è una voce",
        day=day,
    )


# The hottest lines of the engine: the loop of `lookup` is written out, because one more call
# costs as much as the answer, and each table knows which kind of value it holds.


def number(name: str, day: date) -> int:
    """The number in force on `day` (days, hours: the table's title says the unit)."""
    for entry in TABLES[name].newest_first:
        if entry.effective_from <= day:
            return entry.value  # type: ignore[return-value]
    return lookup(name, day).value  # type: ignore[return-value]


def number_or_none(name: str, day: date) -> int | None:
    """Like `number`; None when the entry says that nothing is in force."""
    return number(name, day)


def flag(name: str, day: date) -> bool:
    """The yes/no in force on `day`."""
    return bool(number(name, day))


def text(name: str, day: date) -> str:
    """The choice in force on `day`."""
    for entry in TABLES[name].newest_first:
        if entry.effective_from <= day:
            return entry.value  # type: ignore[return-value]
    return lookup(name, day).value  # type: ignore[return-value]


def all_entries() -> list[tuple[Table, Entry]]:
    """Every entry of every table, in the order of the page "regole"."""
    return [(table, entry) for table in TABLES.values() for entry in table.entries]


def rules_version() -> str:
    """Version key of the tables: newest publication date and a digest of all the entries."""
    global _version
    if _version is None:
        entries = all_entries()
        newest = max(entry.published_on for _, entry in entries)
        content = repr([(table.name, entry) for table, entry in entries])
        _version = f"{newest.isoformat()}+{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    return _version


def _install(table: Table) -> None:
    global _version
    TABLES[table.name] = table
    _version = None
    for forget in _on_change:
        forget()


@contextmanager
def override(name: str, value: Value, *, on: date | None = None) -> Iterator[Table]:
    """Replace the value of one entry of table `name` while the block runs (for tests).

    The entry is the one in force on `on`, by default the newest. Version key, holiday sets and
    every later decision follow; leaving the block restores the table. Not thread-safe.
    """
    original = TABLES[name]
    target = original.newest_first[0] if on is None else lookup(name, on)
    entries = tuple(
        replace(entry, value=value) if entry is target else entry for entry in original.entries
    )
    changed = Table(original.name, original.titolo, entries)
    _install(changed)
    try:
        yield changed
    finally:
        _install(original)


@contextmanager
def added_entry(name: str, entry: Entry) -> Iterator[Table]:
    """Append a new entry to table `name` while the block runs: a change of law in a test."""
    original = TABLES[name]
    changed = Table(original.name, original.titolo, (*original.entries, entry))
    _install(changed)
    try:
        yield changed
    finally:
        _install(original)
