"""Fonts of a finished PDF: embedded, of the widths they say, and every glyph with its letter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def font_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is wrong with the fonts of the pages and with the text drawn in them."""
    used: dict[tuple[int, int], set[int]] = {}
    fonts: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        known = page.resources.get("/Font", {})
        for name, glyphs in _drawn(page).items():
            font = known.get(name)
            if font is None:
                yield f"text in an unknown font {name}"
                continue
            fonts[font.objgen] = font
            used.setdefault(font.objgen, set()).update(glyphs)
    if not fonts:
        yield "no text"
    for objgen, font in fonts.items():
        name = str(font.get("/BaseFont", "?"))
        yield from (f"{name}: {said}" for said in _font(font, used[objgen]))


def _font(font: Any, used: set[int]) -> Iterator[str]:
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        yield "not a composite font with identity encoding"
        return
    inner = font.DescendantFonts[0]
    if "/FontFile2" not in inner.FontDescriptor:
        yield "not embedded"
        return
    if inner.get("/CIDToGIDMap") != "/Identity":
        yield "no map from codes to glyphs"
    if "/ToUnicode" not in font:
        yield "no letters for its glyphs"
        return
    letters = _letters(font.ToUnicode.read_bytes())
    program = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    order, scale = program.getGlyphOrder(), 1000 / program["head"].unitsPerEm
    widths = _widths(inner)
    for glyph in sorted(used):
        if glyph == 0 or glyph >= len(order):
            yield f"glyph {glyph} is not in the font"
            continue
        if letters.get(glyph, "") in ("", "\0", "\ufeff", "\ufffe"):
            yield f"glyph {glyph} has no letter"
        real = program["hmtx"][order[glyph]][0] * scale
        if abs(real - widths.get(glyph, float(inner.get("/DW", 1000)))) > 1:
            yield f"glyph {glyph} is {real:.0f} wide and said to be {widths.get(glyph)}"


def _drawn(page: pikepdf.Page) -> dict[str, set[int]]:
    """The glyphs a page draws, by the name of their font."""
    found: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = str(operands[0])
        elif name in ("Tj", "TJ"):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    found.setdefault(font, set()).update(
                        int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)
                    )
    return found


def _letters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _widths(inner: Any) -> dict[int, float]:
    """The W array: ``code [w w ...]`` or ``first last w``."""
    found: dict[int, float] = {}
    items = list(inner.get("/W", []))
    at = 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            found |= {first + step: float(width) for step, width in enumerate(items[at + 1])}
            at += 2
        else:
            last, width = int(items[at + 1]), float(items[at + 2])
            found |= dict.fromkeys(range(first, last + 1), width)
            at += 3
    return found
