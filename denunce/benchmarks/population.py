"""Scratch databases of a known size beside the real one, never in it.

Each population is a test database of its own on the same server (a file of its own on SQLite).
Two can be open at once and used in turn, so that a small and a large one are measured together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend


class Population:
    """A migrated scratch database with ``casi`` generated cases; drop it with ``close``."""

    def __init__(self, casi: int, *, keep: bool) -> None:
        self.casi, self.keep = casi, keep
        real = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
        self._real_name = real["NAME"]
        name = f"benchmark_{casi}"
        if real["ENGINE"].endswith("sqlite"):
            name = str(settings.VAR_DIR / f"{name}.sqlite3")
        real["TEST"] = {**real["TEST"], "NAME": name, "MIGRATE": True}
        self.connection: BaseDatabaseWrapper = load_backend(real["ENGINE"]).DatabaseWrapper(
            real, DEFAULT_DB_ALIAS
        )

    def build(self) -> None:
        """Create it and fill it; a kept one of the right size is used as it is."""
        # What set-up says goes to standard error: standard output is one JSON document.
        with self._as_default(), redirect_stdout(sys.stderr):
            self.connection.creation.create_test_db(
                verbosity=0, autoclobber=True, serialize=False, keepdb=self.keep
            )
            self._fill()

    @contextmanager
    def use(self) -> Iterator[None]:
        """Make every query of the block go to this population."""
        with self._as_default():
            yield

    def close(self) -> None:
        """Forget the database, unless it is kept for the next run."""
        with self._as_default():
            self.connection.creation.destroy_test_db(self._real_name, verbosity=0, keepdb=self.keep)
        self.connection.close()

    @contextmanager
    def _as_default(self) -> Iterator[None]:
        usual = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.connection
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = usual

    def _fill(self) -> None:
        from denunce.models import Caso  # noqa: PLC0415  (the default connection is chosen first)

        if Caso.objects.count() >= self.casi:
            return
        call_command("genera", casi=self.casi, consulente=CONSULTANT, verbosity=0)
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")


CONSULTANT = "consulente@benchmark.test"


def describe(population: Population) -> dict[str, Any]:
    """What the figures were taken on."""
    return {"casi": population.casi, "database": population.connection.vendor}
