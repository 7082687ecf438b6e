"""Walking the addresses as one person: one login, and the world is as before after each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the request stored is taken back: the next one finds the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """Somebody whose requests leave no trace: not even a logout blinds the next one."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._cookies = copy(client.cookies)

    def ask(self, method: str, path: str, data: str | bytes = "", **more: Any) -> Any:
        """The answer; the limits of repeated requests have tests of their own."""
        with undone():
            return self.send(method, path, data, **more)

    def send(self, method: str, path: str, data: str | bytes = "", **more: Any) -> Any:
        """The same, and what the request stored stays."""
        cache.clear()
        self.client.cookies = copy(self._cookies)
        return self.client.generic(method, path, data, **more)

    def status(self, method: str, path: str) -> int:
        """How it was answered."""
        return int(self.ask(method, path).status_code)
