"""The hand of somebody who owns the database: past the triggers that keep the registers whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("base_auditevent", "base_accessevent")


@contextmanager
def unlocked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers of the registers away, and put the same ones back."""
    if connection.vendor == "postgresql":
        locks = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES]
        opening = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
    else:
        found = triggers(connection)
        locks, opening = list(found.values()), [f"DROP TRIGGER {name}" for name in found]
    _run(connection, opening)
    try:
        yield
    finally:
        _run(connection, locks)


def triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the registers on SQLite: name and definition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
            TABLES,
        )
        return dict(cursor.fetchall())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
