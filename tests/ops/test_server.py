"""script/server as a person runs it: embedded default, wrong configurations, the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from script.private_servers import free_port
from tests.ops.http import request
from tests.ops.processes import (
    ROOT,
    clean_environment,
    command_line,
    descendants,
    is_alive,
    running,
    wait_until,
)

SERVER = [str(ROOT / "script/server")]


def refusal(**variables: str) -> tuple[int, str]:
    """Exit code and the only line on standard error of a server that does not start."""
    done = subprocess.run(
        SERVER,
        cwd="/",
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith("errore: ")
    assert "pronto" not in done.stdout
    assert "Traceback" not in done.stdout
    return done.returncode, line


@contextmanager
def server(folder: Path, port: int, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A started server whose first page answers."""
    log = folder / "server.log"
    log.unlink(missing_ok=True)
    environment = clean_environment(VAR_DIR=str(folder / "var"), PORT=str(port), **variables)
    with running(SERVER, environment, log) as process:
        line = f"pronto: http://localhost:{port}/"
        ready = lambda: line in log.read_text() or process.poll() is not None  # noqa: E731
        wait_until(ready, 120, "the server says that it is ready")
        assert process.poll() is None, log.read_text()
        yield process


def page(port: int, path: str) -> int:
    return request(f"localhost:{port}", port, path).status


def test_busy_port_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, line = refusal(PORT=str(port), VAR_DIR=str(tmp_path / "var"))
    assert code == 1
    assert f"la porta {port} è già occupata" in line
    assert f"PORT={port + 1}" in line
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize("port", ["ottomila", "0", "70000", "-1", "80 80", "9" * 5000])
def test_a_port_that_is_no_port_is_a_wrong_usage(tmp_path: Path, port: str) -> None:
    code, line = refusal(PORT=port, VAR_DIR=str(tmp_path))
    assert code == 2
    assert "da 1 a 65535" in line


@pytest.mark.parametrize("address", ["inesistente.invalid", "::1", "192.0.2.1"])
def test_an_address_that_is_not_of_this_machine_is_a_wrong_usage(
    tmp_path: Path, address: str
) -> None:
    code, line = refusal(BIND=address, PORT=str(free_port()), VAR_DIR=str(tmp_path))
    assert code == 2
    assert f"BIND={address}" in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_PROCESSES", "due"),
        ("WEB_THREADS", "0"),
        ("SMTP_PORT", "venticinque"),
        ("TRUSTED_PROXIES", "uno"),
        ("PRODUZIONE", "forse"),
        ("ENCRYPTION_KEYS", "k1:corta"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(tmp_path: Path, name: str, value: str) -> None:
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(tmp_path), **{name: value})
    assert code == 2
    assert name in line


@pytest.mark.parametrize("name", ["file", "proc"])
def test_unwritable_var_is_one_line(tmp_path: Path, name: str) -> None:
    blocked = Path("/proc/portale")
    if name == "file":
        (tmp_path / "occupato").write_text("un file dove serve una cartella")
        blocked = tmp_path / "occupato"
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(blocked))
    assert code == 1
    assert f"non posso scrivere in {blocked}" in line
    assert "VAR_DIR" in line


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgres://portale:segreto@127.0.0.1:1/portale", "il server non è acceso"),
        ("postgres://portale:segreto@inesistente.invalid/portale", "il nome del server"),
        ("mysql://utente:segreto@localhost/portale", "PostgreSQL o SQLite"),
        ("portale", "PostgreSQL o SQLite"),
        ("postgres://utente:segreto@localhost:porta/portale", "non si legge"),
        ("sqlite:////proc/portale.sqlite3", "il file non si può aprire"),
        ("sqlite:///:memory:", "PostgreSQL o SQLite"),
    ],
)
def test_wrong_database_is_one_line_without_the_password(
    tmp_path: Path, url: str, reason: str
) -> None:
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(tmp_path), DATABASE_URL=url)
    assert code == 2
    assert "DATABASE_URL" in line
    assert reason in line
    assert "segreto" not in line


def test_wrong_redis_is_one_line(tmp_path: Path) -> None:
    url = "redis://:segreto@127.0.0.1:1/0"
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(tmp_path), REDIS_URL=url)
    assert code == 2
    assert "REDIS_URL" in line
    assert "segreto" not in line


