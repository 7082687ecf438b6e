"""`manage.py modulo`: the example goes round, every error is a line with its path."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pikepdf
import pytest
from django.core.management import call_command

from portal.base.pdf import PdfError

ROOT = Path(__file__).resolve().parents[2]
LAST = "denunce.management.commands.modulo"


@pytest.fixture
def modulo():
    """Run the command in this process: exit code, output, lines of error."""

    def run(*args: str):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("modulo", *args, stdout=out, stderr=err)
        except SystemExit as ended:
            return ended.code, out.getvalue(), err.getvalue().splitlines()
        return 0, out.getvalue(), err.getvalue().splitlines()

    return run


@pytest.fixture
def esempio(modulo, tmp_path):
    """The complete example as a file."""
    path = tmp_path / "dati.json"
    path.write_text(modulo("mod4bis", "--esempio")[1], encoding="utf-8")
    return path


def spoiled(path, **groups):
    data = json.loads(path.read_text(encoding="utf-8"))
    for group, values in groups.items():
        data[group] = values if not isinstance(values, dict) else data.get(group, {}) | values
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_the_example_satisfies_the_schema_and_is_printed(modulo, esempio, tmp_path):
    code, schema, errors = modulo("mod4bis", "--schema")
    assert (code, errors) == (0, [])
    jsonschema.validate(json.loads(esempio.read_text(encoding="utf-8")), json.loads(schema))
    target = tmp_path / "modulo.pdf"
    assert modulo("mod4bis", str(esempio), "--output", str(target)) == (0, "", [])
    first = target.read_bytes()
    assert first.startswith(b"%PDF-")
    assert modulo("mod4bis", str(esempio), "--output", str(target))[0] == 0
    assert target.read_bytes() == first
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dati.json", "modulo.pdf"]


def test_it_runs_as_a_program_without_a_database_and_writes_only_json(tmp_path):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings_test",
        "DATABASE_URL": "postgres://nessuno@127.0.0.1:1/manca",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "modulo", "mod4bis"]
    shown = subprocess.run([*command, "--esempio"], cwd=ROOT, env=env, capture_output=True)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert json.loads(shown.stdout)["invio"]["tipo"] == "denuncia"
    target = tmp_path / "x.pdf"
    printed = subprocess.run(
        [*command, "-", "--output", str(target)],
        cwd=ROOT,
        env=env,
        input=shown.stdout,
        capture_output=True,
    )
    assert (printed.returncode, printed.stdout, printed.stderr) == (0, b"", b"")
    assert target.read_bytes().startswith(b"%PDF-")


def test_each_problem_is_a_line_with_its_path(modulo, esempio, tmp_path):
    path = spoiled(
        esempio,
        lavoratore={"cognome": "", "codice_fiscale": "X", "eta": 5},
        testimoni=[{"nome": "Anna"}],
        evento={"ora": 10},
    )
    code, output, errors = modulo("mod4bis", path, "--output", str(tmp_path / "x.pdf"))
    assert (code, output) == (2, "")
    assert errors == [
        "/lavoratore/eta: Questo campo non esiste nel modulo.",
        "/lavoratore/cognome: Manca: Cognome.",
        "/lavoratore/codice_fiscale: Il codice fiscale di una persona ha 16 caratteri.",
        "/evento/ora: Serve un’ora come 10:05.",
        "/testimoni/0/cognome: Manca: Cognome.",
    ]
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "JSON"),
        (b"[1, 2", "riga 1, colonna 6"),
        (b'{"a": 1, "a": 2}', "due volte"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "/: Servono i dati del modulo"),
        (b'{"evento": {"data": "2012-05-05"}}', "/evento/data: "),
        (b'{"a": NaN}', "NaN"),
        (b"[" * 200_001, "200000"),
    ],
)
def test_what_is_no_data_is_one_line(modulo, tmp_path, content, says):
    path = tmp_path / "dati.json"
    path.write_bytes(content)
    code, output, errors = modulo("mod4bis", str(path), "--output", str(tmp_path / "x.pdf"))
    assert (code, output, len(errors)) == (2, "", 1)
    assert says in errors[0]


def test_a_file_that_is_not_there_is_one_line(modulo, tmp_path):
    code, _output, errors = modulo("mod4bis", str(tmp_path / "manca.json"), "--output", "x.pdf")
    assert code == 2
    assert errors == [f"{tmp_path / 'manca.json'} non si legge: il percorso non esiste"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["mod4bis"], ["mod4bis", "x.json"], ["mod4bis", "--boh"], ["mod4bis", "a", "b", "c"]],
)
def test_wrong_usage_is_one_italian_line(arguments):
    ran = subprocess.run(
        [sys.executable, "manage.py", "modulo", *arguments],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings_test"},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        "uso: python manage.py modulo {mod4bis|mod4bis_nav|mod101} DATI.json --output OUT.pdf"
        " [--bozza] [--copia A]"
    ]


def test_an_unknown_form_is_one_line(modulo):
    assert modulo("mod999", "--schema") == (2, "", ["Il modulo «mod999» non esiste."])


@pytest.mark.parametrize(
    ("target", "says"),
    [("manca/x.pdf", "non esiste"), (".", "cartella"), ("dati.json/x.pdf", "cartella")],
)
def test_an_output_that_cannot_be_written_is_a_failure_and_leaves_nothing(
    modulo, esempio, tmp_path, target, says
):
    code, _output, errors = modulo("mod4bis", str(esempio), "--output", str(tmp_path / target))
    assert (code, len(errors)) == (1, 1)
    assert "non si scrive" in errors[0]
    assert says in errors[0]
    assert [each.name for each in tmp_path.iterdir()] == ["dati.json"]


@pytest.mark.parametrize(
    ("code", "says"),
    [("libreria_mancante", "libpango"), ("tempo", "tempo"), ("ValueError", "ValueError")],
)
def test_a_print_that_fails_says_why(modulo, esempio, tmp_path, monkeypatch, code, says):
    def fail(*args):
        raise PdfError(code)

    monkeypatch.setattr(f"{LAST}.render_pdf", fail)
    ended, _output, errors = modulo("mod4bis", str(esempio), "--output", str(tmp_path / "x.pdf"))
    assert (ended, len(errors)) == (1, 1)
    assert says in errors[0]


def test_a_draft_is_printed_with_anything_missing_but_not_with_another_shape(modulo, tmp_path):
    path, target = tmp_path / "dati.json", tmp_path / "x.pdf"
    path.write_text('{"lavoratore": {"cognome": "Rossi"}}', encoding="utf-8")
    assert modulo("mod4bis", str(path), "--output", str(target), "--bozza")[0] == 0
    assert target.stat().st_size > 1000
    path.write_text('{"lavoratore": {"cognome": 5}}', encoding="utf-8")
    code, _output, errors = modulo("mod4bis", str(path), "--output", str(target), "--bozza")
    assert (code, errors) == (2, ["/lavoratore/cognome: Serve un testo."])


@pytest.fixture
def malattia(modulo, tmp_path):
    """The complete example of Mod. 101 as a file."""
    path = tmp_path / "malattia.json"
    path.write_text(modulo("mod101", "--esempio")[1], encoding="utf-8")
    return path


def test_one_copy_or_all_of_them(modulo, malattia, tmp_path):
    target = tmp_path / "modulo.pdf"
    assert modulo("mod101", str(malattia), "--output", str(target)) == (0, "", [])
    with pikepdf.open(target) as whole:
        assert len(whole.pages) == 7
    assert modulo("mod101", str(malattia), "--output", str(target), "--copia", "B") == (0, "", [])
    with pikepdf.open(target) as one:
        assert len(one.pages) == 3
        assert "copia B" in str(one.docinfo.Title)


def test_a_copy_that_does_not_exist_is_one_line(modulo, malattia, esempio, tmp_path):
    target = tmp_path / "modulo.pdf"
    wrong = modulo("mod101", str(malattia), "--output", str(target), "--copia", "D")
    assert wrong == (2, "", ["La copia «D» non esiste: scegli tra A, B, C."])
    none = modulo("mod4bis", str(esempio), "--output", str(target), "--copia", "A")
    assert none == (2, "", ["Il modulo Mod. 4 bis R.A. non ha copie."])
    assert not target.exists()


def test_an_event_before_the_first_version_is_told_where_the_form_keeps_its_day(modulo, malattia):
    path = spoiled(malattia, malattia={"segnalata_il": "1999-03-12"})
    code, _output, errors = modulo("mod101", path, "--output", "x.pdf")
    assert code == 2
    assert errors[0].startswith("/malattia/segnalata_il: ")
