"""The figures of the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Zona:
    """A site as drawn in one figure."""

    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Vista:
    """One figure."""

    slug: str
    title: str
    zone: tuple[Zona, ...]


VISTE: Final[tuple[Vista, ...]] = ()
