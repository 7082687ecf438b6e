"""Reminders dispatched from rows, beside Celery tasks with an ETA that write the same rows.

Two steps, measured apart: planning (claim what is due, enter it in the ledger, mark the duty) and
the wire (one transaction for each reminder: the attempt before the server is called, its answer
after). Two processes on each side, the same database, a Redis of our own; the sides take turns.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from celery import Celery
from django.conf import settings
from django.db import connection

from denunce.benchmarks.population import Population
from denunce.models import Adempimento
from denunce.promemoria.destinatari import workers_of
from denunce.promemoria.models import Promemoria, Stato
from denunce.workflow import StatoAdempimento
from portal.base import clock

NAME = "spedizione"
GOAL_PLAN, GOAL_WIRE = 10.0, 2.5
COUNT, ROUNDS, SHORT_COUNT = 10_000, 3, 60
_PROCESSES = 2
_PATIENCE = 900.0
_POLL = 0.05
_MODULE = "denunce.benchmarks.eta"


def run(*, short: bool = False) -> dict[str, Any]:
    """Reminders a second of both sides in both steps, and the ratios."""
    if shutil.which("redis-server") is None:
        return {"saltata": "redis-server non è installato", "riuscito": False}
    population = Population(30, keep=False)
    population.build()
    try:
        with population.use(), _redis() as broker, contextlib.ExitStack() as started:
            sides = Sides(started, broker)
            sides.warm_up()
            rounds = 1 if short else ROUNDS
            count = (SHORT_COUNT if short else COUNT) // rounds
            measured = [sides.round(count) for _turn in range(rounds)]
    finally:
        population.close()
    return _figures(measured, count * rounds)


class Sides:
    """Both dispatchers, started once and used in turn."""

    def __init__(self, started: contextlib.ExitStack, broker: str) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": _database_url(),
            "REDIS_URL": broker,
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.app = Celery("misura", broker=broker)
        self.app.conf.task_ignore_result = True
        worker = [sys.executable, "-m", "celery", "-A", _MODULE, "worker", "--loglevel=ERROR"]
        options = [f"--concurrency={_PROCESSES}", "--without-gossip", "--without-mingle"]
        started.enter_context(_process([*worker, *options], environment))
        self.ours = [
            started.enter_context(
                _process([sys.executable, "-m", _MODULE], environment | {"REDIS_URL": ""})
            )
            for _number in range(_PROCESSES)
        ]
        for process in self.ours:
            _hear(process)
        _wait(lambda: bool(self.app.control.ping(timeout=0.5)), "Celery answers")
        self.model, self.person = _model_duty()

    def warm_up(self) -> None:
        """What the first use costs counts for nobody."""
        self.round(20)

    def round(self, count: int) -> dict[str, float]:
        """Seconds of each step of each side for ``count`` reminders."""
        seconds = {"pianifica": self._timed(count, lambda: self._tell("scan"))}
        seconds["invia"] = _clocked(lambda: self._tell("send"))
        self._check(count)
        seconds["celery_pianifica"] = self._timed(count, self._enter_by_celery)
        waiting = Promemoria.objects.filter(stato=Stato.DA_INVIARE).order_by("pk")
        pks = list(waiting.values_list("pk", flat=True))
        seconds["celery_invia"] = _clocked(lambda: self._send_by_celery(pks))
        self._check(count * 2)
        _empty()
        return seconds

    def _timed(self, count: int, work: Callable[[], object]) -> float:
        _clone(self.model, count)
        return _clocked(work)

    def _tell(self, what: str) -> None:
        """Both our processes at once; both have ended when this returns."""
        for process in self.ours:
            if process.stdin is not None:
                process.stdin.write(what + "\n")
                process.stdin.flush()
        for process in self.ours:
            _hear(process)

    def _enter_by_celery(self) -> None:
        now, before = clock.now(), Promemoria.objects.count()
        due = list(Adempimento.objects.to_remind(now).values_list("pk", flat=True))
        after = (now + timedelta(days=1)).isoformat()
        for pk in due:
            arguments = [str(pk), "subito", self.person, now.isoformat(), after]
            self.app.send_task("misura.prendi", arguments, eta=now)
        _wait(lambda: Promemoria.objects.count() >= before + len(due), "Celery entered them")

    def _send_by_celery(self, pks: list[Any]) -> None:
        now = clock.now()
        for pk in pks:
            self.app.send_task("misura.invia", [str(pk)], eta=now)
        waiting = Promemoria.objects.exclude(stato=Stato.INVIATO)
        _wait(lambda: not waiting.exists(), "Celery sent them")

    def _check(self, count: int) -> None:
        sent = Promemoria.objects.filter(stato=Stato.INVIATO).count()
        if sent != count:
            raise RuntimeError(f"{sent} reminders were sent instead of {count}")


def _figures(measured: list[dict[str, float]], count: int) -> dict[str, Any]:
    each = count / len(measured)

    def step(name: str, goal: float) -> dict[str, Any]:
        ratio = statistics.median(row[f"celery_{name}"] / row[name] for row in measured)
        return {
            "al_secondo": round(statistics.median(each / row[name] for row in measured)),
            "celery_al_secondo": round(
                statistics.median(each / row[f"celery_{name}"] for row in measured)
            ),
            "rapporto": round(ratio, 2),
            "obiettivo": goal,
            "riuscito": ratio >= goal,
        }

    plan, wire = step("pianifica", GOAL_PLAN), step("invia", GOAL_WIRE)
    return {
        "promemoria": count,
        "database": connection.vendor,
        "pianificazione": plan,
        "invio": wire,
        "riuscito": plan["riuscito"] and wire["riuscito"],
    }


def _model_duty() -> tuple[Adempimento, str]:
    """A duty of a generated case, assigned to one person; the duties of the others wait."""
    duty = Adempimento.objects.select_related("caso").order_by("pk")[0]
    on = clock.today()
    person = workers_of([duty.organizzazione_id], on)[duty.organizzazione_id][0]
    type(duty.caso).objects.filter(pk=duty.caso_id).update(assegnato_a=person)
    Adempimento.objects.update(prossimo_promemoria_at=None)
    return duty, str(person)


def _clone(model: Adempimento, count: int) -> None:
    """``count`` duties born just now, due now, each with one person to remind."""
    now = clock.now()
    copies = [_copy(model, now, number) for number in range(count)]
    Adempimento.objects.bulk_create(copies, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(model: Adempimento, now: datetime, number: int) -> Adempimento:
    twin = copy(model)
    twin.pk, twin._state = uuid4(), copy(model._state)
    twin._state.adding = True
    twin.tipo, twin.obbligato, twin.chiave = "denuncia", "datore", f"misura:{uuid4().hex[:24]}"
    twin.stato, twin.done_at, twin.done_by, twin.ended_at = (
        StatoAdempimento.DA_FARE,
        None,
        None,
        None,
    )
    twin.sostituito_da = None
    twin.created_at = twin.prossimo_promemoria_at = now - timedelta(minutes=5)
    twin.termine_at = now + timedelta(days=2, hours=8)
    twin.prudenziale_at = now + timedelta(days=2)
    return twin


def _empty() -> None:
    """Take the reminders of a round away: every round finds tables of the same size."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM promemoria_tentativo")
        cursor.execute("DELETE FROM promemoria_promemoria")
        cursor.execute("DELETE FROM base_outboxmessage")
        cursor.execute("DELETE FROM denunce_adempimento WHERE chiave LIKE 'misura:%'")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")


def _clocked(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _wait(reached: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not reached():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited in vain: {what}")
        time.sleep(_POLL)


def _database_url() -> str:
    """The scratch database, for another process."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    user, password = quote(chosen["USER"]), quote(chosen["PASSWORD"] or "")
    host, port = chosen["HOST"] or "localhost", chosen["PORT"] or 5432
    if host.startswith("/"):
        return f"postgres://{user}:{password}@/{chosen['NAME']}?host={host}&port={port}"
    return f"postgres://{user}:{password}@{host}:{port}/{chosen['NAME']}"


@contextlib.contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  (our own modules)
        command,
        cwd=Path(settings.BASE_DIR),
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _hear(process: subprocess.Popen[str]) -> Any:
    for line in process.stdout or ():
        if line.strip() == "pronto":
            return None
        with contextlib.suppress(ValueError):
            return json.loads(line)
    raise RuntimeError("a process of the benchmark ended")


@contextlib.contextmanager
def _redis() -> Iterator[str]:
    """A Redis of our own on a free port, with nothing on disk."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        process = subprocess.Popen([*command, *quiet], stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait(lambda: _listens(port), "Redis listens")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
