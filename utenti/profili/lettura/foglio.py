"""The rows of a file by name of column, whatever the format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from utenti.profili.lettura.colonne import find_columns
from utenti.profili.lettura.csv_file import rows_of_csv
from utenti.profili.lettura.errori import (
    BYTES_MAX,
    CELL_MAX,
    COLUMNS_MAX,
    LAST_ROW,
    ROWS_MAX,
    FileUnreadable,
)
from utenti.profili.lettura.xlsx_file import Formula, rows_of_xlsx

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Riga:
    """One row: its number in the file, the text by column, the columns that hold a formula."""

    numero: int
    celle: dict[str, str]
    formule: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foglio:
    """What was read: which columns are there, which were ignored, the rows that are not empty."""

    colonne: tuple[str, ...]
    ignorate: tuple[str, ...]
    righe: tuple[Riga, ...]

    def dump(self) -> str:
        """As text, to be kept encrypted."""
        rows = [
            [row.numero, [row.celle[key] for key in self.colonne], row.formule]
            for row in self.righe
        ]
        return json.dumps([self.colonne, self.ignorate, rows], ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Self:
        """Back from ``dump``."""
        columns, ignored, rows = json.loads(text)
        made = tuple(
            Riga(number, dict(zip(columns, cells, strict=True)), tuple(formulas))
            for number, cells, formulas in rows
        )
        return cls(tuple(columns), tuple(ignored), made)


def read_file(content: bytes) -> Foglio:
    """Read a CSV or an Excel file of doctors.

    Raises FileUnreadable when it is empty, too big, of another kind, without our columns, or with
    more rows than one import takes.
    """
    if not content.strip():
        raise FileUnreadable(_("Il file è vuoto."))
    if len(content) > BYTES_MAX:
        raise FileUnreadable(
            _("Il file supera i 10 MB: un’importazione arriva a %(rows)d medici.")
            % {"rows": ROWS_MAX}
        )
    return _named(_rows(content))


def _rows(content: bytes) -> Iterator[list[str]]:
    if content.startswith(_OLE):
        raise FileUnreadable(
            _("È un file Excel di vecchio tipo o protetto: salvalo come .xlsx senza password.")
        )
    return rows_of_xlsx(content) if content.startswith(_ZIP) else rows_of_csv(content)


def _named(rows: Iterator[list[str]]) -> Foglio:
    first = next(rows, [])
    if len(first) > COLUMNS_MAX:
        raise FileUnreadable(_("Le colonne sono troppe: tieni solo quelle del modello."))
    columns, ignored = find_columns(first)
    found: list[Riga] = []
    for number, row in enumerate(rows, start=2):
        empty = not any(cell.strip() for cell in row)
        if number > LAST_ROW or (len(found) == ROWS_MAX and not empty):
            raise FileUnreadable(
                _(
                    "Le righe sono più di %(rows)d, il massimo per un’importazione: "
                    "dividi il file in più parti."
                )
                % {"rows": ROWS_MAX}
            )
        if not empty:
            found.append(_riga(number, row, columns))
    if not found:
        raise FileUnreadable(_("Il file ha solo le intestazioni: aggiungi una riga per medico."))
    return Foglio(tuple(columns.values()), tuple(ignored), tuple(found))


def _riga(number: int, row: list[str], columns: Any) -> Riga:
    cells = {key: _clean(row[at]) if at < len(row) else "" for at, key in columns.items()}
    formulas = tuple(
        key for at, key in columns.items() if at < len(row) and isinstance(row[at], Formula)
    )
    return Riga(number, cells, formulas)


def _clean(cell: str) -> str:
    """Single blanks, no line ends; what is too long for any column stays recognisable as such."""
    return " ".join(cell[: CELL_MAX + 1].split())
