"""From data to the HTML and the PDF of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from denunce.moduli.canonical import canonical, prune, sha256
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.stampa.layout import lay_out
from denunce.moduli.validation import structure
from portal.base import pdf
from portal.base.clock import local

Json = Any


class NotPrintable(ValueError):
    """The data have not the shape of the form; ``problems`` say where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("data without the shape of the form")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the paper says about itself. ``made_at`` is when the data were fixed, not printed;
    ``copia`` the letter of the one copy to print, "" for all the copies the form has."""

    numero_caso: str = ""
    bozza: bool = True
    made_at: datetime | None = None
    copia: str = ""


def render_html(declaration: Declaration, data: Mapping[str, Json], imprint: Imprint) -> str:
    """The printed form as HTML, in Italian; raises NotPrintable for data of another shape."""
    if broken := structure(declaration, data):
        raise NotPrintable(broken)
    kept = prune(data)
    with translation.override("it"):
        return render_to_string(
            declaration.template,
            {
                "declaration": declaration,
                "page": lay_out(declaration, kept),
                "imprint": imprint,
                "made_at": local(imprint.made_at) if imprint.made_at else None,
                "sha256": sha256(canonical(kept)),
                "kind": _kind(kept),
            },
        )


def render_pdf(declaration: Declaration, data: Mapping[str, Json], imprint: Imprint) -> bytes:
    """The printed form as an archival, tagged PDF; the same arguments give the same bytes.

    Raises NotPrintable for data that no draft could hold, pdf.PdfError when it cannot be made.
    """
    return pdf.render(render_html(declaration, data, imprint), css=declaration.css)


def _kind(data: Mapping[str, Json]) -> str:
    invio = data.get("invio")
    return str(invio.get("tipo", "")) if isinstance(invio, Mapping) else ""
