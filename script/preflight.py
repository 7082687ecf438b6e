"""What script/server looks at before it starts anything: port, folder, numbers, a place of its own.

Standard library only: it runs before anything else is known to work.
"""

from __future__ import annotations

import errno
import fcntl
import socket
import tempfile
from pathlib import Path
from typing import IO


class StartRefused(Exception):
    """Why the portal cannot start: one Italian line saying what to do, and the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def read_port(text: str) -> int:
    """The TCP port in `text`; StartRefused (code 2) when it is not one."""
    if not read_number(text) or int(text) > 65535:
        raise StartRefused(f"PORT={text[:40]} non è una porta: usa un numero da 1 a 65535.", 2)
    return int(text)


def read_number(text: str) -> bool:
    """Whether `text` is a whole number above zero, of a length that int() takes."""
    return text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0


def check_numbers(environment: dict[str, str]) -> None:
    """StartRefused when a variable of deploy/gunicorn.conf.py is not a number."""
    for name in ("WEB_PROCESSES", "WEB_THREADS"):
        text = environment.get(name)
        if text and not read_number(text):
            raise StartRefused(f"{name}={text[:40]} non va bene: usa un numero da 1 in su.", 2)


def check_port_free(address: str, port: int) -> None:
    """StartRefused when another process listens on `port` or the system denies it."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen()
    except PermissionError:
        raise StartRefused(f"la porta {port} è riservata: usane una da 1024, PORT=8000.") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise StartRefused(
                f"BIND={address} non è un indirizzo IPv4 di questa macchina: usa 127.0.0.1,"
                " oppure 0.0.0.0 per tutti.",
                2,
            ) from None
        raise StartRefused(
            f"la porta {port} è già occupata: chiudi l'altro programma o scegline una libera,"
            f" per esempio PORT={port + 1 if port < 65535 else 8000} script/server."
        ) from None


def check_writable(directory: Path) -> None:
    """Create `directory` and write in it; StartRefused when that is impossible."""
    try:
        directory.mkdir(parents=True, exist_ok=True)  # private: see the umask in run()
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError:
        raise StartRefused(
            f"non posso scrivere in {directory}: dai i permessi a questo utente, libera spazio"
            " o indica un'altra cartella con VAR_DIR."
        ) from None


def claim(directory: Path) -> IO[str]:
    """Keep `directory` for this server alone, as long as the file stays open."""
    handle = (directory / "server.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise StartRefused(
            f"un altro script/server lavora già in {directory}: fermalo, o indica un'altra"
            " cartella con VAR_DIR."
        ) from None
    return handle
