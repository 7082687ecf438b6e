"""The name of a person changes in one place; whoever keeps a form of it to search by follows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

Follower = Callable[[Collection[UUID]], None]
_followers: dict[str, Follower] = {}


def register_follower(code: str, follower: Follower) -> None:
    """Say what is done when names change. Raises ValueError when the code is taken."""
    if _followers.setdefault(code, follower) is not follower:
        raise ValueError(f"names are followed twice as {code!r}")


def names_changed(people: Collection[UUID]) -> None:
    """Whoever writes the name of a person says so here, in the same transaction."""
    if people:
        for follow in _followers.values():
            follow(people)
