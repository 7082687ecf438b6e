"""One page of a list of the worklist, found by position (term and id of its edge), not counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core import signing

from denunce import lists
from denunce.lists import Filters, Position, Vista

__all__ = [
    "PAGE",
    "BadPosition",
    "Filters",
    "Page",
    "Position",
    "Vista",
    "decode",
    "encode",
    "every",
    "page",
]

PAGE: Final = 25
_CHUNK: Final = 500


class BadPosition(ValueError):
    """The token of a page is not one of ours, or belongs to another list."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, with the tokens of the pages around it (empty when there is none)."""

    rows: list[Any]
    following: str
    previous: str


def encode(vista: Vista, position: Position) -> str:
    """The opaque token of a position, signed and good only for that list."""
    value = [position.at.isoformat(), position.pk.hex, int(position.back)]
    return signing.dumps(value, salt=f"denunce.worklist.{vista}")


def decode(vista: Vista, token: str) -> Position:
    """The position of a token. Raises BadPosition for anything this portal did not sign."""
    try:
        at, pk, back = signing.loads(token, salt=f"denunce.worklist.{vista}")
        return Position(datetime.fromisoformat(at), UUID(pk), bool(back))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadPosition from error


def page(filters: Filters, position: Position | None = None) -> Page:
    """The page at a position (the first without one), in one query."""
    order = lists.ORDERS[filters.vista]
    back = position is not None and position.back
    rows: list[Any] = list(lists.rows(filters, order, position, back, PAGE + 1))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if back:
        rows.reverse()
    before, after = (more, True) if back else (position is not None, more)
    return Page(
        rows,
        _token(filters.vista, order, rows[-1:], back=False) if after else "",
        _token(filters.vista, order, rows[:1], back=True) if before else "",
    )


def every(filters: Filters, limit: int) -> Iterator[Any]:
    """The rows of a list from its first, at most ``limit``, read some hundreds at a time."""
    order, position, left = lists.ORDERS[filters.vista], None, limit
    while left > 0:
        found = list(lists.rows(filters, order, position, False, min(left, _CHUNK)))
        yield from found
        left -= len(found)
        if len(found) < _CHUNK:
            return
        position = Position(getattr(found[-1], order.at), found[-1].pk)


def _token(vista: Vista, order: lists.Order, edge: Sequence[Any], *, back: bool) -> str:
    return "".join(encode(vista, Position(getattr(row, order.at), row.pk, back)) for row in edge)
