"""From data to the HTML and the PDF of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from denunce.moduli.canonical import canonical, prune, sha256
from denunce.moduli.declaration import Copy, Declaration, Problem
from denunce.moduli.stampa import mod101
from denunce.moduli.stampa.grid import Paper, lay_on
from denunce.moduli.stampa.layout import Page, lay_out
from denunce.moduli.stampa.sheet import Sheet
from denunce.moduli.validation import structure
from portal.base import pdf, pdf_copies
from portal.base.clock import local

Json = Any
# Forms whose paper is among the sources; the others are laid out from their declaration alone.
SHEETS: Mapping[str, Sheet] = {"mod101": mod101.SHEET}


class NotPrintable(ValueError):
    """The data have not the shape of the form; ``problems`` say where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("data without the shape of the form")
        self.problems = problems


class NoSuchCopy(ValueError):
    """The form is not printed in that copy; the message is Italian."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the paper says about itself. ``made_at`` is when the data were fixed, not printed;
    ``copia`` the letter of the one copy to print, "" for all the copies the form has."""

    numero_caso: str = ""
    bozza: bool = True
    made_at: datetime | None = None
    copia: str = ""


def render_html(declaration: Declaration, data: Mapping[str, Json], imprint: Imprint) -> str:
    """The printed form as HTML, in Italian, before its pages are copied.

    Raises NotPrintable for data of another shape, NoSuchCopy.
    """
    if broken := structure(declaration, data):
        raise NotPrintable(broken)
    kept = prune(data)
    with translation.override("it"):
        return render_to_string(
            declaration.template,
            {
                "declaration": declaration,
                "page": _laid_out(declaration, kept),
                "copies": copies_of(declaration, imprint.copia),
                "imprint": imprint,
                "made_at": local(imprint.made_at) if imprint.made_at else None,
                "sha256": sha256(canonical(kept)),
                "kind": _kind(kept),
            },
        )


def render_pdf(declaration: Declaration, data: Mapping[str, Json], imprint: Imprint) -> bytes:
    """The printed form as an archival, tagged PDF; the same arguments give the same bytes.

    A form with copies is laid out once. Raises NotPrintable for data that no draft could hold,
    NoSuchCopy, pdf.PdfError when it cannot be made.
    """
    html = render_html(declaration, data, imprint)
    return pdf.render(html, css=declaration.css, finish=finish_of(declaration))


def copies_of(declaration: Declaration, code: str) -> tuple[Copy, ...]:
    """The copies to print: the one with that letter, or all for ""; raises NoSuchCopy."""
    every = declaration.copies
    if code and not every:
        raise NoSuchCopy(_("Il modulo %(form)s non ha copie.") % {"form": declaration.short})
    chosen = tuple(copy for copy in every if code in ("", copy.code))
    if code and not chosen:
        known = ", ".join(copy.code for copy in every)
        raise NoSuchCopy(
            _("La copia «%(code)s» non esiste: scegli tra %(known)s.")
            % {"code": code, "known": known}
        )
    return chosen


def finish_of(declaration: Declaration) -> Callable[[bytes], bytes] | None:
    """What is still to do to the file once it is laid out."""
    return pdf_copies.compose if declaration.copies else None


def _laid_out(declaration: Declaration, data: Mapping[str, Json]) -> Page | Paper:
    sheet = SHEETS.get(declaration.code)
    return lay_on(sheet, declaration, data) if sheet else lay_out(declaration, data)


def _kind(data: Mapping[str, Json]) -> str:
    invio = data.get("invio")
    return str(invio.get("tipo", "")) if isinstance(invio, Mapping) else ""
