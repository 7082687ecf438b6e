"""The identification number of an INAIL certificate, as an employer receives it.

Twelve letters or digits (circ. INAIL 42/2017, which asks for a made-up code of exactly that length
when the number cannot be had). The portal checks no more than that: INAIL publishes no check rule.
"""

from __future__ import annotations

import re

LENGTH = 12
_SEPARATORS = re.compile(r"[\s.\-]+")
_SHAPE = re.compile(r"[A-Z0-9]{12}")


def normalize_numero(text: str) -> str:
    """Drop blanks, dots and hyphens and write it in capitals, as people dictate it in groups."""
    return _SEPARATORS.sub("", text).upper()


def is_numero(text: str) -> bool:
    """True for exactly twelve letters A-Z or digits."""
    return _SHAPE.fullmatch(text) is not None
