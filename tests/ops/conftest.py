"""One running installation for all the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.stack import Stack, running_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """docker-compose.yml as local processes."""
    folder: Path = tmp_path_factory.mktemp("stack")
    folder.chmod(0o755)
    with running_stack(folder) as started:
        yield started
