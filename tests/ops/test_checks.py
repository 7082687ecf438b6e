"""The small checks of script/check find what they are there for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from script.forbidden_words import ROOT, find
from script.healthcheck import SCHEDULE_MAX_AGE, scheduler_is_alive
from script.prepare import SetupRefused, check_database_url, explain
from tests.ops.processes import clean_environment


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("--index" + "-url = https://specchio.test/simple", "registro"),
        ("see https://" + "pypi" + ".org/project/x", "registro"),
        ("open('/" + "home/ada/dati.json')", "macchina"),
        ("cd /" + "root/prova", "macchina"),
    ],
)
def test_what_must_not_travel_is_found(repository: Path, text: str, what: str) -> None:
    (repository / "nota.txt").write_text(f"prima riga\n{text}\n")
    (line,) = find(repository)
    assert line.startswith("nota.txt:2: ")
    assert what in line


def test_ordinary_paths_and_addresses_are_no_finding(repository: Path) -> None:
    (repository / "nota.txt").write_text("/var/lib/portale https://portale.test/work/1 $X/home/y\n")
    assert find(repository) == []


def test_ignored_and_binary_files_are_left_alone(repository: Path) -> None:
    (repository / ".gitignore").write_text("var/\n")
    (repository / "var").mkdir()
    (repository / "var/a").write_text("/" + "root/x")
    (repository / "b.bin").write_bytes(b"\0/" + b"root/x")
    assert find(repository) == []


def test_a_link_out_of_the_repository_is_found(repository: Path) -> None:
    (repository / "dentro").symlink_to("nota.txt")
    (repository / ".venv").symlink_to(repository.parent / "altrove")
    assert find(repository) == [".venv:1: collegamento fuori dal repository"]


def test_this_repository_is_clean() -> None:
    assert find(ROOT) == []


@pytest.mark.parametrize("script", ["bootstrap", "server", "test", "check", "lock"])
def test_scripts_are_posix_sh_and_executable(script: str) -> None:
    path = ROOT / "script" / script
    assert path.read_text().startswith("#!/bin/sh\n")
    assert path.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", path], check=True)


def test_ci_runs_the_two_commands_of_everybody() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if "script/" in line] == ["script/check", "exec script/test"]


@pytest.mark.parametrize("url", ["", "postgres://u:p@h:5432/n", "sqlite:////var/lib/p.sqlite3"])
def test_right_database_addresses_pass(url: str) -> None:
    check_database_url(url)


@pytest.mark.parametrize("url", ["postgres://u@h", "http://h/n", "n", "postgres://h:x/n", "//"])
def test_wrong_database_addresses_are_refused(url: str) -> None:
    with pytest.raises(SetupRefused, match="DATABASE_URL"):
        check_database_url(url)


def test_a_driver_message_never_reaches_people_as_it_is() -> None:
    error = RuntimeError('FATAL: password authentication failed for user "ada.prova"')
    assert explain(error) == "utente o password rifiutati"
    assert explain(RuntimeError("something new")) == "connessione non riuscita"


def test_a_scheduler_that_wrote_lately_is_alive(tmp_path: Path) -> None:
    assert not scheduler_is_alive(tmp_path, 0.0)
    schedule = tmp_path / "celerybeat"
    schedule.touch()
    written = schedule.stat().st_mtime
    assert scheduler_is_alive(tmp_path, written + SCHEDULE_MAX_AGE - 1)
    assert not scheduler_is_alive(tmp_path, written + SCHEDULE_MAX_AGE + 1)


def test_a_template_that_does_not_compile_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPILE_A_BROKEN_ONE],
        cwd=ROOT,
        env=clean_environment(TEMPLATES=str(tmp_path), VAR_DIR=str(tmp_path / "var")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "rotto.html" in done.stderr


COMPILE_A_BROKEN_ONE = """
import os, pathlib, sys
import script.compile_templates as subject
folder = pathlib.Path(os.environ["TEMPLATES"])
(folder / "templates").mkdir()
(folder / "templates/rotto.html").write_text("{% tag_inesistente %}")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings_test"
import django
from django.conf import settings
settings.TEMPLATES[0]["DIRS"] = [folder / "templates"]
subject.ROOT = folder
sys.exit(subject.main())
"""
