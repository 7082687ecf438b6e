"""``manage.py benchmark``: real scratch databases, tiny ones here, and one JSON document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VAR_DIR": str(folder), "DEMO": "0", "LOG_LEVEL": "WARNING"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", "benchmark", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_unknown_measure_is_one_italian_line(tmp_path: Path) -> None:
    done = run("velocita", folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "velocita" in line
    assert "motore" in line


@pytest.mark.django_db(transaction=True)  # on PostgreSQL its own databases live beside this one
def test_every_measure_gives_its_ratio_and_leaves_no_database_behind(tmp_path: Path) -> None:
    done = run(
        "--breve", "--piccola", "30", "--casi", "60", "--certificati", "2000", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert set(measured) == {
        "motore",
        "scadenzario",
        "promemoria",
        "spedizione",
        "coda",
        "profili",
        "certificati",
        "abbinamento",
        "modulo_copie",
        "modulo_pdf",
        "modulo_memoria",
    }
    assert all(form["rapporto"] > 0 for form in measured["modulo_pdf"]["moduli"].values())
    assert measured["modulo_memoria"]["raggiunto"], measured["modulo_memoria"]
    assert measured["modulo_copie"]["rapporto"] > 0
    assert measured["motore"]["plain_ratio"] > 0
    assert measured["promemoria"]["rapporto"] > 0
    assert measured["promemoria"]["grande"]["aperti"] > measured["promemoria"]["piccola"]["aperti"]
    for step in ("pianificazione", "invio"):
        assert measured["spedizione"][step]["rapporto"] > 0
    for page in measured["coda"]["pagine"].values():
        assert page["rapporto"] > 0
        assert len(page["query"]) == 1
    assert measured["profili"]["rapporto"] > 0
    assert measured["certificati"]["rapporto"] > 0
    matching = measured["abbinamento"]
    assert matching["grande"]["certificati"] > matching["piccola"]["certificati"]
    assert set(matching["lati"]) == {"certificati", "caso", "numero"}
    for side in matching["lati"].values():
        assert side["rapporto"] > 0
    for page in measured["scadenzario"]["pagine"].values():
        assert 0 < page["query"] <= 8
        assert page["query_base_piccola"] <= 8
    assert not list(tmp_path.glob("benchmark_*"))
