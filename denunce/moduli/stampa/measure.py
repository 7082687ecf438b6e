"""How wide a text is in the printed font, and where its lines break.

Widths come from the fonts the PDF embeds (the regular cut, the widest used for values), with a
margin for rounding; so the text that goes to the extra sheet is known before anything is laid out.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

FONT = "bi/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2"
# Debian's fontconfig always brings it: letters that are not Latin are printed with it.
FALLBACK = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
MM_PER_POINT = 25.4 / 72
_MARGIN = 1.03
# Characters that Python calls printable and nobody sees (Unicode, Default_Ignorable_Code_Point):
# they choose the look of the one before, or stand for a blank.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class Face:
    """Advance widths of one font, in thousandths of its size."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415  (heavy: worker processes only)

        font: Any = TTFont(path, lazy=True)
        scale = 1000 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        self.advances = {
            code: metrics[glyph][0] * scale for code, glyph in font.getBestCmap().items()
        }


@cache
def faces() -> tuple[Face, ...]:
    """The fonts of the printed page, first choice first; raises LookupError without the first."""
    found = finders.find(FONT)
    if not isinstance(found, str):
        raise LookupError(FONT)
    fallback = (Face(FALLBACK),) if FALLBACK.is_file() else ()
    return (Face(Path(found)), *fallback)


@cache
def advance(char: str) -> float | None:
    """The width of a character in thousandths of the size; None when no font can draw it."""
    return next((face.advances[ord(char)] for face in faces() if ord(char) in face.advances), None)


def printable(text: str) -> str:
    """The text with ``[U+1F600]`` for each character that no font of the page can draw.

    Invisible characters are shown the same way: what was typed is never silently different.
    """
    return "".join(char if _seen(char) else f"[U+{ord(char):04X}]" for char in text)


@cache
def _seen(char: str) -> bool:
    if char == "\n":
        return True
    return char.isprintable() and not _UNSEEN.match(char) and advance(char) is not None


def width(text: str, points: float) -> float:
    """Millimetres of a line of text at that size, margin included."""
    units = sum(advance(char) or 0 for char in text)
    return units / 1000 * points * MM_PER_POINT * _MARGIN


def lines(text: str, room: float, points: float) -> list[str]:
    """Break a text into lines of at most ``room`` millimetres; joined they are the text again."""
    found: list[str] = []
    for paragraph in text.splitlines(keepends=True):
        found += _wrap(paragraph, room, points)
    return found


def _wrap(paragraph: str, room: float, points: float) -> list[str]:
    unit = points / 1000 * MM_PER_POINT * _MARGIN
    found, start, last_blank, used = [], 0, -1, 0.0
    for place, char in enumerate(paragraph):
        step = 0.0 if char == "\n" else (advance(char) or 0) * unit
        while used + step > room and place > start and char not in " \n":
            cut = last_blank + 1 if last_blank >= start else place
            found.append(paragraph[start:cut])
            used = width(paragraph[cut:place], points)
            start = cut
        used += step
        if char == " ":
            last_blank = place
    found.append(paragraph[start:])
    return found


def head(text: str, room: float, points: float) -> str:
    """The longest beginning of one line that fits, cut between words where there are any."""
    first = _wrap(text.rstrip("\n"), room, points)[0]
    return first if width(first.rstrip(), points) <= room else ""
