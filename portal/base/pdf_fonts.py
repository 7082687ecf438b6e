"""A font for comb fields: every character exactly as wide as its cell.

A codice fiscale drawn with spaced letters comes out of a PDF reader as ``B N C L ...``. With
letters as wide as their cells the same sixteen boxes hold one word, for eye, ear and clipboard.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

# The style sheet asks for this name; cells are 4.4 mm at 9.5 points.
COMB_NAME = "generati/pettine.ttf"
_CELL_EM = 4.4 / 25.4 * 72 / 9.5
_ASCII = range(0x20, 0x7F)


@cache
def comb_font(source: Path) -> bytes:
    """Widen the ASCII characters of a monospaced TrueType font to one cell, each in its middle."""
    from fontTools import subset  # noqa: PLC0415  (heavy: worker processes only)
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font: Any = TTFont(source, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_ASCII)
    cutter.subset(font)
    cell = round(_CELL_EM * font["head"].unitsPerEm)
    outlines, metrics = font["glyf"], font["hmtx"].metrics
    for name, (advance, bearing) in list(metrics.items()):
        shift = (cell - advance) // 2
        glyph = outlines[name]
        if not glyph.isComposite() and glyph.numberOfContours:  # a composite moves with its parts
            glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(outlines)
        metrics[name] = (cell, bearing + shift)
    for record in font["name"].names:
        record.string = "Portale Pettine"
    font["hhea"].advanceWidthMax = cell
    font.flavor = None
    target = BytesIO()
    font.save(target, reorderTables=False)
    return target.getvalue()
