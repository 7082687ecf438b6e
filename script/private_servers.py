"""PostgreSQL and Redis of one test run: private, on free ports, gone when the run ends.

    python script/private_servers.py COMMAND...

runs COMMAND with TEST_POSTGRES_URL and TEST_REDIS_URL and returns its exit code. Touches no
server that it did not start. Durability is off: the data never outlives the run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def free_port() -> int:
    """A TCP port of the loopback that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return when something listens; RuntimeError when the process ends or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def postgres_binaries() -> Path:
    """The folder of initdb: Debian keeps one for each version outside PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    found = folders[-1] if folders else shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: run script/bootstrap dev")
    return Path(found).parent


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses root: become its user when we are root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A private cluster; the URL of its superuser without a database name, ending in a slash."""
    binaries, port = postgres_binaries(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="portale-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 " + " ".join(
        f"-c {option}" for option in FAST
    )
    pg_ctl = [str(binaries / "pg_ctl"), "-D", str(data), "-s", "-w"]
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    try:
        _run(_as_postgres([*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))
        log = str(folder / "log")
        _run(_as_postgres([*pg_ctl, "-l", log, "-o", options, "start"]))
        yield f"postgres://postgres@127.0.0.1:{port}/"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _run(_as_postgres([*pg_ctl, "-m", "immediate", "stop"]))
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis(*options: str) -> Iterator[str]:
    """A private Redis with nothing on disk unless `options` say otherwise; its URL."""
    port, folder = free_port(), tempfile.mkdtemp(prefix="portale-redis-")
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
    volatile = options or ("--save", "", "--appendonly", "no")
    command = ["redis-server", *settings, "--loglevel", "warning", *volatile]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run `command` beside the two servers; its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as database, redis() as broker:
        extra = {"TEST_POSTGRES_URL": f"{database}portale", "TEST_REDIS_URL": broker}
        process = subprocess.Popen(command, env={**os.environ, **extra})
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
