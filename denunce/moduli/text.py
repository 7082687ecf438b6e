"""What a piece of typed text may contain, whatever form it ends in."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

# Marks that reorder what is read: a name could show something else than it holds.
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BLANK_CONTROLS = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n"})


def forbidden(char: str, *, multiline: bool) -> bool:
    """Tell whether a character may not be stored: controls, surrogates, reordering marks."""
    if char == "\n":
        return not multiline
    if char in _BIDI_CONTROLS or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return True
    code = ord(char)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def text_error(value: str, *, max_length: int, multiline: bool) -> str | None:
    """Say in Italian why ``value`` cannot be stored, or None. Lengths are Unicode characters."""
    if len(value) > max_length:
        return _("Scrivi al massimo %(max)d caratteri: ora sono %(now)d.") % {
            "max": max_length,
            "now": len(value),
        }
    for position, char in enumerate(value, start=1):
        if forbidden(char, multiline=multiline):
            if char == "\n":
                return _("Scrivi il testo su una riga sola.")
            return _("Il carattere numero %(position)d (%(code)s) non è ammesso: cancellalo.") % {
                "position": position,
                "code": f"U+{ord(char):04X}",
            }
    return None


def tidy(raw: str) -> str:
    """Bring typed text to one form: NFC, ``\\n`` line ends, no blanks around."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANK_CONTROLS)
    return unicodedata.normalize("NFC", text).strip()
