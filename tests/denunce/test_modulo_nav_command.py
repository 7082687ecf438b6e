"""`manage.py modulo mod4bis_nav`: the example goes round, both versions, errors with their path."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def shown(*args: str):
    out = io.StringIO()
    call_command("modulo", "mod4bis_nav", *args, stdout=out)
    return json.loads(out.getvalue())


def test_the_example_satisfies_the_schema():
    jsonschema.Draft202012Validator(shown("--schema")).validate(shown("--esempio"))


def test_the_example_goes_from_one_program_into_the_other_and_is_printed(tmp_path):
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings_test", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "modulo", "mod4bis_nav"]
    made = subprocess.run([*command, "--esempio"], cwd=ROOT, env=env, capture_output=True)
    assert (made.returncode, made.stderr) == (0, b"")
    target = tmp_path / "nav.pdf"
    printed = subprocess.run(
        [*command, "-", "--output", str(target)],
        cwd=ROOT, env=env, input=made.stdout, capture_output=True,
    )  # fmt: skip
    assert (printed.returncode, printed.stdout, printed.stderr) == (0, b"", b"")
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_value_of_the_other_list_is_a_line_with_its_path(tmp_path):
    data = shown("--esempio")
    data["rapporto"]["tipologia_contratto"] = "DETERMINATO A TEMPO PIENO"
    path = tmp_path / "dati.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "modulo", "mod4bis_nav", str(path), "--output", str(tmp_path / "x.pdf"), stderr=err
        )
    assert ended.value.code == 2
    assert err.getvalue().splitlines() == [
        "/rapporto/tipologia_contratto: Questo valore non è nell’elenco «Tipologia di contratto»."
    ]
