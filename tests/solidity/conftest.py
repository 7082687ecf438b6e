"""Real processes on the database of the test; everything started here ends here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.denunce.promemoria.scena import Scena
from tests.personas import Personas
from tests.solidity.processi import Processes, Redis, Senders, Sink


@pytest.fixture
def scena(transactional_db: None, personas: Personas) -> Scena:
    """Injuries in committed rows, which other processes see."""
    return Scena(personas)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    """A mail server that listens."""
    sink = Sink(tmp_path / "sink")
    sink.port = sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def senders(transactional_db: None, tmp_path: Path, sink: Sink) -> Iterator[Senders]:
    """No sender yet: the test starts and kills them."""
    senders = Senders(tmp_path, sink.port)
    yield senders
    senders.stop_all()
    for process in senders.started:
        print(process.pid, senders.said(process)[-3000:])


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that listens."""
    server = Redis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> Iterator[Processes]:
    """No other process yet."""
    processes = Processes(tmp_path)
    yield processes
    processes.stop_all()
    for log in sorted(tmp_path.glob("*.log")):
        print(log.name, log.read_text()[-2000:])
