"""The one wrapper around WeasyPrint: what it fetches, what it may cost, who may load it."""

from __future__ import annotations

import ast
import http.server
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from portal.base import pdf, pdf_engine, pdf_fonts

ROOT = Path(__file__).resolve().parents[3]


def page(body: str = "<p>Ciao</p>") -> str:
    head = '<!doctype html><html lang="it"><head><title>Prova</title></head>'
    return f"{head}<body>{body}</body></html>"


def test_a_page_becomes_an_archival_file_and_the_same_page_the_same_bytes():
    content = pdf.render(page())
    assert content.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert pdf.render(page()) == content
    assert pdf.render(page("<p>Addio</p>")) != content


@pytest.fixture
def a_server():
    """A web server of this machine that counts who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}/a.png">',
        '<link rel="attachment" href="{url}/a">',
        '<a rel="attachment" href="{url}/a">x</a>',
        '<link rel="stylesheet" href="{url}/a.css">',
        '<style>@import "{url}/a.css";</style>',
        '<p style="background: url({url}/a.png)">x</p>',
        '<object data="{url}/a.svg"></object>',
        '<embed src="{url}/a.svg">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/a.png"/></svg>',
    ],
)
@pytest.mark.parametrize("kind", ["http", "file", "file upper", "static outside"])
def test_no_address_but_ours_is_ever_fetched(a_server, tmp_path, markup, kind):
    base, asked = a_server
    (tmp_path / "a").write_text("SEGRETO")
    url = {
        "http": base,
        "file": tmp_path.as_uri(),
        "file upper": tmp_path.as_uri().replace("file", "FILE"),
        "static outside": "https://static.invalid/../../manage",
    }[kind]
    with pytest.raises(pdf.PdfError) as refused:
        pdf.render(page(markup.replace("{url}", url)))
    assert refused.value.code == "risorsa_rifiutata"
    assert asked == []


def test_data_addresses_and_our_static_files_are_served():
    pixel = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    assert pdf.render(page(f'<img alt="" src="{pixel}"><img alt="" src="css/pdf/cella.svg">'))


@pytest.mark.parametrize(
    "name", ["css/pdf/non_esiste.css", "../manage.py", "js/x.js", "/etc/passwd"]
)
def test_only_our_style_sheets_pictures_and_fonts_are_static(name):
    with pytest.raises(pdf_engine.Refused):
        pdf_engine.static_file(name)


def test_a_style_sheet_that_is_not_ours_is_refused():
    with pytest.raises(pdf.PdfError, match="risorsa_rifiutata"):
        pdf.render(page(), css=["css/pdf/non_esiste.css"])


def test_nesting_without_end_costs_one_document():
    with pytest.raises(pdf.PdfError, match="annidamento"):
        pdf.render(page("<div>" * 3000))


def test_a_document_that_takes_too_long_is_stopped():
    started = time.monotonic()
    with pytest.raises(pdf.PdfError, match="tempo"):
        pdf.run_limited(lambda: time.sleep(60) or b"", pdf.Limits(wall_seconds=0.3))
    assert time.monotonic() - started < 10


def _spin() -> bytes:
    while True:
        pass


def test_a_document_that_burns_the_processor_is_stopped():
    with pytest.raises(pdf.PdfError, match="tempo"):
        pdf.run_limited(_spin, pdf.Limits(cpu_seconds=1, wall_seconds=60))


def test_a_document_that_eats_the_memory_is_stopped():
    limits = pdf.Limits(memory_bytes=64 * 1024 * 1024)
    with pytest.raises(pdf.PdfError, match="memoria"):
        pdf.run_limited(lambda: b"x" * (512 * 1024 * 1024), limits)


def test_a_child_that_dies_is_told_and_a_fault_keeps_its_name_only():
    with pytest.raises(pdf.PdfError, match="interrotto"):
        pdf.run_limited(lambda: os._exit(3), pdf.Limits())
    with pytest.raises(pdf.PdfError) as failed:
        pdf.run_limited(lambda: (_ for _ in ()).throw(ValueError("Rossi Maria")), pdf.Limits())
    assert failed.value.code == "ValueError"


def test_an_answer_larger_than_a_pipe_comes_whole():
    assert pdf.run_limited(lambda: b"x" * 3_000_000, pdf.Limits()) == b"x" * 3_000_000


def children() -> set[str]:
    """The processes this one has started and not yet buried."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {pid for task in tasks for pid in task.read_text(encoding="ascii").split()}


def test_no_child_and_no_pipe_is_left_behind():
    before, known = len(os.listdir("/proc/self/fd")), children()
    for _turn in range(5):
        pdf.run_limited(lambda: b"x", pdf.Limits())
    assert len(os.listdir("/proc/self/fd")) == before
    assert children() == known


def test_a_missing_native_library_has_a_name_of_its_own(monkeypatch):
    monkeypatch.delattr("portal.base.pdf_engine", raising=True)
    monkeypatch.setitem(sys.modules, "portal.base.pdf_engine", None)

    class Broken:
        def find_spec(self, name, *args):
            if name == "portal.base.pdf_engine":
                raise OSError("cannot load library 'pango-1.0'")

    monkeypatch.delitem(sys.modules, "portal.base.pdf_engine")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(pdf.PdfError, match="libreria_mancante"):
        pdf.render(page())


def test_every_letter_of_the_comb_font_is_as_wide_as_its_cell_and_in_its_middle():
    source = pdf_engine.static_file(pdf_engine.COMB_SOURCE)
    font = TTFont(io.BytesIO(pdf_fonts.comb_font(source)))
    cell = round(4.4 / 25.4 * 72 / 9.5 * font["head"].unitsPerEm)
    assert {advance for advance, _bearing in font["hmtx"].metrics.values()} == {cell}
    for char in "ABCXYZ0189":
        glyph = font["glyf"][font.getBestCmap()[ord(char)]]
        assert abs((glyph.xMin + glyph.xMax) / 2 - cell / 2) < cell * 0.06
    assert "Pettine" in font["name"].getDebugName(4)


def test_a_web_process_never_loads_weasyprint():
    code = (
        "import sys; import portal.wsgi; from django.urls import get_resolver; "
        "get_resolver().reverse_dict; import portal.views; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('weasyprint', 'fontTools')))"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings_test"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip().splitlines()[-1] == "[]"


def test_only_the_engine_knows_weasyprint():
    knowing = set()
    for folder in ("portal", "utenti", "certificati", "denunce"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                if any(name.split(".")[0] == "weasyprint" for name in names):
                    knowing.add(path.relative_to(ROOT).as_posix())
    assert knowing == {"portal/base/pdf_engine.py"}


def test_the_file_opens_and_has_its_structure():
    with pikepdf.open(io.BytesIO(pdf.render(page("<h1>Titolo</h1><p>Testo</p>")))) as opened:
        assert opened.Root.StructTreeRoot.K
        assert str(opened.docinfo.Title) == "Prova"


def test_the_engine_can_be_loaded_before_the_first_document():
    """In a process of its own: this one has it already."""
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings_test';"
        "django.setup(); from denunce.documents import _Press; press = _Press(); press(None);"
        "print('weasyprint' in sys.modules); press(None); print('weasyprint' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert said.stdout.split() == ["False", "True"]
