"""`manage.py modulo` for the three forms: round trip through a real pipe; wrong JSON, by path."""

from __future__ import annotations

import copy
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from denunce.moduli.declaration import Declaration
from denunce.moduli.example import example
from denunce.moduli.registry import FORMS, versions_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("code", FORMS)
def test_the_example_goes_through_a_pipe_and_comes_out_as_pdf(code, tmp_path):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings_test",
        "DATABASE_URL": "postgres://nessuno@127.0.0.1:1/manca",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "modulo", code]
    target = tmp_path / "modulo.pdf"
    with subprocess.Popen(
        [*command, "--esempio"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as first:
        printed = subprocess.run(
            [*command, "-", "--output", str(target)],
            cwd=ROOT,
            env=env,
            stdin=first.stdout,
            capture_output=True,
        )
        assert first.stderr
        assert first.stderr.read() == b""
    assert first.returncode == 0
    assert (printed.returncode, printed.stdout, printed.stderr) == (0, b"", b"")
    assert target.read_bytes().startswith(b"%PDF-")


def run(tmp_path: Path, code: str, data: object) -> tuple[int, list[str]]:
    path, err = tmp_path / "dati.json", io.StringIO()
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("modulo", code, str(path), "--output", str(tmp_path / "x.pdf"), stderr=err)
    assert not (tmp_path / "x.pdf").exists()
    return int(str(ended.value.code)), err.getvalue().splitlines()


def spoiled(declaration: Declaration) -> tuple[object, dict[str, str]]:
    """The example with a fault of each sort, and how the line of each begins."""
    data = copy.deepcopy(example(declaration))
    data["sconosciuto"] = {"x": 1}
    data["lavoratore"]["eta"] = 40
    data["lavoratore"]["cognome"] = ["Rossi"]
    data["lavoratore"]["nome"] = "Ad\x00a"
    data["lavoratore"]["nato_il"] = "12/03/1990"
    del data["datore"]["denominazione"]
    data["dichiarante"]["data"] = 20260313
    said = {
        "/sconosciuto": "Questo campo non esiste nel modulo.",
        "/lavoratore/eta": "Questo campo non esiste nel modulo.",
        "/lavoratore/cognome": "Serve un testo.",
        "/lavoratore/nome": "Il carattere numero 3 (U+0000) non è ammesso: cancellalo.",
        "/lavoratore/nato_il": "Serve una data come 2026-03-14.",
        "/datore/denominazione": "Manca: Cognome e nome o ragione sociale.",
        "/dichiarante/data": "Serve una data come 2026-03-14.",
    }
    repeated = next(group for group in declaration.groups.values() if group.repeat)
    data[repeated.key] = {"0": {}}
    return data, said | {f"/{repeated.key}": "Serve un elenco."}


@pytest.mark.parametrize("code", FORMS)
def test_unknown_missing_and_wrong_fields_are_one_line_each_with_their_path(code, tmp_path):
    data, said = spoiled(versions_of(code)[-1])
    exit_code, lines = run(tmp_path, code, data)
    assert exit_code == 2
    found = dict(line.split(": ", 1) for line in lines)
    assert len(found) == len(lines), "one line a path"
    assert {path: found.get(path) for path in said} == said


@pytest.mark.parametrize("code", FORMS)
@pytest.mark.parametrize("data", [None, [], "testo", 5])
def test_what_is_no_object_is_one_line(code, data, tmp_path):
    assert run(tmp_path, code, data) == (2, ["/: Servono i dati del modulo come oggetto JSON."])


@pytest.mark.parametrize("code", FORMS)
def test_every_group_of_another_type_is_named(code, tmp_path):
    declaration = versions_of(code)[-1]
    exit_code, lines = run(tmp_path, code, dict.fromkeys(declaration.groups, 5))
    assert exit_code == 2
    named = {line.split(": ")[0] for line in lines}
    assert {f"/{key}" for key in declaration.groups} <= named
