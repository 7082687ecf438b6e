"""Why a file cannot be read at all, and how big a file may be."""

from __future__ import annotations

from typing import Final

BYTES_MAX: Final = 10 * 1024 * 1024
ROWS_MAX: Final = 5000
# Empty rows included: a sheet may claim a million of them.
LAST_ROW: Final = 20_000
COLUMNS_MAX: Final = 40
CELL_MAX: Final = 300
# Of an Excel file, which is a compressed archive: what it may hold once unpacked.
UNPACKED_MAX: Final = 40 * 1024 * 1024
ENTRIES_MAX: Final = 200


class FileUnreadable(Exception):
    """The message says in Italian what is wrong with the file and how to mend it."""
