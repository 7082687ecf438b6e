"""Short codes that a person can read aloud on the phone: no 0, 1, I, L, O."""

from __future__ import annotations

import secrets
from typing import Final

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code(letter: str) -> str:
    """A random code such as ``R-7K3F-9QWD``; it says nothing of who asked, nor of how many did."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letter}-{drawn[:4]}-{drawn[4:]}"
