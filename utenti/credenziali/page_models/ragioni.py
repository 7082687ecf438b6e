"""The reasons of a decision in words."""

from __future__ import annotations

from utenti.credenziali.models import Decisione


def reasons_of(decisione: Decisione) -> list[str]:
    """One sentence for each reason, as the person reads it."""
    return [str(code) for code in decisione.motivi]
