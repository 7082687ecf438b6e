"""Removes every scoping filter in turn and lets the tests notice: the survivors are holes.

pytest starts and collects once; each mutant is a fork of that process with one function changed and
a database file of its own, which runs the tests that pass through the filter, the shortest first,
until one fails. The working tree is only read.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO
from zlib import crc32

import pytest
import yaml

from script import mutants
from script.mutants import ROOT, Site

EQUIVALENTS: Final = ROOT / "tests" / "data" / "mutazioni_equivalenti.yaml"
# Everybody's tests: each address by each role, each object by who may not touch it.
ARCHITECTURE: Final = (
    "tests/architecture/test_access_matrix.py",
    "tests/architecture/test_objects.py",
)
# They start other processes, which would look for the database elsewhere.
# Folders of tests that are no mirror of a folder of code.
BESIDE: Final = {"credenziali": ("revisione", "messaggi"), "accesso": ("identita",)}
# Who works where is asked by everybody: these tests tell it apart.
SCOPE: Final = (
    "tests/utenti/organizzazioni",
    "tests/denunce/promemoria",
    "tests/denunce/views/test_bozze.py",
    "tests/denunce/views/test_persone.py",
)
LEFT_OUT: Final = ("tests/e2e/", "tests/ops/", "tests/solidity/", "concurrency")
PARALLEL: Final = 2
# A mutant that never ends is noticed too; a slow machine is not a mutant that never ends.
PATIENCE: Final = 10
BASELINE_SECONDS: Final = 3600
SHORT: Final = 5


@dataclass
class Run:
    """What one forked process found."""

    failed: str = ""
    seconds: float = 0.0
    reached: dict[str, list[int]] = field(default_factory=dict)
    lasted: dict[str, float] = field(default_factory=dict)


# --- which filters, which tests -------------------------------------------------------------------


def chosen(only: Iterable[str] = (), *, short: bool = False) -> list[Site]:
    """The filters to remove."""
    files = mutants.product_files()
    methods = mutants.scope_methods(files)
    found = [site for path in files for site in mutants.sites_of(path, methods)]
    wanted = [Path(path).resolve().relative_to(ROOT).as_posix() for path in only]
    if wanted:
        found = [s for s in found if any(_under(s.path, path) for path in wanted)]
    if short:
        found = [s for s in found if crc32(s.key.encode()) % SHORT == 0]
    return found


def _under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def relevant_tests(sites: Iterable[Site]) -> list[str]:
    """The files of tests that may notice: those of everybody, and the mirrors of the modules."""
    found = list(ARCHITECTURE)
    for path in {site.path for site in sites}:
        found += _mirrors(Path(path))
    return sorted({name for name in found if (ROOT / name).exists()})


def _mirrors(path: Path) -> list[str]:
    """``denunce/views/casi.py``: its own tests, and those of the permissions of the app; a small
    app of utenti has few enough to take them all."""
    app, *inside = path.parts
    if app == "utenti" and len(inside) > 1 and inside[0] not in ("actions", "models"):
        return [f"tests/utenti/{name}" for name in (inside[0], *BESIDE.get(inside[0], ()))]
    if app == "utenti":
        core = [name.relative_to(ROOT).as_posix() for name in (ROOT / "tests/utenti").glob("*.py")]
        return core + (list(SCOPE) if path.stem == "access" else [])
    mirror = Path("tests", app, *inside[:-1], f"test_{path.stem}.py")
    folder = mirror.parent.as_posix()
    own = mirror.as_posix() if (ROOT / mirror).exists() else folder
    whole = folder if len(inside) > 1 and inside[0] not in ("views", "actions") else own
    if path.stem in ("scoping", "permissions", "querysets") or inside[0] == "page_models":
        whole = f"tests/{app}/views"
    return [own if own != f"tests/{app}" else whole, whole, f"tests/{app}/test_permissions.py"]


# --- one process for each mutant ------------------------------------------------------------------


class Forks:
    """Runs work in forked processes, a few at a time, and keeps what each answered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[int, tuple[Path, Callable[[Run], None]]] = {}
        self._count = 0

    def start(self, work: Callable[[], Run], done: Callable[[Run], None], seconds: int) -> None:
        """Begin ``work`` elsewhere, for so long at most; ``done`` gets its answer here."""
        while len(self._running) >= PARALLEL:
            self._wait()
        self._count += 1
        answer = self._folder / f"{self._count}.json"
        pid = os.fork()
        if pid == 0:
            _work_and_vanish(work, answer, seconds)
        self._running[pid] = (answer, done)

    def finish(self) -> None:
        """Wait for those still running."""
        while self._running:
            self._wait()

    def _wait(self) -> None:
        pid, _status = os.waitpid(-1, 0)
        held = self._running.pop(pid, None)
        if held is None:
            return
        answer, done = held
        run = Run(**json.loads(answer.read_text())) if answer.exists() else Run("non finisce")
        done(run)