def test_production_refuses_the_demo_data(tmp_path: Path) -> None:
    variables = {"PRODUZIONE": "1", "DEMO": "1", "ALLOWED_HOSTS": "portale.test"}
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(tmp_path), **variables)
    assert code == 2
    assert "dimostrativi" in line


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var/ already filled by a first start, shared by the tests that start again."""
    folder = tmp_path_factory.mktemp("server")
    with server(folder, free_port()):
        pass
    return folder


def test_a_later_start_keeps_the_data_and_takes_seconds(home: Path) -> None:
    secret = (home / "var/segreti/secret_key").read_text()
    port, started = free_port(), time.monotonic()
    with server(home, port):
        assert time.monotonic() - started < 60  # seven here; a slow machine is no fault
        assert page(port, "/accesso/") == 200
        assert page(port, "/salute/viva/") == 200
        assert "dati dimostrativi" not in (home / "server.log").read_text()
    assert (home / "var/segreti/secret_key").read_text() == secret


def test_secrets_are_readable_by_their_owner_alone(home: Path) -> None:
    files = list((home / "var/segreti").iterdir())
    assert files
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_what_lies_under_var_is_of_its_owner_alone(home: Path) -> None:
    assert (home / "var").stat().st_mode & 0o077 == 0
    for path in ("portale.sqlite3", "static", "segreti", "server.lock"):
        assert (home / "var" / path).stat().st_mode & 0o077 == 0, path


def test_a_second_server_on_the_same_data_is_refused(home: Path) -> None:
    with server(home, free_port()):
        code, line = refusal(PORT=str(free_port()), VAR_DIR=str(home / "var"))
    assert code == 1
    assert f"lavora già in {home / 'var'}" in line


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """The data of a stopped installation, to be damaged."""
    return Path(shutil.copytree(home / "var", tmp_path / "var"))


@pytest.mark.parametrize(
    ("secret", "key"),
    [("chiavi", "ENCRYPTION_KEYS"), ("indice", "BLIND_INDEX_KEY"), ("registro", "AUDIT_KEY")],
)
def test_data_whose_keys_are_lost_are_not_served_with_new_ones(
    copy: Path, secret: str, key: str
) -> None:
    (copy / "segreti" / secret).unlink()
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(copy))
    assert code == 2
    assert f"i dati sono scritti con altre chiavi ({key})" in line
    assert "copia di sicurezza" in line


@pytest.mark.parametrize("content", [b"", b"k1:c", b"\xff" * 64])
def test_a_damaged_secret_is_named_and_not_replaced(copy: Path, content: bytes) -> None:
    path = copy / "segreti/chiavi"
    path.write_bytes(content)
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(copy))
    assert code == 2
    assert f"Il segreto {path}" in line
    assert path.read_bytes() == content


def test_the_database_of_a_newer_version_is_left_alone(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "portale.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('denunce', '0099_futura', '2030-01-01')"
        )
    code, line = refusal(PORT=str(free_port()), VAR_DIR=str(copy))
    assert code == 2
    assert "versione più nuova del portale (denunce 0099_futura)" in line


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_term_and_ctrl_c_end_every_process(home: Path, number: signal.Signals) -> None:
    port = free_port()
    with server(home, port) as process:
        children = descendants(process.pid)
        lines = " ".join(command_line(pid) for pid in children)
        assert "portal.wsgi" in lines
        assert "mittente" in lines
        process.send_signal(number)
        assert process.wait(30) == 0
        assert [pid for pid in children if is_alive(pid)] == []
    assert page(port, "/salute/viva/") == 0


def named(server: subprocess.Popen[bytes], word: str) -> set[int]:
    """The processes of a server whose command line has that word."""
    return {pid for pid in descendants(server.pid) if word in command_line(pid)}


@pytest.mark.parametrize("word", ["portal.wsgi", "mittente"])
def test_a_killed_process_is_started_again(home: Path, word: str) -> None:
    port = free_port()
    with server(home, port) as process:
        old = named(process, word)
        os.kill(min(old), signal.SIGKILL)  # the first born: the web process has one of its own
        wait_until(lambda: not any(is_alive(pid) for pid in old), 30, "the old ones are gone")
        wait_until(lambda: named(process, word) - old, 30, "there is a new one")
        wait_until(lambda: page(port, "/salute/viva/") == 200, 60, "it answers")
        assert process.poll() is None


def test_processes_do_not_outlive_a_killed_supervisor(home: Path) -> None:
    with server(home, free_port()) as process:
        children = descendants(process.pid)
        assert children
        process.kill()
        wait_until(lambda: not any(is_alive(p) for p in children), 30, "the children end")
