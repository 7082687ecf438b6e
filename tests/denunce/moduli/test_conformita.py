"""Every print of every form stands all checks of an archival, accessible file (non validato)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from denunce.moduli.declaration import Declaration
from denunce.moduli.example import example
from denunce.moduli.kinds import LongText, Text
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.stampa.render import Imprint, finish_of, render_html, render_pdf
from portal.base import pdf, pdf_engine
from tests.pdf_checks import accessibility, problems

ROOT = Path(__file__).resolve().parents[3]
MADE_AT = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)
Json = dict[str, Any]


def full_of(declaration: Declaration, text: str) -> Json:
    """The example with the text, at its cap, in every field that takes any text."""
    data = example(declaration)
    for group, field in declaration.fields():
        if isinstance(field.kind, Text | LongText):
            piece = (text * (field.kind.typed // len(text) + 1))[: field.kind.typed].strip()
            rows = data.setdefault(group.key, [{}] if group.repeat else {})
            for row in rows if group.repeat else [rows]:
                row[field.key] = piece
    return data


def printed(declaration: Declaration, data: Json, imprint: Imprint) -> bytes:
    """The whole print, all copies, made in this process."""
    html = render_html(declaration, data, imprint)
    content = pdf_engine.write(html, pdf_engine.prepare(declaration.css))
    finish = finish_of(declaration)
    return finish(content) if finish else content


CASES: dict[str, tuple[bool, Callable[[Declaration], Json]]] = {
    "definitivo": (False, example),
    "bozza": (True, example),
    "bozza vuota": (True, lambda declaration: {}),
    "foglio aggiuntivo": (False, lambda declaration: full_of(declaration, "parole e parole ")),
    "altre scritture": (True, lambda declaration: full_of(declaration, "שלום мир Ωμέγα 😀 é̂ ")),
}
REAL = ("definitivo", "bozza", "bozza vuota")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", FORMS)
def test_the_print_stands_every_check(form: str, case: str, tmp_path: Path) -> None:
    declaration = versions_of(form)[-1]
    draft, data = CASES[case]
    imprint = Imprint("" if draft else "2026/0041", draft, MADE_AT)
    content = printed(declaration, data(declaration), imprint)
    assert problems(content, copies=len(declaration.copies) or 1) == []
    # What stands on every copy looks like a running head to the checker.
    if declaration.copies and case in REAL:
        imprint = replace(imprint, copia=declaration.copies[0].code)
        content = printed(declaration, data(declaration), imprint)
    if case in REAL:  # words repeated for pages on end look like running heads to it
        assert accessibility(content, tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_text_in_every_field_prints_within_the_limits(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the child, as the worker does: within half of its limits, for a busy machine."""
    declaration = versions_of(form)[-1]
    half = pdf.Limits(cpu_seconds=10, memory_bytes=pdf.Limits().memory_bytes // 2)
    monkeypatch.setattr(pdf, "Limits", lambda: half)
    # The longest on paper: each is printed by its number, nine characters for one.
    data = full_of(declaration, "\U0001f600")
    assert render_pdf(declaration, data, Imprint()).startswith(b"%PDF")


PRINT = """
import hashlib, locale, os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings_test"
django.setup()
time.tzset()
if sys.argv[1]:
    locale.setlocale(locale.LC_ALL, sys.argv[1])
from datetime import UTC, datetime
from denunce.moduli.example import example
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.stampa.render import Imprint, render_pdf
made_at = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)
for form in FORMS:
    newest = versions_of(form)[-1]
    content = render_pdf(newest, example(newest), Imprint("2026/0041", False, made_at))
    print(form, hashlib.sha256(content).hexdigest())
"""
MACHINES = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C", "HOME": "/tmp"},
    {
        "PYTHONHASHSEED": "77",
        "TZ": "America/Los_Angeles",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "de",
        "SOURCE_DATE_EPOCH": "1",
    },
]


def test_the_same_data_give_the_same_bytes_in_every_process_and_on_every_machine(
    tmp_path: Path,
) -> None:
    """Hash seed, time zone, language, working folder, home: none of them is in the file."""
    said = []
    for place, settings in enumerate(MACHINES):
        folder = tmp_path / str(place)
        folder.mkdir()
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
        command = [sys.executable, "-c", PRINT, settings.get("LC_ALL", "")]
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        said.append(ran.stdout)
    assert said[0].count("\n") == len(FORMS)
    assert said == [said[0]] * len(MACHINES)
