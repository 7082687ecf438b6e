"""Documents made to hurt: each costs itself, within the limits, and the worker prints the next."""

from __future__ import annotations

import base64
import struct
import zlib
from importlib.metadata import version
from pathlib import Path

import pytest

from portal.base import pdf, pdf_engine

# Less than a worker gives, so that the tests are short; the shape of the limits is the same.
TIGHT = pdf.Limits(cpu_seconds=2, wall_seconds=60, memory_bytes=150 * 1024 * 1024)
CODES = {"tempo", "memoria", "annidamento", "risorsa_rifiutata", "interrotto"}


def page(body: str, head: str = "") -> str:
    start = f'<!doctype html><html lang="it"><head><title>x</title>{head}</head>'
    return f"{start}<body>{body}</body></html>"


def huge_png(side: int) -> str:
    """A picture of that many pixels a side, in a few kilobytes: rows of nothing, well packed."""
    rows = zlib.compress(b"\0" * (side * 3 + 1) * side, 9)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", rows)]
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in [*chunks, (b"IEND", b"")]:
        png += struct.pack(">I", len(data)) + kind + data
        png += struct.pack(">I", zlib.crc32(kind + data))
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def doubling_variables() -> str:
    """Custom properties that double: 2**40 words from forty lines."""
    lines = "".join(f"--a{n}: var(--a{n - 1}) var(--a{n - 1});" for n in range(1, 40))
    return page("<p>x</p>", f"<style>p {{ --a0: x; {lines} font-family: var(--a39) }}</style>")


HOSTILE = {
    "doubling css": doubling_variables,
    "many selectors": lambda: page(
        "<div><p>x</p></div>" * 4000,
        "<style>"
        + "".join(f"div p:nth-child({n}n) ~ * {{ top: 0 }}" for n in range(400))
        + "</style>",
    ),
    "giant table": lambda: page("<table>" + ("<tr>" + "<td>x" * 60) * 2000 + "</table>"),
    "deep nesting": lambda: page("<div>" * 20_000),
    "huge picture": lambda: page(f'<img alt="" src="{huge_png(9000)}">'),
    "long data address": lambda: page(f'<img alt="" src="data:image/png,{"x" * 300_000}">'),
    "words without end": lambda: page("<p>" + "parola " * 2_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_costs_itself_and_the_next_is_printed(name: str) -> None:
    with pytest.raises(pdf.PdfError) as stopped:
        pdf.render(HOSTILE[name](), limits=TIGHT)
    assert stopped.value.code in CODES
    assert pdf.render(page("<p>Il prossimo</p>")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "markup", ["x/../../../etc/passwd.css", "//altrove.invalid/x.png", "%2e%2e/x.css"]
)
def test_a_relative_address_never_leaves_our_static_files(markup: str) -> None:
    for body in (f'<img alt="" src="{markup}">', f'<style>@import "{markup}";</style>'):
        with pytest.raises(pdf.PdfError, match="risorsa_rifiutata"):
            pdf.render(page(body))


def test_the_installed_engine_is_one_whose_fetcher_cannot_be_passed_by() -> None:
    """Below 70 style sheets and metadata bypassed the fetcher (CVE-2026-55073)."""
    assert int(version("weasyprint").split(".")[0]) >= 70
    root = Path(__file__).resolve().parents[3]
    assert '"weasyprint>=70,<71"' in (root / "pyproject.toml").read_text(encoding="utf-8")
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert f"\nweasyprint=={version('weasyprint')} " in lock


def test_data_addresses_have_a_cap() -> None:
    with pytest.raises(pdf_engine.Refused):
        pdf_engine.StaticFetcher().fetch("data:text/plain," + "x" * pdf_engine.MAX_DATA_CHARS)
