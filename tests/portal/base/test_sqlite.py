"""The engine of the embedded default: a writer waits its turn in short steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import load_backend

from portal import settings


class File:
    """A SQLite file with five connections of our engine, whatever database the suite runs on."""

    def __init__(self, path: Path, timeout: float) -> None:
        engine = load_backend("portal.base.sqlite").DatabaseWrapper
        options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
        self.connections = []
        for alias in ("uno", "due", "tre", "quattro", "cinque"):
            chosen = {**connection.settings_dict, "ENGINE": "portal.base.sqlite"}
            chosen |= {"NAME": str(path), "OPTIONS": options}
            self.connections.append(engine(chosen, alias))
        for one in self.connections:
            one.inc_thread_sharing()

    def begin(self, number: int) -> None:
        self.connections[number].connect()
        self.connections[number]._start_transaction_under_autocommit()

    def busy_timeout(self, number: int) -> int:
        row = self.connections[number].connection.execute("PRAGMA busy_timeout").fetchone()
        return int(row[0])


@pytest.fixture
def file(tmp_path: Path, django_db_blocker) -> Iterator[File]:
    with django_db_blocker.unblock():
        file = File(tmp_path / "prova.sqlite3", timeout=0.3)
        yield file
        for one in file.connections:
            one.close()


def test_the_embedded_default_uses_it() -> None:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        assert settings.DATABASES["default"]["ENGINE"] == "portal.base.sqlite"
        assert connection.vendor == "sqlite"


def test_a_second_writer_begins_as_soon_as_the_first_has_ended(file: File) -> None:
    file.begin(0)
    begun: list[float] = []

    def second() -> None:
        file.begin(1)
        begun.append(time.monotonic())

    waiting = threading.Thread(target=second)
    waiting.start()
    waiting.join(0.05)
    assert begun == []
    file.connections[0].connection.execute("COMMIT")
    waiting.join(10)
    assert len(begun) == 1


def test_after_the_timeout_it_says_that_the_database_is_locked(file: File) -> None:
    file.begin(0)
    start = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        file.begin(1)
    assert time.monotonic() - start >= 0.3
    assert file.busy_timeout(1) == 300  # every other statement waits as long as it always did


def test_of_many_that_wait_in_one_process_one_alone_asks(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads that all ask keep the interpreter from the one that is writing."""
    asking, most, refused = [0], [0], []
    kind = type(file.connections[0])
    begins = kind._begins

    def counted(self, *, last: bool) -> bool:
        asking[0] += 1
        most[0] = max(most[0], asking[0])
        try:
            return begins(self, last=last)
        finally:
            asking[0] -= 1

    def waiting(number: int) -> None:
        with pytest.raises(OperationalError, match="locked"):
            file.begin(number)
        refused.append(number)

    file.begin(0)
    monkeypatch.setattr(kind, "_begins", counted)
    threads = [threading.Thread(target=waiting, args=[number]) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(refused) == [1, 2, 3, 4]
    assert most == [1]


def test_another_error_is_told_at_once(file: File) -> None:
    file.begin(0)
    with pytest.raises(OperationalError, match="within a transaction"):
        file.connections[0]._start_transaction_under_autocommit()


@pytest.mark.django_db(transaction=True)
def test_transactions_work_as_usual() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
