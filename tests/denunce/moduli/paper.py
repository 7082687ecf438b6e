"""Printing in this process, and reading what was printed the way a reader's program does."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from functools import cache
from typing import Any

from denunce.moduli.canonical import canonical
from denunce.moduli.declaration import Declaration
from denunce.moduli.registry import declaration_version
from denunce.moduli.stampa.render import Imprint, render_html
from portal.base import pdf_engine

Json = Any
MADE_AT = datetime(2026, 3, 13, 9, 30, tzinfo=UTC)


def printed(declaration: Declaration, data: Json, *, bozza: bool = False) -> bytes:
    """The PDF, made here (the limits of the child process have tests of their own)."""
    html = render_html(declaration, data, Imprint("2026/0041", bozza, MADE_AT))
    return pdf_engine.write(html, pdf_engine.prepare(declaration.css))


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
