"""An Excel file, read without trusting it: an archive may unpack to a thousand times its size."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.xml import DEFUSEDXML

from utenti.profili.lettura.errori import (
    COLUMNS_MAX,
    ENTRIES_MAX,
    ROWS_MAX,
    UNPACKED_MAX,
    FileUnreadable,
)

_CHUNK: Final = 1024 * 1024


class Formula(str):
    """A cell whose value is computed: refused, since what it would give is not in the file."""

    __slots__ = ()


def rows_of_xlsx(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet; dates as ISO text, formulas as ``Formula``.

    Raises FileUnreadable for an archive that is broken, encrypted or too big once unpacked.
    """
    if not DEFUSEDXML:  # the package is pinned: without it, entities would be expanded
        raise RuntimeError("defusedxml is missing")
    _check_archive(content)
    try:
        yield from _rows(content)
    except FileUnreadable:
        raise
    except Exception as error:  # a hostile or damaged workbook fails in a hundred ways
        raise FileUnreadable(
            _("Il file Excel è danneggiato: aprilo, salvalo di nuovo come .xlsx e riprova.")
        ) from error


def _check_archive(content: bytes) -> None:
    """Declared sizes first, then what really comes out, chunk by chunk."""
    too_big = _(
        "Il file Excel, una volta aperto, è troppo grande: un’importazione arriva a "
        "%(rows)d medici, in un solo foglio senza immagini."
    ) % {"rows": ROWS_MAX}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            declared = sum(member.file_size for member in members)
            if len(members) > ENTRIES_MAX or declared > UNPACKED_MAX:
                raise FileUnreadable(too_big)
            if "[Content_Types].xml" not in archive.namelist():
                raise FileUnreadable(
                    _("Questo archivio non è un file Excel: salva l’elenco come .xlsx o CSV.")
                )
            if any(member.flag_bits & 1 for member in members):
                raise FileUnreadable(_("Il file Excel è protetto da password: toglila e riprova."))
            left = UNPACKED_MAX
            for member in members:
                with archive.open(member) as stream:
                    while chunk := stream.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise FileUnreadable(too_big)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise FileUnreadable(
            _("Il file Excel è danneggiato: aprilo, salvalo di nuovo come .xlsx e riprova.")
        ) from error


def _rows(content: bytes) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        if not book.worksheets:
            raise FileUnreadable(_("Il file Excel non ha fogli con dei dati."))
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size proves nothing
        for row in sheet.iter_rows(max_col=COLUMNS_MAX):
            yield [_cell(cell) for cell in row]
    finally:
        book.close()


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return Formula(str(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
