"""Rows as a file that an Italian spreadsheet opens by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

# A spreadsheet would run as a formula what begins like one (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines: semicolons, CRLF, and a byte order mark so that accents survive."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for number, row in enumerate(rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield ("\ufeff" if number == 0 else "") + buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
