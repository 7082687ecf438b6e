"""What a case knows of the ship and the voyage, for Mod. 4 bis R.A. - Nav."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denunce.moduli.prefill_draft import Draft

if TYPE_CHECKING:
    from denunce.models import Caso


def fill(draft: Draft, caso: Caso) -> None:
    """Write what the case says and the other forms do not ask."""
