"""The print of a form beside WeasyPrint's own time for a naive layout of the same form.

The naive twin is made from our HTML of the same declaration and data: rows are flex boxes and each
cell of a comb, of a date and of an amount is a span of its own. Both go from the data to the file;
fonts and style sheets are read once for both. Ours pays for its child process as well. Processor
time of this process and of its children, turn and turn about, and the median of the ratios.
"""

from __future__ import annotations

import re
import resource
import statistics
from collections.abc import Callable
from typing import Any

from denunce.moduli.declaration import Declaration
from denunce.moduli.example import example
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.stampa.render import Imprint, render_html, render_pdf

NAME = "modulo_pdf"
GOAL = 0.6

_STYLE = """<style>
.r, .firma { display: flex; } .r > *, .firma > * { display: block; box-sizing: border-box; }
.c, .d, .i { display: block; width: auto; background: none; font-family: "Modulo Mono"; }
.n { display: inline-block; width: 4.4mm; height: 4.4mm; text-align: center;
     border: .2mm solid #7f8fa0; border-top: 0; box-sizing: border-box; }
</style></head>"""
# A comb (as many cells as its class says), a date (ten), an amount.
_COMB = re.compile(
    r'<span class="(?P<kind>[cid])(?: c(?P<cells>\d+))?[^"]*">(?P<text>[^<]*)</span>'
)


def naive(html: str) -> str:
    """Our HTML laid out as anybody would: one box for each cell."""
    return _COMB.sub(_cells, html.replace("</head>", _STYLE, 1))


def _cells(found: re.Match[str]) -> str:
    text = found["text"]
    count = max(int(found["cells"] or 10), len(text))
    spans = "".join(f'<span class="n">{char}</span>' for char in text.ljust(count, "\u00a0"))
    return f'<span class="{found["kind"]}">{spans}</span>'


def run(*, short: bool = False) -> dict[str, Any]:
    """Measure each form and return JSON-able figures: milliseconds, ratios, goal, verdicts."""
    forms = {code: _measure(versions_of(code)[-1], rounds=5 if short else 11) for code in FORMS}
    return {"obiettivo": GOAL, "moduli": forms}


def _measure(declaration: Declaration, *, rounds: int) -> dict[str, Any]:
    data = example(declaration)
    copia = declaration.copies[0].code if declaration.copies else ""
    imprint = Imprint("2026/0041", False, copia=copia)
    works: tuple[Callable[[], bytes], ...] = (
        lambda: render_pdf(declaration, data, imprint),
        lambda: _print_naively(declaration, naive(render_html(declaration, data, imprint))),
    )
    for work in works:
        work()  # fonts and style sheets are read once a process
    measured = [[_milliseconds(work) for work in works] for _round in range(rounds)]
    ratio = statistics.median(ours / theirs for ours, theirs in measured)
    ours_ms, naive_ms = (statistics.median(column) for column in zip(*measured, strict=True))
    return {
        "giri": rounds,
        "portale_ms": round(ours_ms, 1),
        "ingenuo_ms": round(naive_ms, 1),
        "celle": naive(render_html(declaration, data, imprint)).count('class="n"'),
        "rapporto": round(ratio, 3),
        "raggiunto": ratio <= GOAL,
    }


def _print_naively(declaration: Declaration, html: str) -> bytes:
    """WeasyPrint alone, in this process, with the same variant of PDF."""
    from portal.base import pdf_engine  # noqa: PLC0415  (loads WeasyPrint: only when measuring)

    made = pdf_engine.document(html, pdf_engine.prepare(declaration.css))
    content: bytes = made.write_pdf(pdf_variant=pdf_engine.VARIANT)
    return content


def _milliseconds(work: Callable[[], object]) -> float:
    start = _processor_time()
    work()
    return (_processor_time() - start) * 1000


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
