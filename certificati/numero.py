"""The identification number of a certificate: twelve letters or digits.

An INAIL number may be any twelve (circ. INAIL 42/2017 asks for a made-up code of exactly that
length when the number cannot be had) and is checked no further: INAIL publishes no rule. The
numbers that this portal issues are told by their prefix: they use no look-alike characters and end
with a check character, so that one wrong letter or two swapped ones are noticed on the phone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Final

from stdnum import luhn

LENGTH: Final = 12
PREFIX: Final = "PT"
# Without 0 O Q, 1 I J L, 2 Z, 5 S, G (for 6), 8 B, U V: each has been heard or read for another.
# Twenty, an even number: then the check catches every wrong letter and every swap of neighbours
# (but of the first letter of the alphabet with the last).
ALPHABET: Final = "34679ACDEFHKMNPRTWXY"
_SEPARATORS = re.compile(r"[\s.\-]+")
_SHAPE = re.compile(r"[A-Z0-9]{12}")


def normalize_numero(text: str) -> str:
    """Drop blanks, dots and hyphens and write it in capitals, as people dictate it in groups."""
    return _SEPARATORS.sub("", text).upper()


def is_numero(text: str) -> bool:
    """True for exactly twelve letters A-Z or digits."""
    return _SHAPE.fullmatch(text) is not None


def draw_numero(choice: Callable[[str], str] = secrets.choice) -> str:
    """A new number of this portal, at random: it says nothing of who issued it, nor how many.

    ``choice`` picks a letter: fictional data bring one that repeats itself.
    """
    body = PREFIX + "".join(choice(ALPHABET) for _place in range(LENGTH - len(PREFIX) - 1))
    return body + luhn.calc_check_digit(body, ALPHABET)


def looks_ours(numero: str) -> bool:
    """True for a number with the prefix of this portal, right or mistyped."""
    return is_numero(numero) and numero.startswith(PREFIX)


def is_ours(numero: str) -> bool:
    """True for a number that this portal may have issued: prefix, letters and check are right."""
    return looks_ours(numero) and bool(luhn.is_valid(numero, ALPHABET))


def grouped(numero: str) -> str:
    """A number in groups of four, as it is read aloud."""
    return " ".join(numero[start : start + 4] for start in range(0, len(numero), 4))
