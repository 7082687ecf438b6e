"""Copies of a form from one layout: pages, feet, structure, bookmarks; and what is no such form."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest

from portal.base import pdf, pdf_copies, pdf_engine
from tests.pdf import assert_tagged_whole

STYLE = """
@page { size: A4; margin: 10mm 10mm 14mm; @bottom-left { content: element(corrente) } }
@page striscia { size: 210mm 14mm; margin: 4mm 10mm; @bottom-left { content: none } }
.corrente { position: running(corrente) }
.striscia { page: striscia; break-before: page; bookmark-level: 1; bookmark-label: attr(title) }
.nuova { break-before: page }
h1 { bookmark-level: none } h2 { bookmark-level: 1 }
"""
STRIPS = "".join(
    f'<p class="striscia" title="Copia {letter}">Piede <b>della</b> copia {letter}</p>'
    for letter in "ABC"
)
FORM = (
    '<main><div class="corrente">In fondo</div><h1>Modulo</h1><p>Prima <b>pagina</b></p>'
    '<p class="nuova">Seconda pagina</p></main>'
)
SHARED = '<section class="nuova"><h2>Istruzioni</h2><p>Per tutte le copie</p></section>'


def laid_out(body: str = FORM + STRIPS + SHARED) -> bytes:
    html = (
        f'<!doctype html><html lang="it"><head><title>Prova</title><style>{STYLE}</style></head>'
        f"<body>{body}</body></html>"
    )
    return pdf_engine.write(html, pdf_engine.prepare(()))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return laid_out()


@pytest.fixture
def copies(whole):
    with pikepdf.open(io.BytesIO(pdf_copies.compose(whole))) as opened:
        yield opened


def texts(content: bytes) -> list[str]:
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return [" ".join(page.split()) for page in ran.stdout.decode().split("\f")[:-1]]


def test_every_copy_has_all_pages_with_its_own_foot_and_the_rest_comes_once(whole):
    *form, last = texts(pdf_copies.compose(whole))
    assert len(form) == 6
    for number, page in enumerate(form):
        assert f"Piede della copia {'ABC'[number // 2]}" in page
        assert page.count("Piede") == 1
        assert ("Prima pagina" if number % 2 == 0 else "Seconda pagina") in page
    assert "Per tutte le copie" in last
    assert "Piede" not in last


def test_the_pages_are_drawn_once(copies):
    drawn = [page.obj.Contents[1].objgen for page in list(copies.pages)[:6]]
    assert drawn == drawn[:2] * 3
    assert len({page.obj.Resources.objgen for page in copies.pages}) == 1


def test_each_copy_is_whole_in_the_structure_in_the_order_of_its_pages(copies):
    assert_tagged_whole(copies)
    document = copies.Root.StructTreeRoot.K[0]
    assert [str(part.get("/T", "")) for part in document.K] == [
        *("Copia A", "Copia B", "Copia C"),
        *[""] * (len(document.K) - 3),
    ]
    at = {page.obj.objgen: number for number, page in enumerate(copies.pages)}
    for number, part in enumerate(list(document.K)[:3]):
        pages = [at[top.Pg.objgen] for top in part.K]
        assert pages == sorted(pages)
        assert set(pages) == {number * 2, number * 2 + 1}


def test_bookmarks_lead_to_the_first_page_of_each_copy(copies):
    at = {page.obj.objgen: number for number, page in enumerate(copies.pages)}
    marks, mark = [], copies.Root.Outlines.First
    while mark is not None:
        marks.append((str(mark.Title), at[mark.Dest[0].objgen]))
        mark = mark.get("/Next")
    assert marks == [("Copia A", 0), ("Copia B", 2), ("Copia C", 4), ("Istruzioni", 6)]


def test_it_stays_archival_and_the_same_bytes_stay_the_same(whole, copies):
    once = pdf_copies.compose(whole)
    assert pdf_copies.compose(whole) == once
    assert once.startswith(b"%PDF-1.7")
    for said in (b'pdfaid:part="2"', b'pdfaid:conformance="A"', b"<pdfuaid:part>1</pdfuaid:part>"):
        assert said in once, "the metadata are readable without a PDF library"
    assert str(copies.Root.Lang) == "it"
    assert copies.Root.OutputIntents
    assert len(copies.trailer.ID) == 2
    assert "/CreationDate" not in copies.docinfo


def test_one_strip_makes_one_copy(whole):
    one = laid_out(FORM + STRIPS[: STRIPS.index("</p>") + 4] + SHARED)
    assert len(texts(pdf_copies.compose(one))) == 3


def test_runs_that_are_decoration_or_share_their_element_stay_so(whole):
    """Structure may be tidied before: a run of decoration has no number that anybody owns, and one
    paragraph owns several runs."""
    with pikepdf.open(io.BytesIO(whole)) as opened:
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        page, strip = numbers[1], numbers[5]
        page.append(None)
        first = strip[0]
        first.K = pikepdf.Array(range(len(strip)))
        for number in range(len(strip)):
            strip[number] = first
        runs, feet = len(page), len(strip)
        tidied = io.BytesIO()
        opened.save(tidied)
    with pikepdf.open(io.BytesIO(pdf_copies.compose(tidied.getvalue()))) as copies:
        held = copies.Root.StructTreeRoot.ParentTree.Nums[1]
        assert held[runs - 1] is None
        assert {owner.objgen for owner in list(held)[runs:]} == {held[runs].objgen}
        assert [int(kid) for kid in held[runs].K] == list(range(runs, runs + feet))


@pytest.mark.parametrize(
    "body",
    [
        FORM + SHARED,
        STRIPS + SHARED,
        FORM + STRIPS + SHARED + STRIPS,
        '<main><p><a href="#x">link</a></p><p id="x">x</p></main>' + STRIPS,
    ],
    ids=["no strip", "no form", "strips twice", "a link"],
)
def test_what_is_no_form_with_strips_is_refused(body):
    with pytest.raises(pdf_copies.NotCopies):
        pdf_copies.compose(laid_out(body))


def test_pages_and_strips_of_other_fonts_are_refused(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened:
        opened.pages[0].obj.Resources = opened.make_indirect(
            pikepdf.Dictionary(opened.pages[0].obj.Resources)
        )
        split = io.BytesIO()
        opened.save(split)
    with pytest.raises(pdf_copies.NotCopies, match="fonts"):
        pdf_copies.compose(split.getvalue())


def test_a_file_is_finished_in_the_child_that_made_it():
    html = '<!doctype html><html lang="it"><head><title>x</title></head><body>x</body></html>'
    assert pdf.render(html, finish=lambda content: content[:5]) == b"%PDF-"
    with pytest.raises(pdf.PdfError, match="NotCopies"):
        pdf.render(html, finish=pdf_copies.compose)
