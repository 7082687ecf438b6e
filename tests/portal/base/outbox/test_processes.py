"""Real processes on one queue: nothing twice, nothing lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.base import clock
from portal.base.outbox import OutboxMessage, enqueue

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = Path(__file__).with_name("worker.py")
Start = Callable[..., subprocess.Popen[str]]


def database_url(folder: Path) -> str:
    """Where other processes find the rows of this test: SQLite's memory copied to a file."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "coda.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder / 'coda.sqlite3'}"
    found = connection.get_connection_params()
    who = f"{found.get('user', '')}:{found.get('password', '')}"
    where = f"host={found.get('host', 'localhost')}&port={found.get('port', 5432)}"
    return f"postgres://{who}@/{found['dbname']}?{where}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start workers on the rows that exist when the first one starts; kill what is left."""
    started: list[subprocess.Popen[str]] = []
    url: list[str] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        url[:] = url or [database_url(tmp_path)]
        search = os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            [sys.executable, str(WORKER), str(tmp_path / "effetti"), *arguments],
            env=os.environ | {"DATABASE_URL": url[0], "PYTHONPATH": search},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ready(process: subprocess.Popen[str]) -> None:
    """Wait until the worker has loaded everything."""
    for line in process.stdout:
        if line == "pronto\n":
            return
    pytest.fail("the worker did not start")


def go(*processes: subprocess.Popen[str]) -> None:
    """Let the workers begin together."""
    for process in processes:
        ready(process)
    for process in processes:
        process.stdin.write("via\n")
        process.stdin.flush()


def effects(folder: Path) -> list[str]:
    path = folder / "effetti"
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def make(count: int) -> None:
    moment = clock.now()
    for n in range(count):
        enqueue("prova.effetto", {"n": n}, key=f"prova:{n}", due_at=moment, now=moment)


def test_three_processes_do_two_hundred_messages_once_each(start: Start, tmp_path: Path) -> None:
    make(200)
    workers = [start("0") for _ in range(3)]
    go(*workers)
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert Counter(effects(tmp_path)) == Counter(str(n) for n in range(200))


def test_a_killed_process_loses_nothing_and_repeats_only_what_it_held(
    start: Start, tmp_path: Path
) -> None:
    make(20)
    victim = start("0", "hang")
    go(victim)
    deadline = time.monotonic() + 30
    while not effects(tmp_path):
        assert victim.poll() is None, "the victim ended by itself"
        assert time.monotonic() < deadline, "the victim never began"
        time.sleep(0.01)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    held = effects(tmp_path)

    early = start("0")
    go(early)
    assert early.wait(timeout=60) == 0
    assert len(effects(tmp_path)) == 20  # the held one is still leased

    late = start("61")
    go(late)
    assert late.wait(timeout=60) == 0
    done = Counter(effects(tmp_path))
    assert set(done) == {str(n) for n in range(20)}
    assert [n for n, times in done.items() if times > 1] == held
    assert OutboxMessage.objects.count() == 20
