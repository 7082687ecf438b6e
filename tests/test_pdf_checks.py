"""The checks of a PDF see each fault they are for: a file is spoiled, one fault at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portal.base import pdf_engine
from tests.pdf_checks import accessibility, problems

PIXEL = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
PAGE = f"""<!doctype html><html lang="it"><head><title>Prova</title><style>
@page {{ @bottom-left {{ content: element(piede) }} }} .piede {{ position: running(piede) }}
</style></head><body><div class="piede"><p>Al piede</p></div>
<h1>Titolo</h1><p>Testo con <strong>peso</strong>.</p><img alt="un segno" src="{PIXEL}">
<h2>Elenco</h2><ul><li>Uno</li><li>Due</li></ul>
<table><tr><th>Che cosa</th></tr><tr><td>Questo</td></tr></table>
<p style="break-before: page">Pagina due</p></body></html>"""


@pytest.fixture(scope="module")
def sound() -> bytes:
    return pdf_engine.write(PAGE, pdf_engine.prepare(()))


def test_a_sound_file_stands(sound: bytes, tmp_path: Path) -> None:
    assert problems(sound) == []
    assert accessibility(sound, tmp_path) == []


def spoiled(content: bytes, spoil: Callable[[pikepdf.Pdf], Any]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        pdf.save(target, fix_metadata_version=False, deterministic_id=True)
    return target.getvalue()


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    found = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == role and "/P" in each:
            found.append(each)
    return found


def edit(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    assert old in content
    page.Contents = pdf.make_stream(content.replace(old, new, 1))


def xmp(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    content = pdf.Root.Metadata.read_bytes()
    assert old in content
    pdf.Root.Metadata.write(content.replace(old, new))


def first_font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].resources.Font.values()))


def set_key(at: Any, key: str, value: Any) -> None:
    at[key] = value


Dict, Name = pikepdf.Dictionary, pikepdf.Name
FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], Any], str]] = {
    "no language": (lambda p: p.Root.__delitem__("/Lang"), "no language"),
    "title hidden": (lambda p: p.Root.__delitem__("/ViewerPreferences"), "is not displayed"),
    "not marked": (lambda p: p.Root.__delitem__("/MarkInfo"), "not marked"),
    "no tree": (lambda p: p.Root.__delitem__("/StructTreeRoot"), "no structure tree"),
    "title differs": (lambda p: xmp(p, b">Prova<", b">Altro<"), "/Title is"),
    "no PDF/A": (lambda p: xmp(p, b'part="2"', b'part="3"'), "PDF/A-2a"),
    "no PDF/UA": (lambda p: xmp(p, b"<pdfuaid:part>1", b"<pdfuaid:part>2"), "PDF/UA-1"),
    "not described": (lambda p: xmp(p, b":prefix>pdfuaid", b":prefix>altro"), "not described"),
    "no profile": (lambda p: p.Root.__delitem__("/OutputIntents"), "output intent"),
    "script": (
        lambda p: set_key(p.Root, "/OpenAction", Dict(S=Name.JavaScript, JS="x")),
        "names, actions or a form",
    ),
    "hidden script": (
        lambda p: set_key(p.pages[0], "/AA", Dict(O=Dict(S=Name.JavaScript, JS="x"))),
        "/AA in an object",
    ),
    "file": (
        lambda p: set_key(p.Root, "/X", p.make_indirect(Dict(EF=Dict()))),
        "/EF in an object",
    ),
    "transparent": (
        lambda p: set_key(p.pages[0].resources, "/ExtGState", Dict(G=Dict(ca=0.5))),
        "transparent",
    ),
    "CMYK": (lambda p: edit(p, b"BT", b"0 0 0 1 k BT"), "CMYK"),
    "jump": (lambda p: set_key(elements(p, "/H2")[0], "/S", Name.H3), "jump"),
    "two H1": (lambda p: set_key(elements(p, "/H2")[0], "/S", Name.H1), "have not their H1"),
    "role": (lambda p: set_key(elements(p, "/P")[0], "/S", Name.Foo), "unknown role"),
    "no alternative": (lambda p: elements(p, "/Figure")[0].__delitem__("/Alt"), "alternative"),
    "list": (lambda p: set_key(elements(p, "/L")[0], "/S", Name.Sect), "/LI inside"),
    "headless": (lambda p: set_key(elements(p, "/TH")[0], "/S", Name.TD), "heading cells"),
    "empty": (lambda p: set_key(elements(p, "/P")[0], "/K", pikepdf.Array()), "is empty"),
    "lost": (lambda p: set_key(elements(p, "/P")[0], "/K", pikepdf.Array()), "not that of its"),
    "parent": (
        lambda p: set_key(elements(p, "/P")[0], "/P", elements(p, "/H1")[0]),
        "another parent",
    ),
    "twice": (
        lambda p: set_key(elements(p, "/H2")[0], "/K", elements(p, "/H1")[0].K),
        "stands 2 times",
    ),
    "untagged": (lambda p: edit(p, b"BT", b"EMC BT 0 0 m 5 5 l S"), "outside of tags"),
    "nested": (lambda p: edit(p, b"BT", b"/Artifact BMC EMC BT"), "inside"),
    "open mark": (lambda p: edit(p, b"EMC", b""), "inside"),
    "no parents": (lambda p: p.pages[0].obj.__delitem__("/StructParents"), "ParentTree"),
    "tabs": (lambda p: p.pages[0].obj.__delitem__("/Tabs"), "order of tabs"),
    "font outside": (
        lambda p: first_font(p).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
        "not embedded",
    ),
    "no letters": (lambda p: first_font(p).__delitem__("/ToUnicode"), "no letters"),
    "widths": (
        lambda p: set_key(first_font(p).DescendantFonts[0], "/W", pikepdf.Array([0, 9999, 5])),
        "wide and said",
    ),
    "missing glyph": (lambda p: edit(p, b"[<", b"[<0000"), "glyph 0 is not in the font"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen(sound: bytes, fault: str) -> None:
    spoil, said = FAULTS[fault]
    found = problems(spoiled(sound, spoil))
    assert any(said in each for each in found), found


@pytest.mark.parametrize("fault", ["no language", "jump", "no alternative", "untagged", "twice"])
def test_the_independent_checker_sees_faults_as_well(
    sound: bytes, fault: str, tmp_path: Path
) -> None:
    spoil, _said = FAULTS[fault]
    assert accessibility(spoiled(sound, spoil), tmp_path) != []


def test_a_broken_or_locked_file_does_not_stand(sound: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in problems(target.getvalue())
    cut = sound.replace(b"startxref", b"startxxxx")
    assert any(said.startswith("syntax") for said in problems(cut))


def test_the_foot_is_read_once_and_is_an_artifact_elsewhere(sound: bytes) -> None:
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        first, last = (page.Contents.read_bytes() for page in pdf.pages)
        assert first.count(b"/Pagination") == 1
        assert last.count(b"/Pagination") == 0
        kids = list(pdf.Root.StructTreeRoot.K[0].K)
        assert str(kids[-1].S) == "/P"