def _work_and_vanish(work: Callable[[], Run], answer: Path, seconds: int) -> None:
    import signal

    _silence()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    try:
        run = work()
    except BaseException as error:  # noqa: BLE001  (a child never goes back to the loop of pytest)
        run = Run(f"errore: {type(error).__name__}: {error}")
    answer.write_text(json.dumps(run.__dict__))
    os._exit(0)


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _own_database(folder: Path) -> None:
    """A file of this process's own: two mutants would wait for each other's lock."""
    from django.db import connection

    mine = folder / f"{os.getpid()}.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], mine)
    connection.settings_dict["NAME"] = str(mine)


def run_items(items: list[Any], hits: set[int] | None = None, *, stop: bool = True) -> Run:
    """Run tests in this process, until the first that fails (``stop``)."""
    run, started = Run(), time.monotonic()
    for number, item in enumerate(items):
        following = items[(number + 1) % len(items)]  # never the last: the database would go
        before = time.monotonic()
        if hits is not None:
            hits.clear()
        item.session.testsfailed = 0
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        run.lasted[item.nodeid] = time.monotonic() - before
        if hits:
            run.reached[item.nodeid] = sorted(hits)
        if item.session.testsfailed:
            run.failed = run.failed or item.nodeid
            if stop:
                break
    run.seconds = time.monotonic() - started
    return run


# --- the experiment -------------------------------------------------------------------------------


