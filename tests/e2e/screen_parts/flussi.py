"""Screens of the files, tokens and API of the structures."""

from __future__ import annotations

from typing import Final

from tests.e2e.walker import Screen

# Never walked, and why.
NOT_SCREENS: Final[dict[str, str]] = {}
SCREENS: Final[list[Screen]] = []
