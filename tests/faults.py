"""A database that fails at the statement of one's choice, and what it looked like before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.utils import OperationalError

OUR_APPS = ("base", "utenti", "denunce", "promemoria")
# Savepoints stand for the transactions of a request: they are the frame, not the picture.
FRAME = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class FailsAt:
    """Counts statements; raises OperationalError instead of running number ``at`` (0: never)."""

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.count = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not sql.startswith(FRAME):
            self.count += 1
            if self.count == self.at:
                raise OperationalError("the connection was cut")
        return execute(sql, params, many, context)


@contextmanager
def failing_at(statement: int) -> Iterator[FailsAt]:
    """Every statement of the block passes, but number ``statement``."""
    fault = FailsAt(statement)
    with connection.execute_wrapper(fault):
        yield fault


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of our tables, to be compared with itself later."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models()
    }