class Laboratory:
    """A pytest plugin: instead of the tests, the experiment."""

    def __init__(self, sites: list[Site], excused: dict[str, str], out: TextIO) -> None:
        self.sites, self.excused = sites, excused
        self.verdicts: dict[Site, Run] = {}
        self.broken = ""
        self._folder = Path(tempfile.mkdtemp(prefix="mutazioni-"))
        self._out = out

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Set the database up once, see which tests pass where, then remove filter by filter."""
        try:
            self._experiment(session.items)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        return True

    def _experiment(self, items: list[Any]) -> None:
        from django.db import connections

        items = [i for i in items if not any(name in i.nodeid for name in LEFT_OUT)]
        items.sort(key=_empties_the_tables)
        if len(items) < 2:  # pytest tears down what the next test does not share: there is none
            self.broken = "servono almeno due prove"
            return
        first = run_items(items[:2])  # migrations, and the fixtures of the session
        for site in self.sites:  # once, before the forks
            importlib.import_module(".".join(Path(site.path).with_suffix("").parts))
        connections.close_all()
        substitutes = mutants.install()
        numbers = {site: number for number, site in enumerate(self.sites)}
        seen = self._baseline(items, numbers, substitutes)
        self.broken = self.broken or first.failed
        if not self.broken:
            self._remove_each(items, seen)

    def _baseline(
        self, items: list[Any], numbers: dict[Site, int], substitutes: mutants.Substitutes
    ) -> Run:
        """The tests as they are: all green, and which filters each passes through."""
        whole, forks = Run(), Forks(self._folder)

        def join(run: Run) -> None:
            self.broken = self.broken or run.failed
            whole.reached.update(run.reached)
            whole.lasted.update(run.lasted)

        for turn in range(PARALLEL):
            watch = partial(self._watch, items[turn::PARALLEL], numbers, substitutes)
            forks.start(watch, join, BASELINE_SECONDS)
        forks.finish()
        return whole

    def _watch(
        self, part: list[Any], numbers: dict[Site, int], substitutes: mutants.Substitutes
    ) -> Run:
        mutants.apply(numbers, watched=True)
        _own_database(self._folder)
        return run_items(part, substitutes.hits, stop=False)

    def _remove_each(self, items: list[Any], seen: Run) -> None:
        forks = Forks(self._folder)
        for number, site in enumerate(self.sites):
            reaching = [i for i in items if number in seen.reached.get(i.nodeid, ())]
            reaching.sort(key=lambda i: (_empties_the_tables(i), seen.lasted[i.nodeid]))

            attempt = partial(self._attempt, site, reaching)
            usual = sum(seen.lasted[item.nodeid] for item in reaching)
            forks.start(attempt, partial(self._judge, site), round(60 + PATIENCE * usual))
        forks.finish()

    def _attempt(self, site: Site, reaching: list[Any]) -> Run:
        mutants.apply({site: 0})
        _own_database(self._folder)
        return run_items(reaching)

    def _judge(self, site: Site, run: Run) -> None:
        self.verdicts[site] = run
        word = "notato" if run.failed else "EQUIVALENTE" if site.key in self.excused else "VIVO"
        by = run.failed.rpartition("::")[2] or f"{len(run.lasted)} prove passate"
        where = f"{site.path}:{site.line} {site.function} {site.kind}"
        self._out.write(f"{word:<12}{run.seconds:5.1f} s  {where}  <- {by[:70]}\n")


def _empties_the_tables(item: Any) -> bool:
    """Tests with real commits: whatever runs after them in the same database finds it empty."""
    mark = item.get_closest_marker("django_db")
    return bool(
        mark and (mark.kwargs.get("transaction") or "transactional_db" in item.fixturenames)
    )


def report(laboratory: Laboratory, seconds: float, say: Callable[[str], object]) -> int:
    """The closing lines; 1 when a filter is missed by nobody, or an excuse is out of date."""
    excused = laboratory.excused
    if laboratory.broken:
        say(f"prima che si tolga un filtro le prove falliscono già: {laboratory.broken}")
        return 1
    alive = {site for site, run in laboratory.verdicts.items() if not run.failed}
    known = {site.key for site in alive} & excused.keys()
    noticed = {site.key for site in laboratory.verdicts} - {site.key for site in alive}
    stale = sorted(noticed & excused.keys())
    holes = sorted((s for s in alive if s.key not in excused), key=lambda s: (s.path, s.line))
    for key in sorted(known):
        say(f"equivalente: {key}\n    perché: {excused[key]}")
    for key in stale:
        say(f"scusa senza più motivo: {key}")
    for site in holes:
        say(f"SOPRAVVISSUTO: {site.path}:{site.line} in {site.function}\n    {site.key}")
    total = len(laboratory.verdicts)
    say(
        f"{total} filtri tolti in {seconds:.0f} s: {total - len(alive)} notati, "
        f"{len(known)} equivalenti, {len(holes)} sopravvissuti"
    )
    return 1 if holes or stale or not total else 0


def main(arguments: list[str]) -> int:
    """Run the experiment on the chosen filters."""
    parser = argparse.ArgumentParser(prog="script/mutazioni", description=__doc__)
    parser.add_argument("--solo", nargs="+", default=[], metavar="PATH")
    parser.add_argument("--prove", nargs="+", default=[], metavar="PATH")
    parser.add_argument("--breve", action="store_true")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    started = time.monotonic()
    excused = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8")) or {}
    sites = chosen(options.solo, short=options.breve)
    out = os.fdopen(os.dup(1), "w", buffering=1)
    _silence()  # the tests talk; the experiment says what it found
    laboratory = Laboratory(sites, excused, out)
    plain = ["-q", "-s", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    code = pytest.main([*plain, *(options.prove or relevant_tests(sites))], plugins=[laboratory])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        laboratory.broken = laboratory.broken or f"pytest: {code}"
    return report(laboratory, time.monotonic() - started, lambda line: out.write(f"{line}\n"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
