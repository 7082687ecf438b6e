"""How long each kind of data is kept: rules as data, declared by the app that owns them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose term has passed: proposed to a person, never deleted in silence."""

    pk: UUID
    label: str
    kept_until: date


@dataclass(frozen=True, slots=True)
class Disposed:
    """Why something is disposed of: ``basis`` is a code, ``act`` the number of the authorising
    act (the nulla osta of a Soprintendenza, the order of an authority)."""

    basis: str
    act: str = ""


# For an organisation: what is due on a day, with the years it chose (None: those of the rule).
FindDue = Callable[[UUID, "int | None", date, int], Sequence[Due]]
# Of an organisation, the rows with those ids: erase them; how many were.
Dispose = Callable[[UUID, Sequence[UUID], Disposed, models.Model, datetime], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the retention schedule.

    With ``find`` and ``dispose`` a person confirms what is due; without, the data go by themselves,
    looked after by the app that owns them, and the line tells what happens. ``years`` is the least
    an organisation may choose.
    """

    code: str
    label: _StrOrPromise
    how_long: _StrOrPromise
    since: _StrOrPromise
    then: _StrOrPromise
    source: _StrOrPromise
    order: int
    years: int | None = None
    find: FindDue | None = None
    dispose: Dispose | None = None
    to_verify: bool = False

    @property
    def proposes(self) -> bool:
        """Whether a person confirms what this rule finds."""
        return self.find is not None


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    return years_before(day, -years)
