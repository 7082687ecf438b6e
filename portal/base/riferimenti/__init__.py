"""Dated reference data: comuni, states, official code lists."""

from portal.base.riferimenti.loading import load_reference
from portal.base.riferimenti.queries import choices, comune_at, search_comuni, stati_at

__all__ = ["choices", "comune_at", "load_reference", "search_comuni", "stati_at"]
