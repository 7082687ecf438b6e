"""A paper that exists, declared: pages, sections, rows, and where on them each field stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from denunce.moduli.declaration import Label


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: ``"group.field"`` or ``"group.0.field"``, millimetres, lines.

    ``shape`` chooses a look that the kind alone does not tell: ``code`` (the code and its meaning
    in words), ``meaning`` (in words), ``column`` (answers below each other), ``inline`` (answers
    after the label), ``mark`` (one little square). ``label``: what the paper says where that is not
    the label of the field.
    """

    path: str
    mm: int
    lines: int = 1
    shape: str = ""
    label: Label = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Printed words in a row of boxes; with ``lines`` an empty box to fill by hand."""

    text: Label
    mm: int
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Caption:
    """A printed line between rows, with its note in brackets."""

    text: Label
    note: str = ""


Row = tuple[Place | Words, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the paper with its name on the bar beside it; no title, no bar."""

    title: Label
    lines: tuple[Row | Caption, ...]
    number: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of a paper; ``head`` are the places that its head has room for."""

    head: tuple[Place, ...]
    pages: tuple[tuple[Block, ...], ...]

    def places(self) -> Iterator[Place]:
        """Every place, in the order it is read."""
        yield from self.head
        for page in self.pages:
            for block in page:
                for line in block.lines:
                    if not isinstance(line, Caption):
                        yield from (each for each in line if isinstance(each, Place))
