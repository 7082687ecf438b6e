"""Redis as the portal uses it: never waited for, and left alone for a while after it failed.

Redis wakes and counts; it holds nothing. So a person who presses a button must not feel that it is
down: each call gives up in a twentieth of a second, and after one that did the others do not even
try for some seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import redis
from django.conf import settings

TIMEOUT_SECONDS = 0.05
_PAUSE_SECONDS = 5.0


class Breaker:
    """Remembers in this process that something failed, and for how long to leave it alone."""

    def __init__(
        self, pause: float = _PAUSE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.pause, self.clock = pause, clock
        self._until = float("-inf")

    @property
    def closed(self) -> bool:
        """True when it is worth trying."""
        return self.clock() >= self._until

    def failed(self) -> None:
        """Leave it alone from now on for the length of the pause."""
        self._until = self.clock() + self.pause

    def reset(self) -> None:
        """Forget the failure."""
        self._until = float("-inf")


breaker = Breaker()


def client(timeout: float = TIMEOUT_SECONDS) -> redis.Redis:
    """A client of ``REDIS_URL`` that neither waits nor tries again."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=timeout, socket_timeout=timeout, retry=None
    )
