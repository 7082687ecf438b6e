"""One running installation for all the tests that look at it.

These tests start installations with databases of their own: the suite's is in none of them. So they
run with the first suite and not once more with that on PostgreSQL, unless at full length.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.ops.stack import Stack, running_stack

HERE = Path(__file__).parent
ONCE = pytest.mark.skip(reason="own databases: these tests ran with the suite on SQLite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them on the second database; ``SOLIDITA=1`` runs them there as well."""
    if connection.vendor == "sqlite" or os.environ.get("SOLIDITA") == "1":
        return
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(ONCE)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """docker-compose.yml as local processes."""
    folder: Path = tmp_path_factory.mktemp("stack")
    folder.chmod(0o755)
    with running_stack(folder) as started:
        yield started
