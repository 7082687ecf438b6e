"""Sums that a form asks for only to check itself ("quadratura automatica", Mod. 101, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from denunce.moduli.conditions import lookup

Json = Any
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Addend:
    """One field of a sum, by the letter of the paper. ``whole``: its decimals do not count."""

    letter: str
    path: str
    whole: bool = False


def total(addends: Sequence[Addend], data: Mapping[str, Json]) -> str:
    """The sum with two decimals, as forms keep numbers ("1234.50"); what is absent or is no number
    adds nothing."""
    return str(sum((_value(each, data) for each in addends), Decimal(0)).quantize(_CENT))


def _value(addend: Addend, data: Mapping[str, Json]) -> Decimal:
    found = lookup(data, addend.path)
    if isinstance(found, bool) or not isinstance(found, int | str):
        return Decimal(0)
    try:
        number = Decimal(found)
    except ArithmeticError:
        return Decimal(0)
    if not number.is_finite() or number.adjusted() > 12:
        return Decimal(0)
    return number.quantize(Decimal(1), ROUND_DOWN) if addend.whole else number


def difference(typed: str, computed: str) -> str:
    """How much was typed too much (or, with a minus, too little), with two decimals."""
    return str((Decimal(typed) - Decimal(computed)).quantize(_CENT))
