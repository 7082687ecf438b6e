"""Runs the portal's processes on one machine until Ctrl-C or TERM, then ends every one of them.

Embedded default: the web process and the plain sender. With REDIS_URL a Celery worker and beat
stand beside them: they wake and share the work, and reminders leave also when Redis is down.
A process that dies is started again; one that keeps dying stops everything with a clear line, but
for the two that only wake: without them the portal is slower by a second and works.
Standard library only, so that the supervisor stays small while its children come and go.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from script import preflight
from script.preflight import StartRefused

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
READY_WITHIN = 60.0  # seconds for the first page
FAILING_FOR = 8.0  # seconds of nothing but errors before we believe them
GRACE = 12.0  # seconds to finish the requests and the task in hand; gunicorn takes at most 10
MAX_DEATHS, DEATHS_WINDOW = 5, 60.0
HELPERS = {"worker", "beat"}  # they wake and share the work of the sender: rows do not need them
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - recognised, not bound
YES = {"1", "true", "on", "ok", "y", "yes", "si", "sì"}  # as portal/variables.py reads them
_PR_SET_PDEATHSIG = 1


def commands(environment: dict[str, str]) -> dict[str, list[str]]:
    """Name and command line of every process of this kind of installation."""
    gunicorn = [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi"]
    processes = {"web": gunicorn, "mittente": [PYTHON, "manage.py", "mittente"]}
    if not environment.get("REDIS_URL"):
        return processes
    celery = [PYTHON, "-m", "celery", "-A", "portal"]
    return processes | {
        "worker": [*celery, "worker", "--loglevel=WARNING"],
        "beat": [*celery, "beat", "--loglevel=WARNING", "--pidfile="],
    }


def _die_with_parent() -> None:
    """In the child: ask Linux for a TERM when the supervisor itself is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start `command` as leader of its own group: a Ctrl-C reaches us alone, we stop the rest."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


@dataclass
class Supervisor:
    """The processes of one installation."""

    environment: dict[str, str]
    port: int
    address: str
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    deaths: dict[str, list[float]] = field(default_factory=dict)
    stopping: bool = False

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """First signal: stop in order. Second one: at once."""
        if self.stopping:
            self.end(signal.SIGKILL)
        self.stopping = True

    def prepare(self) -> int:
        """Database, code lists, static files, demo data; the exit code of that work."""
        process = spawn([PYTHON, "script/prepare.py"], self.environment)
        self.running["preparazione"] = process
        while process.poll() is None and not self.stopping:
            time.sleep(0.05)
        if not self.stopping:
            del self.running["preparazione"]
        return process.returncode or 0

    def watch(self) -> None:
        """Keep every process alive; returns when told to stop, StartRefused when hopeless."""
        lines = commands(self.environment)
        announced, started = False, time.monotonic()
        while not self.stopping:
            for name, command in lines.items():
                self.keep_alive(name, command)
            if not announced:
                announced = self.announce(time.monotonic() - started)
            time.sleep(0.25)

    def announce(self, waited: float) -> bool:
        """Say ready once the first page answers; StartRefused when it never will."""
        status = first_page_status(self.address, self.port)
        if status is not None and status < 500:
            print(f"pronto: http://localhost:{self.port}/", flush=True)
            return True
        if waited > (READY_WITHIN if status is None else FAILING_FOR):
            answer = "non risponde" if status is None else f"risponde con l'errore {status}"
            raise StartRefused(f"la prima pagina {answer}: leggi i messaggi qui sopra.")
        return False

    def keep_alive(self, name: str, command: list[str]) -> None:
        """Start the process when it is not there, counting how often that happens."""
        process = self.running.get(name)
        if process is not None and process.poll() is None:
            return
        now = time.monotonic()
        if process is not None:
            recent = [at for at in self.deaths.get(name, []) if now - at < DEATHS_WINDOW]
            self.deaths[name] = [*recent, now]
            print(f"avviso: {name} si è fermato, lo riavvio.", file=sys.stderr, flush=True)
            if len(self.deaths[name]) >= MAX_DEATHS and name not in HELPERS:
                raise StartRefused(
                    f"{name} continua a fermarsi: fermo tutto, leggi i messaggi qui sopra."
                )
            time.sleep(len(recent) * 0.5)
        self.running[name] = spawn(command, self.environment)

    def end(self, number: signal.Signals) -> None:
        """Send a signal: KILL to whole groups, anything else to the leaders, who do it well."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                if number is signal.SIGKILL:
                    os.killpg(process.pid, number)
                elif process.poll() is None:
                    process.send_signal(number)

    def stop(self) -> None:
        """Every process ended when this returns, grandchildren included."""
        self.end(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline:
            if all(process.poll() is not None for process in self.running.values()):
                break
            time.sleep(0.05)
        self.end(signal.SIGKILL)
        for process in self.running.values():
            process.wait()


def first_page_status(address: str, port: int) -> int | None:
    """The HTTP status of the home page; None when nobody answers."""
    host = "127.0.0.1" if address == EVERY_ADDRESS else address
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def build_environment() -> dict[str, str]:
    """Our environment with the defaults of this command made explicit for every child."""
    environment = dict(os.environ)
    environment["PORT"] = environment.get("PORT") or "8000"
    environment["BIND"] = environment.get("BIND") or "127.0.0.1"
    production = environment.get("PRODUZIONE", "").strip().lower() in YES
    environment.setdefault("DEMO", "0" if production else "1")
    return environment


def run() -> int:
    """Check, prepare, watch; the exit code of `script/server`."""
    environment = build_environment()
    port, address = preflight.read_port(environment["PORT"]), environment["BIND"]
    preflight.check_numbers(environment)
    os.umask(0o077)  # database, mails and files under var/ are for this user alone
    directory = Path(environment.get("VAR_DIR") or ROOT / "var")
    preflight.check_writable(directory)
    preflight.check_port_free(address, port)
    with preflight.claim(directory):
        return supervise(Supervisor(environment, port, address))


def supervise(supervisor: Supervisor) -> int:
    """Prepare, then watch until told to stop; nothing is left running."""
    signal.signal(signal.SIGTERM, supervisor.on_signal)
    signal.signal(signal.SIGINT, supervisor.on_signal)
    try:
        code = supervisor.prepare()
        if code == 0:
            supervisor.watch()
        return 0 if supervisor.stopping else code
    finally:
        supervisor.stop()


def main() -> int:
    """Run, turning a refusal into its one line."""
    try:
        return run()
    except StartRefused as refusal:
        print(f"errore: {refusal}", file=sys.stderr, flush=True)
        return refusal.code


if __name__ == "__main__":
    sys.exit(main())
