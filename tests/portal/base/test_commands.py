"""Every command of ours answers a wrong usage with one Italian line and exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.base.commands import in_italian

ROOT = Path(__file__).resolve().parents[3]


def manage(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit code and the only line on standard error of a command that fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith("errore: ")
    return done.returncode, line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["genera"], "manca --casi"),
        (["genera", "--casi", "0"], "--casi: serve un numero da 1 in su"),
        (["promemoria", "--adesso", "domani"], "--adesso: scrivi un istante ISO"),
        (["mittente", "--presa", "-5"], "--presa: serve un numero da 1 in su"),
        (["primo_avvio", "--tipo", "stato"], "--tipo: «stato» non è tra i valori ammessi"),
    ],
)
def test_wrong_usage_is_one_line(arguments: list[str], says: str, tmp_path: Path) -> None:
    code, line = manage(tmp_path, *arguments)
    assert code == 2
    assert says in line


def test_a_database_that_was_never_prepared_is_one_line(tmp_path: Path) -> None:
    code, line = manage(tmp_path, "primo_avvio", "--email", "a@b.test", "--organizzazione", "Sole")
    assert code == 1
    assert "il database non risponde o non è preparato" in line


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    code, line = manage(tmp_path, "promemoria", PRODUZIONE="forse")
    assert code == 2
    assert "PRODUZIONE=forse" in line


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("argument --casi: invalid int value: 'molti'", "--casi: «molti» non è un numero."),
        ("argument --adesso: expected one argument", "--adesso: manca il valore."),
        ("unrecognized arguments: subito", "non conosco subito."),
        ("something new", "uso sbagliato."),
    ],
)
def test_argparse_speaks_italian(message: str, said: str) -> None:
    assert in_italian(message) == said


def test_called_by_code_a_wrong_usage_is_an_exception() -> None:
    with pytest.raises(CommandError, match="non conosco"):
        call_command("carica_demo", "subito")
