"""One process of the experiments on the actions: opens cases, writes, uploads and dies.

python -m tests.solidity.operaio        (tests.processes tells it what to do)
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from denunce.actions.casi import DatiCaso, open_caso  # noqa: E402
from denunce.actions.dati import DatiInvio  # noqa: E402
from denunce.actions.dispatch import record_dispatch  # noqa: E402
from denunce.models import Adempimento, Lavoratore  # noqa: E402
from portal.base import clock, heartbeat  # noqa: E402
from portal.base.audit import record  # noqa: E402
from portal.base.files import disk  # noqa: E402
from utenti.access import Scope  # noqa: E402
from utenti.models import Utente  # noqa: E402

_BREATH = 0.005  # nobody writes without ever pausing


def press(job: dict[str, Any], by: Scope) -> list[str]:
    """Open a case for each key: the same keys as every other process, at the same time."""
    lavoratore = Lavoratore.objects.select_related("organizzazione").get(pk=job["lavoratore"])
    now = datetime.fromisoformat(job["now"])
    return [
        open_caso(
            DatiCaso(avvenuto_at=now - timedelta(hours=1)),
            lavoratore=lavoratore,
            organizzazione=lavoratore.organizzazione,
            by=by,
            now=now,
            request_key=UUID(key),
        ).numero
        for key in job["keys"]
    ]


def write(job: dict[str, Any], by: Scope) -> list[float]:
    """``count`` transactions as an action makes them: read, write, record; seconds of each."""
    seconds = []
    for _turn in range(job["count"]):
        start = time.perf_counter()
        with transaction.atomic():
            heartbeat.last(job["name"])
            heartbeat.beat(job["name"], clock.now())
            record(
                "prova.scritta", by=by.user, now=clock.now(), target=None, organizzazione_id=None
            )
        seconds.append(time.perf_counter() - start)
        time.sleep(_BREATH)
    return seconds


class _Dies:
    """Counts the points of an upload and kills this very process at number ``at`` (0: never)."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def point(self) -> None:
        """A moment between two effects."""
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, effect: Callable[..., Any]) -> Callable[..., Any]:
        """The effect with a point before and one after it."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.point()
            done = effect(*args, **kwargs)
            self.point()
            return done

        return watched

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """The same for a statement of the database."""
        return self.around(execute)(sql, params, many, context)


@contextmanager
def _dying(at: int) -> Iterator[_Dies]:
    """Points at every statement, at the file’s flushing and naming, at the commit."""
    fault, database = _Dies(at), type(connections["default"])
    with (
        connection.execute_wrapper(fault.statement),
        mock.patch.object(disk.os, "fsync", fault.around(os.fsync)),
        mock.patch.object(Path, "replace", fault.around(Path.replace)),
        mock.patch.object(database, "_commit", fault.around(database._commit)),
    ):
        yield fault


def upload(job: dict[str, Any], by: Scope) -> list[int]:
    """Upload a receipt once for each point, in a child that dies there; the points.

    The first two duties are uploaded whole: one to load what is loaded once, one to count.
    """
    settings.FILES_DIR = Path(job["files"])
    first, second, *others = job["duties"]
    _upload(first, by, job)
    with _dying(0) as fault:
        _upload(second, by, job)
    points = [1 + number * (fault.count - 1) // (len(others) - 1) for number in range(len(others))]
    for pk, at in zip(others, points, strict=True):
        connection.close()  # the child opens its own
        child = os.fork()
        if not child:
            with _dying(at):
                _upload(pk, by, job)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise AssertionError(f"the child of point {at} survived")
    return points


def _upload(pk: str, by: Scope, job: dict[str, Any]) -> None:
    duty = Adempimento.objects.select_related("caso").get(pk=pk)
    now = datetime.fromisoformat(job["now"])
    data = DatiInvio(
        canale="sidi",
        sent_at=now,
        ricevuta=Path(job["receipt"]).read_bytes(),
        ricevuta_nome="ricevuta.pdf",
    )
    record_dispatch(duty, data, request_key=UUID(int=UUID(pk).int ^ 1), by=by, now=now)


def main() -> None:
    """Read the job, wait for the signal, work, answer."""
    job = json.loads(sys.stdin.readline())
    by = Scope(Utente.objects.get(pk=job["user"]), datetime.fromisoformat(job["now"]).date())
    print("pronto", flush=True)
    sys.stdin.readline()
    work = {"press": press, "write": write, "upload": upload}[job["work"]]
    print(json.dumps(work(job, by)), flush=True)


if __name__ == "__main__":
    main()
