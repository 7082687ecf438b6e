"""The answered fields of a certificate as boxes of a paper, section by section.

Derived from ``tabella``: a field declared there is printed here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from certificati.campi import TITOLI, Campo, Forma, Sezione
from certificati.corpo.sedi import spoken
from certificati.dati import DatiCertificato
from certificati.numero import grouped
from certificati.tabella import campi_of
from portal.base.clock import local

COLUMNS: Final = 4
# How many characters a box of so many columns holds on one line, about.
_HOLDS: Final = ((20, 1), (46, 2))
_LABEL_SIZE: Final = 0.6  # labels are printed so much smaller than values
_ENDS: Final = ("_dal", "_al")
_REPLACEMENT: Final = "\ufffd"
_REORDERING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@dataclass(frozen=True, slots=True)
class Casella:
    """One box: a label, a value; ``lines`` when there are several; ``span`` in columns."""

    label: str
    value: str = ""
    lines: tuple[str, ...] = ()
    span: int = 1


@dataclass(slots=True)
class Blocco:
    """One section: rows of boxes (a row of one long box may break across pages)."""

    title: str
    rows: list[list[Casella]] = field(default_factory=list)


def blocks_of(dati: DatiCertificato) -> list[Blocco]:
    """The sections with an answered field, in the order of the official certificate."""
    found = []
    for sezione in Sezione:
        answered = _answered(dati, sezione)
        if answered:
            found.append(Blocco(str(TITOLI[sezione]), pack(answered)))
    return found


def pack(boxes: Iterable[Casella]) -> list[list[Casella]]:
    """Boxes in rows of ``COLUMNS``, in their order; the last of a row takes what is left."""
    rows: list[list[Casella]] = []
    room = 0
    for box in boxes:
        if box.span > room:
            rows.append([])
            room = COLUMNS
        rows[-1].append(box)
        room -= box.span
    return [_filled(row) for row in rows]


def box(label: str, value: str) -> Casella:
    """A box as wide as what it holds."""
    text = readable(value)
    size = max(len(text), round(len(label) * _LABEL_SIZE))
    span = next((span for most, span in _HOLDS if size <= most), COLUMNS)
    return Casella(label, text, span=span)


def readable(text: str) -> str:
    """Text as it can be printed: what would vanish or reorder what is read is shown as a mark."""
    return "".join(_shown(char) for char in text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(campo: Campo, value: Any) -> str:
    """One value as people read it: a choice by its name, a day as 10/03/2026."""
    if campo.forma == Forma.SI_NO:
        return _("Sì") if value else _("No")
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if campo.forma == Forma.NUMERO:
        return grouped(value)
    return str(dict(campo.choices).get(value, value))


def _answered(dati: DatiCertificato, sezione: Sezione) -> list[Casella]:
    return [
        made
        for campo in campi_of(dati.genere, sezione)
        for made in _boxes(campo, getattr(dati, campo.name), dati)
    ]


def _boxes(campo: Campo, value: Any, dati: DatiCertificato) -> Iterator[Casella]:
    label = str(campo.label)
    if campo.name.endswith(_ENDS):
        yield from _period(campo, dati)
    elif value in ("", None, ()):
        return
    elif campo.forma == Forma.LESIONI:
        yield Casella(label, lines=tuple(spoken(value)), span=COLUMNS)
    elif campo.forma == Forma.TESTO_LUNGO:
        yield Casella(label, readable(value), span=COLUMNS)
    else:
        yield box(label, shown(campo, value))


def _period(campo: Campo, dati: DatiCertificato) -> Iterator[Casella]:
    """The two days of a period in one box, in the place of the first."""
    name, _underscore, end = campo.name.rpartition("_")
    first, last = getattr(dati, f"{name}_dal"), getattr(dati, f"{name}_al")
    if end == "al" or (first is None and last is None):
        return
    said = [_("dal %(day)s") % {"day": f"{first:%d/%m/%Y}"}] if first else []
    if last:
        said.append(_("al %(day)s compreso") % {"day": f"{last:%d/%m/%Y}"})
    yield box(str(campo.label).partition(":")[0], " ".join(said))


def _filled(row: list[Casella]) -> list[Casella]:
    last, free = row[-1], COLUMNS - sum(one.span for one in row)
    return [*row[:-1], Casella(last.label, last.value, last.lines, last.span + free)]


def _shown(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    if unicodedata.category(char) in ("Zl", "Zp"):
        return "\n"
    hidden = char in _REORDERING or unicodedata.category(char) in ("Cc", "Cs")
    return _REPLACEMENT if hidden else char
