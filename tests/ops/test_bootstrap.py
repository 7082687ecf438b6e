"""What script/bootstrap answers on a machine that lacks something."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from script.native_libraries import missing_libraries
from tests.ops.processes import ROOT, clean_environment


def fake(folder: Path, name: str, script: str) -> None:
    """An executable that hides the real one of the same name."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def bootstrap(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment()
    environment["PATH"] = f"{folder}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    command = ["sh", "script/bootstrap", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("answer", ["echo 3.9", "echo Python 3.10.2", "exit 127", "echo 4.0"])
def test_old_python_is_one_line_that_says_what_to_do(tmp_path: Path, answer: str) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        fake(tmp_path, name, answer)
    done = bootstrap(tmp_path, "runtime")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("errore: serve Python 3.11")
    assert "apt-get install python3" in line


def test_without_fonts_a_plain_user_reads_the_command_to_run(tmp_path: Path) -> None:
    fake(tmp_path, "fc-list", "exit 0")
    fake(tmp_path, "id", "echo 1000")
    done = bootstrap(tmp_path, "dev")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "manca" in line
    assert "apt-get install -y --no-install-recommends libpango-1.0-0" in line


def test_a_library_the_loader_cannot_open_is_named() -> None:
    names = {"libc.so.6": "C", "libinesistente.so.1": "Inesistente"}
    assert missing_libraries(names) == ["Inesistente"]


def test_a_second_run_changes_nothing_and_says_nothing(tmp_path: Path) -> None:
    first = bootstrap(tmp_path, "dev")
    assert first.returncode == 0, first.stderr
    second = bootstrap(tmp_path, "dev")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_an_unknown_mode_is_a_wrong_usage(tmp_path: Path) -> None:
    assert bootstrap(tmp_path, "tutto").returncode == 2
