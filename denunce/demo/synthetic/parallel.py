"""The same work on many independent things, on every core that the database lets us use."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")


def each(work: Callable[[T], None], things: Sequence[T]) -> None:
    """Do ``work`` for each thing, in no promised order; the first error stops the rest.

    PostgreSQL takes one writer for each core. SQLite has a single writer, and an open transaction
    of ours cannot be shared: there the things are done one after the other.
    """
    processes = min(os.cpu_count() or 1, len(things))
    if connection.vendor != "postgresql" or connection.in_atomic_block or processes < 2:
        for thing in things:
            work(thing)
        return
    # A connection cannot be used on both sides of a fork: everybody opens their own.
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for _done in pool.imap_unordered(work, things):
            pass
