"""Papers of certificates: printed here, read back, or made by a press that costs nothing."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client

from certificati.models import Stampa
from certificati.stampa import CSS, html_of
from portal.base import pdf, pdf_engine
from tests.logins import enter
from tests.personas import Personas


@pytest.fixture
def stampata() -> Callable[[Stampa], bytes]:
    """A real PDF, made in this process (the limits of the child have tests of their own)."""
    return lambda stampa: pdf_engine.write(html_of(stampa), pdf_engine.prepare(CSS))


@pytest.fixture
def torchio(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that costs nothing and remembers what it printed."""
    printed: list[str] = []

    def render(html: str, *, css: object = (), limits: object = None) -> bytes:
        printed.append(html)
        content = io.BytesIO()
        with pikepdf.new() as made:
            made.add_blank_page()
            made.save(content)
        return content.getvalue()

    monkeypatch.setattr(pdf, "render", render)
    return printed


@pytest.fixture
def medico(personas: Personas, a_tempo_fermo: object) -> Client:
    """Rita Cura's browser, on 12 March 2026."""
    cache.clear()
    return enter(Client(), personas.medico_ospedaliero)


def read_pdf(content: bytes) -> str:
    """The text of a PDF, in reading order."""
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return ran.stdout.decode()


def squeezed(text: str) -> str:
    """Without blanks: where a line breaks does not matter."""
    return re.sub(r"\s+", "", text)


def every_string(content: bytes) -> Iterator[str]:
    """Every string and every stream of a PDF: information, metadata, structure tree, pages."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        for item in [*opened.objects, opened.trailer]:
            yield from _strings(item)


def _strings(item: object, depth: int = 0) -> Iterator[str]:
    if isinstance(item, pikepdf.Stream):
        yield item.read_bytes().decode("latin-1")
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and depth < 30:
        for value in dict(item.items()).values():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in list(item):
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
