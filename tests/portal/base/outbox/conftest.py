"""Handlers and clocks for the outbox tests."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.base.outbox import registry


class Orologio:
    """A clock that moves when told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def avanza(self, **delta: float) -> None:
        self.at += timedelta(**delta)


class Prova:
    """A registered handler that notes what it did and does what the test says."""

    def __init__(self) -> None:
        self.name = f"prova.{uuid4().hex[:8]}"
        self.done: list[dict[str, Any]] = []
        self.before: Callable[[dict[str, Any]], None] = lambda payload: None

    def __call__(self, payload: dict[str, Any], *, now: datetime) -> None:
        self.before(payload)
        self.done.append(payload)


@pytest.fixture
def orologio(adesso: datetime) -> Orologio:
    return Orologio(adesso)


@pytest.fixture
def prova() -> Iterator[Prova]:
    handler = Prova()
    registry.register(handler.name)(handler)
    yield handler
    del registry._HANDLERS[handler.name]
