"""The memory of a process that prints one form after another, as the worker does.

    python -m denunce.benchmarks.modulo_memoria DOCUMENTI figlio|diretto

``figlio`` prints through ``portal.base.pdf`` (a child for each document); ``diretto`` lays out in
the process itself, and is the baseline. Each answers with its resident kilobytes after the tenth
document and after the last.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

NAME = "modulo_memoria"
GOAL = 0.1
_TENTH = 10
_DOCUMENTS, _FEW = 1000, 24


def run(*, short: bool = False) -> dict[str, Any]:
    """Measure and return JSON-able figures: kilobytes, growth, goal, verdict."""
    ours = _in_a_process(_FEW if short else _DOCUMENTS, "figlio")
    direct = _in_a_process(_FEW // 2 if short else _FEW, "diretto")
    return {
        "portale": ours,
        "diretto": direct,
        "obiettivo": GOAL,
        "raggiunto": ours["crescita"] <= GOAL,
    }


def _in_a_process(documents: int, way: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "denunce.benchmarks.modulo_memoria", str(documents), way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_many(documents: int, work: Callable[[int], object]) -> dict[str, Any]:
    tenth = 0
    for number in range(1, documents + 1):
        work(number)
        if number == _TENTH:
            tenth = _resident_kb()
    last = _resident_kb()
    return {
        "documenti": documents,
        "decimo_kb": tenth,
        "ultimo_kb": last,
        "crescita": round(last / tenth - 1, 4),
    }


def _resident_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


def _printer(way: str) -> Callable[[int], object]:
    """Print each form in its turn, a draft and a definitive one, each with a number of its own."""
    from denunce.moduli.example import example  # noqa: PLC0415  (Django is set up only now)
    from denunce.moduli.registry import FORMS, versions_of  # noqa: PLC0415
    from denunce.moduli.stampa import render  # noqa: PLC0415
    from portal.base import pdf_engine  # noqa: PLC0415

    turns = cycle([(versions_of(code)[-1], draft) for code in FORMS for draft in (False, True)])

    def work(number: int) -> object:
        declaration, draft = next(turns)
        data, imprint = example(declaration), render.Imprint(f"2026/{number:04d}", draft)
        if way == "figlio":
            return render.render_pdf(declaration, data, imprint)
        html = render.render_html(declaration, data, imprint)
        return pdf_engine.write(html, pdf_engine.prepare(declaration.css))

    return work


def main() -> None:
    """Print as many documents as asked and say what memory they left."""
    import django  # noqa: PLC0415  (only as a program of its own)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    documents, way = int(sys.argv[1]), sys.argv[2]
    sys.stdout.write(json.dumps(_print_many(documents, _printer(way))) + "\n")


if __name__ == "__main__":
    main()
