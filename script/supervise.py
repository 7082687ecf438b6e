"""Runs the portal's processes on one machine until Ctrl-C or TERM, then ends every one of them.

Embedded default: the web process and the plain sender. With REDIS_URL: web, Celery worker, beat.
A process that dies is started again; one that keeps dying stops everything with a clear line.
Standard library only, so that the supervisor stays small while its children come and go.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
READY_WITHIN = 60.0  # seconds for the first page
FAILING_FOR = 8.0  # seconds of nothing but errors before we believe them
GRACE = 12.0  # seconds to finish the requests and the task in hand; gunicorn takes at most 10
MAX_DEATHS, DEATHS_WINDOW = 5, 60.0
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - recognised, not bound
_PR_SET_PDEATHSIG = 1


class StartRefused(Exception):
    """Why the portal cannot start: one Italian line saying what to do, and the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def read_port(text: str) -> int:
    """The TCP port in `text`; StartRefused (code 2) when it is not one."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StartRefused(f"PORT={text} non è una porta: usa un numero da 1 a 65535.", 2)
    return int(text)


def check_port_free(address: str, port: int) -> None:
    """StartRefused when another process listens on `port` or the system denies it."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen()
    except PermissionError:
        raise StartRefused(f"la porta {port} è riservata: usane una da 1024, PORT=8000.") from None
    except OSError:
        raise StartRefused(
            f"la porta {port} è già occupata: chiudi l'altro programma o scegline una libera,"
            f" per esempio PORT={port + 1 if port < 65535 else 8000} script/server."
        ) from None


def check_writable(directory: Path) -> None:
    """Create `directory` and write in it; StartRefused when that is impossible."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError:
        raise StartRefused(
            f"non posso scrivere in {directory}: dai i permessi a questo utente, libera spazio"
            " o indica un'altra cartella con VAR_DIR."
        ) from None


def commands(environment: dict[str, str]) -> dict[str, list[str]]:
    """Name and command line of every process of this kind of installation."""
    gunicorn = [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi"]
    if not environment.get("REDIS_URL"):
        return {"web": gunicorn, "mittente": [PYTHON, "manage.py", "mittente"]}
    celery = [PYTHON, "-m", "celery", "-A", "portal"]
    return {
        "web": gunicorn,
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
            if len(self.deaths[name]) >= MAX_DEATHS:
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
    host = "127.0.0.1" if address in EVERY_ADDRESS else address
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
    production = environment.get("PRODUZIONE", "").lower() in {"1", "true", "on", "yes", "y", "ok"}
    environment.setdefault("DEMO", "0" if production else "1")
    return environment


def run() -> int:
    """Check, prepare, watch; the exit code of `script/server`."""
    environment = build_environment()
    port, address = read_port(environment["PORT"]), environment["BIND"]
    check_writable(Path(environment.get("VAR_DIR") or ROOT / "var"))
    check_port_free(address, port)
    supervisor = Supervisor(environment, port, address)
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
