"""Screens of the prognoses that end."""

from __future__ import annotations

from typing import Final

from tests.e2e.walker import Screen

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {
    "prognosi_rispondi": "POST only: leads to the case",
}
SCREENS: Final[list[Screen]] = []
