"""A CSV file as Italian spreadsheets write it: semicolons, commas or tabs, in UTF-8 or cp1252."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from utenti.profili.lettura.colonne import recognised
from utenti.profili.lettura.errori import FileUnreadable

_DELIMITERS: Final = (";", ",", "\t")


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """The rows, one at a time; newlines inside quotes belong to their cell.

    Raises FileUnreadable for what is no text, or for quotes that never close.
    """
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise FileUnreadable(
            _("Il file si interrompe alla riga %(row)d: controlla le virgolette.")
            % {"row": reader.line_num}
        ) from error


def _decode(content: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content, name)
    try:
        return _text(content, "utf-8")
    except UnicodeDecodeError:
        return _text(content, "cp1252", errors="replace")


def _text(content: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        text = content.decode(encoding, errors)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            raise
        raise FileUnreadable(_("Il file non è un testo leggibile: salvalo come CSV.")) from None
    if "\0" in text:
        raise FileUnreadable(
            _("Questo file non è un CSV né un Excel (.xlsx): salvalo in uno di questi formati.")
        )
    return text


def _delimiter(text: str) -> str:
    """The one with which the first row names most of our columns."""

    def score(delimiter: str) -> int:
        first = csv.reader(io.StringIO(text[:4000], newline=""), delimiter=delimiter)
        try:
            return recognised(next(first, []))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=score)
