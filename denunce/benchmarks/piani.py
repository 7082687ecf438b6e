"""Which indexes the database uses for the very queries that a piece of work sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Final

from django.db import connection

Statement = tuple[str, Any]
# What SQLite says of one table: read from end to end, or through an index (or its row number).
_SQLITE: Final = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+)"
    r"| USING INTEGER PRIMARY KEY)?"
)


def plans(work: Callable[[], object], table: str) -> dict[str, list[str]]:
    """The indexes through which the queries of ``work`` read a table, and how often it is read from
    end to end instead."""
    statements: list[Statement] = []
    with _recording(statements):
        work()
    used: set[str] = set()
    scans: list[str] = []
    for statement in statements:
        if statement[0].startswith("SELECT") and f'"{table}"' in statement[0]:
            for index in _reads(statement, table):
                used.add(index) if index else scans.append(statement[0][:200])
    return {"indici": sorted(used), "scansioni": scans}


def _recording(statements: list[Statement]) -> AbstractContextManager[None]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many:
            statements.append((sql, params))
        return execute(sql, params, many, context)

    return connection.execute_wrapper(note)


def _reads(statement: Statement, table: str) -> Iterator[str]:
    """The index of each reading of the table, empty for a reading from end to end."""
    sql, params = statement
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            for row in cursor.fetchall():
                found = _SQLITE.match(row[3])
                if found is not None and found["table"] == table:
                    yield found["index"] or "" if found["how"] == "SEARCH" else ""
        else:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            yield from _nodes(cursor.fetchone()[0][0]["Plan"], table)


def _nodes(node: dict[str, Any], table: str) -> Iterator[str]:
    if node.get("Relation Name") == table:
        # An index without a condition is read from end to end as well, in its order.
        searches = (one for one in (node, *_below(node)) if "Index Cond" in one)
        yield next((str(one["Index Name"]) for one in searches if "Index Name" in one), "")
    for below in node.get("Plans", ()):
        yield from _nodes(below, table)


def _below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for below in node.get("Plans", ()):
        yield below
        yield from _below(below)
