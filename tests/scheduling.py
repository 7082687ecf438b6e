"""Which tests share one worker of pytest-xdist, and which get a second try: whole folders.

The tests of these folders start servers or a browser: one set for each folder is enough. The
``xdist_group`` mark would say the same, but pytest 9.2 keeps the identifiers of tests apart from
the text that xdist 3.8 marks, and the groups are silently lost (pytest-xdist issue 1386).
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/ops/", "tests/e2e/", "tests/solidity/", "tests/utenti/accesso/identita/")


class FolderScheduling(LoadScopeScheduling):
    """Sends each folder of `TOGETHER` to one worker, every other test to the first free one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of a real browser or server that fails is tried once more; the summary names it.

    There the machine has its part: a process slow to start, a page one instant late. A fault of
    ours fails twice. All other tests have one try, and so have those of the whole stack: if it does
    not start, each of them would wait for it again.
    """
    for item in items:
        alone = "stack" not in getattr(item, "fixturenames", ())
        if alone and item.nodeid.startswith(TOGETHER):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FolderScheduling:
    """The hook of xdist: our scheduler whatever ``--dist`` says."""
    return FolderScheduling(config, log)
