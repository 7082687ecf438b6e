"""The long run of ``generati``: processes, a journal, a port and a file that nobody may touch."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import tempfile
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.denunce.moduli import corpus

Json = Any
CANARY = "canarino-fuori-dal-modulo"
# A process that has printed so many is replaced: what it cost tells nothing of one document.
_A_PROCESS = 250
_TOLD = 20


@contextmanager
def watched() -> Iterator[list[str]]:
    """Texts point to a port that listens and a file that is there; the list says who came."""
    touched: list[str] = []
    kept = corpus.PORT, corpus.FILE
    with socket.socket() as listening, tempfile.NamedTemporaryFile("w", suffix=".txt") as canary:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        listening.setblocking(False)
        canary.write(CANARY)
        canary.flush()
        corpus.PORT, corpus.FILE = listening.getsockname()[1], canary.name
        try:
            yield touched
            touched += _connections(listening)
        finally:
            corpus.PORT, corpus.FILE = kept


def _connections(listening: socket.socket) -> Iterator[str]:
    while True:
        try:
            connection, address = listening.accept()
        except BlockingIOError:
            return
        connection.close()
        yield f"a document was fetched from {address}"


def one(number: int) -> Json:
    """Everything about one set: a line of the journal."""
    from tests.denunce.moduli import generati

    begun = time.process_time()
    made = generati.generated(number)
    line: Json = {"n": number, "modulo": made.declaration.code, "ricetta": made.recipe}
    line["pdf"] = generati.storable(made)
    try:
        line["falle"] = generati.faults(made)
        if line["pdf"]:
            line["falle"] += generati.pdf_faults(made)
        line["falle"] = line["falle"][:_TOLD]
    except Exception as error:  # noqa: BLE001  (a fault like any other: it has a number)
        line["falle"] = [f"{type(error).__name__}: {error}"[:300]]
    line["secondi"] = round(time.process_time() - begun, 3)
    return line


def run(options: Namespace) -> Json:
    """Print until so many are done, the ones of the journal included."""
    if options.solo is not None:
        return _report([one(options.solo)], [], 0.0)
    options.diario.parent.mkdir(parents=True, exist_ok=True)
    lines = _done(options.diario)
    begun = time.monotonic()
    with watched() as touched, options.diario.open("a", encoding="utf-8") as journal:
        for line in _new(lines, options):
            journal.write(json.dumps(line, ensure_ascii=False) + "\n")
            journal.flush()
            lines.append(line)
    return _report(lines, touched, time.monotonic() - begun)


def _new(lines: list[Json], options: Namespace) -> Iterator[Json]:
    done = {line["n"] for line in lines}
    printed = sum(line["pdf"] for line in lines)
    numbers = (n for n in range(options.da, 1 << 30) if n not in done)
    with multiprocessing.get_context("fork").Pool(
        options.processi, initializer=_begin, maxtasksperchild=_A_PROCESS
    ) as pool:
        while printed < options.pdf:
            some = [next(numbers) for _n in range(40 * options.processi)]
            for line in pool.imap_unordered(one, some, chunksize=4):
                printed += line["pdf"]
                yield line


def _begin() -> None:
    os.nice(10)


def _done(journal: Path) -> list[Json]:
    if not journal.is_file():
        return []
    lines = []
    for text in journal.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(text))
        except ValueError:  # the line in hand when the run was stopped
            continue
    return lines


def _report(lines: list[Json], touched: list[str], seconds: float) -> Json:
    printed = [line for line in lines if line["pdf"]]
    costs = sorted(line["secondi"] for line in printed)
    failed = [line for line in lines if line["falle"]]
    told = [{key: line[key] for key in ("n", "modulo", "ricetta", "falle")} for line in failed]
    return {
        "insiemi": len(lines),
        "pdf": len(printed),
        "non_stampabili": len(lines) - len(printed),
        "falliti": told + [{"n": None, "falle": touched}] * bool(touched),
        "connessioni": len(touched),
        "per_modulo": dict(Counter(line["modulo"] for line in printed)),
        "per_ricetta": dict(Counter(line["ricetta"] for line in lines)),
        "cpu_per_pdf": {
            "mediana": costs[len(costs) // 2] if costs else 0,
            "massimo": costs[-1] if costs else 0,
            "somma": round(sum(costs), 1),
        },
        "secondi_di_questa_corsa": round(seconds, 1),
    }
