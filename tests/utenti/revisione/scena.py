"""Requests for whoever walks the reviewers' screens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import credenziali
from tests.personas import Personas


def a_queue(personas: Personas) -> dict[str, Any]:
    """Three requests of three ages."""
    personas.revisore  # noqa: B018  (naming her creates her)
    now = datetime.now(UTC)
    for days in (1, 7, 12):
        at = now - timedelta(days=days)
        credenziali.RichiestaFactory(submitted_at=at, queued_at=at)
    return {}


def free(personas: Personas) -> dict[str, Any]:
    """A request that waits."""
    personas.revisore  # noqa: B018
    return {"pk": credenziali.submitted().pk}


def in_hand(personas: Personas) -> dict[str, Any]:
    """A request in the reviewer's hands."""
    until = datetime.now(UTC) + timedelta(minutes=20)
    return {"pk": credenziali.in_hand(personas.revisore, until=until).pk}
