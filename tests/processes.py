"""Other processes at work on the test's database, released together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The address of the database this test runs on, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = quote(settings["USER"])
    password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    host, port = settings["HOST"] or "", settings["PORT"] or 5432
    if host.startswith("/"):
        return f"postgres://{user}{password}@/{settings['NAME']}?host={host}&port={port}"
    return f"postgres://{user}{password}@{host}:{port}/{settings['NAME']}"


def run_together(module: str, jobs: list[dict[str, Any]], timeout: float = 120) -> list[Any]:
    """Start ``python -m module`` once for each job and let them go at the same moment.

    Each process reads its job as a line of JSON, says "pronto", waits for a second line, works, and
    prints its answer as a line of JSON. Returns the answers in the order of the jobs.
    """
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings_test",
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _job in jobs
    ]
    try:
        for worker, job in zip(workers, jobs, strict=True):
            _say(worker, json.dumps(job))
        for worker in workers:
            assert _hear(worker) == "pronto"
        for worker in workers:
            _say(worker, "via")
        answers = [json.loads(_hear(worker)) for worker in workers]
        for worker in workers:
            assert worker.wait(timeout) == 0
        return answers
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def _say(worker: subprocess.Popen[str], line: str) -> None:
    assert worker.stdin is not None
    worker.stdin.write(line + "\n")
    worker.stdin.flush()


def _hear(worker: subprocess.Popen[str]) -> str:
    """The next line that is not a log line."""
    assert worker.stdout is not None
    for line in worker.stdout:
        if not line.startswith('{"event"'):
            return line.strip()
    raise AssertionError(f"process {worker.pid} ended without an answer")
