"""Senders and mail sinks as operating-system processes, killed and observed from the outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection

from script.private_servers import free_port, wait_for_port
from script.supervise import GRACE
from tests.ops.http import request

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0


def wait_until(reached: Callable[[], bool], what: str, within: float = PATIENCE_SECONDS) -> None:
    """Watch for observed progress; fail with words when it does not come."""
    deadline = time.monotonic() + within
    while not reached():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within:.0f} s in vain: {what}")
        time.sleep(0.01)


def database_url() -> str:
    """The database of the running test, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class Sink:
    """The mail server; what it accepted is the truth about delivery."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.process: subprocess.Popen[bytes] | None = None
        directory.mkdir()
        self.order(modo="ok")

    def start(self, port: int = 0) -> int:
        """Listen; returns the port."""
        (self.directory / "porta").unlink(missing_ok=True)
        command = [sys.executable, str(Path(__file__).with_name("sink.py")), str(self.directory)]
        self.process = subprocess.Popen([*command, str(port)] if port else command)
        wait_until((self.directory / "porta").exists, "the sink listens")
        return int((self.directory / "porta").read_text())

    def order(self, **orders: object) -> None:
        """Change the behaviour from the next message on."""
        new = self.directory / "ordini.nuovi"
        new.write_text(json.dumps(orders))
        new.rename(self.directory / "ordini")

    def seen(self, stato: str = "accettato") -> list[str]:
        """The Message-IDs handed over so far ("ricevuto") or taken in charge ("accettato")."""
        log = self.directory / "registro"
        lines = log.read_text().splitlines(keepends=True) if log.exists() else []
        rows = [json.loads(line) for line in lines if line.endswith("\n")]
        return [row["message_id"] for row in rows if row["stato"] == stato]

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Redis:
    """A Redis of this test's own, with nothing on disk: what it loses is lost."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.port = directory, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is, also when it is down."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Listen, on the same port as before."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.directory)]
        command = ["redis-server", *options, "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)

    def flush(self) -> None:
        """Forget everything."""
        redis.Redis(port=self.port).flushall()

    def clients(self) -> int:
        """How many lines are open, ours included."""
        return len(redis.Redis(port=self.port).client_list())

    def kill(self) -> None:
        """SIGKILL: the port refuses from now on."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Processes:
    """Any other process of the installation, with its log; ended with the test."""

    def __init__(self, directory: Path, **environment: str) -> None:
        self.directory = directory
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {**os.environ, "DATABASE_URL": database_url(), **environment}

    def start(self, name: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start ``python -m …`` in a group of its own; its log is ``name``.log."""
        with (self.directory / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def said(self, name: str) -> str:
        """The log of a process so far."""
        return (self.directory / f"{name}.log").read_text()

    def web(self, port: int, settings: str) -> subprocess.Popen[bytes]:
        """The web process, as every installation starts it."""
        options = ["gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi"]
        process = self.start("web", *options, PORT=str(port), DJANGO_SETTINGS_MODULE=settings)
        wait_until(lambda: answers(port), "the web process answers")
        return process

    def stop_all(self) -> None:
        """End what is still running, children included."""
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(port: int) -> bool:
    """Whether the web process on that port serves."""
    with suppress(OSError):
        return request("localhost", port, "/salute/viva/").status == 200
    return False


class Senders:
    """Sender processes of this installation: `manage.py mittente`, exactly as people start it."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(port),
            "REDIS_URL": "",
        }

    def start(self, *options: str, lease: int = 3, **environment: str) -> subprocess.Popen[bytes]:
        """Start one more, with short leases: a killed one is missed soon on every database.

        Beside another living sender a lease must outlast any stall of a loaded machine, or a
        message changes hands without a death.
        """
        with (self.directory / f"mittente-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "mittente", "--presa", str(lease), *options],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def said(self, process: subprocess.Popen[bytes]) -> str:
        """The log of one sender so far."""
        number = self.started.index(process)
        return (self.directory / f"mittente-{number}.log").read_text()

    def is_up(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether it finished starting."""
        return "sender_started" in self.said(process)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL: no goodbye."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self, process: subprocess.Popen[bytes], within: float = GRACE) -> int:
        """TERM; the exit code, or a failure when it takes until the supervisor would kill it."""
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=within)

    def stop_all(self) -> None:
        """End what is still running."""
        for process in self.started:
            if process.poll() is None:
                self.kill(process)
