"""A record as the file has it: values not read yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Grezzo:
    """One record: its place in the file (from 1), what it asks for, its values by name.

    ``testo``: the values are texts of XML elements. ``ripetuti``: elements written twice.
    """

    posizione: int
    operazione: str
    valori: Any
    testo: bool = False
    ripetuti: list[str] = field(default_factory=list)
