"""Printing in this process, and reading what was printed the way a reader's program does."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from functools import cache
from typing import Any

from denunce.moduli.canonical import canonical
from denunce.moduli.declaration import Declaration, Field
from denunce.moduli.kinds import Kind
from denunce.moduli.registry import declaration_version
from denunce.moduli.stampa.measure import printable
from denunce.moduli.stampa.render import SHEETS, Imprint, finish_of, render_html
from portal.base import pdf_engine

Json = Any
MADE_AT = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)
IMPRINT = Imprint("2026/0041", False, MADE_AT)


def printed(declaration: Declaration, data: Json) -> bytes:
    """The PDF with all its copies."""
    return finished(declaration, render_html(declaration, data, IMPRINT))


def finished(declaration: Declaration, html: str) -> bytes:
    """The PDF, made here (the limits of the child process have tests of their own)."""
    content = pdf_engine.write(html, pdf_engine.prepare(declaration.css))
    finish = finish_of(declaration)
    return finish(content) if finish else content


def text_of(content: bytes, *options: str) -> str:
    """The text of a PDF in the order it is written."""
    command = ["pdftotext", "-raw", *options, "-", "-"]
    ran = subprocess.run(command, input=content, capture_output=True, check=True)
    return ran.stdout.decode()


def squeezed(text: str) -> str:
    """The text without blanks: a PDF has none where a line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


@cache
def _text_of_print(code: str, version: str, data: str) -> str:
    from denunce.moduli.canonical import read_json

    return text_of(printed(declaration_version(code, version), read_json(data)))


def text_of_print(declaration: Declaration, data: Json) -> str:
    """The text of the printed data; printed once in each run."""
    return _text_of_print(declaration.code, declaration.version, canonical(data))


def as_printed(kind: Kind, value: Json) -> list[str]:
    """The ways a value may be written on paper: in words, without its unit, by code and meaning."""
    shown = kind.show(value)
    return [printable(text) for text in (shown, kind.raw(value), f"{value} = {shown}")]


def label_on_paper(field: Field, form: str, pointer: str) -> str:
    """What stands over the box: a paper of the sources may say it in other words than the page."""
    sheet = SHEETS.get(form)
    path = pointer.strip("/").replace("/", ".")
    said = [place.label for place in sheet.places() if place.path == path] if sheet else []
    return str(next(filter(None, said), field.box_label))
