"""Handlers by name: upper apps register at start-up, lower apps only know the name."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar


class Handler(Protocol):
    """Does one effect. Runs outside a transaction, and may run twice."""

    def __call__(self, payload: dict[str, Any], *, now: datetime) -> None:
        """Do the effect for ``payload``."""


F = TypeVar("F", bound=Handler)
_HANDLERS: dict[str, Handler] = {}
_BATCH_END: list[Callable[[], None]] = []


def register(name: str) -> Callable[[F], F]:
    """Decorate the handler of messages called ``name``. Raises ValueError if taken."""

    def keep(handler: F) -> F:
        if _HANDLERS.setdefault(name, handler) is not handler:
            raise ValueError(f"handler {name!r} is registered twice")
        return handler

    return keep


def on_batch_end(hook: Callable[[], None]) -> Callable[[], None]:
    """Call ``hook`` when a batch is over: where shared connections are closed."""
    _BATCH_END.append(hook)
    return hook


def find(name: str) -> Handler | None:
    """Return the handler of that name, or None if no app registered it."""
    return _HANDLERS.get(name)


def end_batch() -> None:
    """Run every end-of-batch hook."""
    for hook in _BATCH_END:
        hook()
