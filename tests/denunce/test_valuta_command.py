"""`python manage.py valuta`: a thin door to the engine, without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from denunce.management.commands.valuta import Command
from tests.denunce.scadenze.cases import DATA, SHARED

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_of_one_case(tmp_path: Path) -> None:
    path = tmp_path / "caso.json"
    path.write_text(json.dumps(SHARED[0]["caso"]), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("valuta", str(path), stdout=out, stderr=err)
    assert json.loads(out.getvalue())["id"] == "C001"
    assert err.getvalue() == ""


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps([case["caso"] for case in SHARED[:3]]).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("valuta", stdout=out)
    assert [one["id"] for one in json.loads(out.getvalue())] == ["C001", "C003", "C005"]


def test_errors_exit_with_two() -> None:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("valuta", str(DATA / "manca.json"), stdout=out, stderr=err)
    assert exit_.value.code == 2
    assert out.getvalue() == ""
    assert len(err.getvalue().splitlines()) == 1


@pytest.mark.parametrize("arguments", [["a", "b"], ["--colore"]])
def test_wrong_usage_is_one_italian_line(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "valuta", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"uso: python manage.py valuta [FILE]\n"


def test_it_asks_no_checks() -> None:
    assert Command.requires_system_checks == []
    assert Command.requires_migrations_checks is False


def test_the_real_command_writes_json_only_and_needs_no_database() -> None:
    """Every shared case at once, with a database address nothing answers at."""
    cases = [case["caso"] for case in SHARED]
    done = subprocess.run(
        [sys.executable, "manage.py", "valuta"],
        input=json.dumps(cases).encode(),
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "DATABASE_URL": "postgresql://nessuno@127.0.0.1:9/niente"},
    )
    answers = json.loads(done.stdout)
    assert [one["id"] for one in answers] == [case["id"] for case in cases]
    assert done.returncode == 2  # C044 is an error on purpose
    assert b"Traceback" not in done.stderr
