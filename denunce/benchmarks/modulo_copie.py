"""How much three copies of Mod. 101 cost beside one: the pages are laid out once for all.

Processor time of the whole print (layout, copies, file) in this process, turn and turn about; the
naive way beside it is three prints of one copy.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from denunce.moduli.example import example
from denunce.moduli.registry import declaration_on
from denunce.moduli.stampa.render import Imprint, finish_of, render_html
from portal.base import pdf_copies

NAME = "modulo_copie"
GOAL = 1.15


def run(*, short: bool = False) -> dict[str, Any]:
    """Measure and return JSON-able figures: milliseconds, ratio, goal, verdict."""
    works = (_print(""), _print("A"))
    rounds = 3 if short else 15
    for work in works:
        work()  # the style sheets and fonts are read once a process
    measured = [[_milliseconds(work) for work in works] for _round in range(rounds)]
    ratio = statistics.median(three / one for three, one in measured)
    three_ms, one_ms = (statistics.median(column) for column in zip(*measured, strict=True))
    return {
        "giri": rounds,
        "tre_copie_ms": round(three_ms, 1),
        "una_copia_ms": round(one_ms, 1),
        "tre_copie_byte": len(works[0]()),
        "una_copia_byte": len(works[1]()),
        "rapporto": round(ratio, 3),
        "obiettivo": GOAL,
        "raggiunto": ratio <= GOAL,
    }


def _print(copia: str) -> Callable[[], bytes]:
    from portal.base import pdf_engine  # noqa: PLC0415  (loads WeasyPrint: only when measuring)

    declaration = declaration_on("mod101", None)
    data, imprint = example(declaration), Imprint("2026/0101", False, copia=copia)
    finish = finish_of(declaration) or pdf_copies.compose

    def work() -> bytes:
        html = render_html(declaration, data, imprint)
        return finish(pdf_engine.write(html, pdf_engine.prepare(declaration.css)))

    return work


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
