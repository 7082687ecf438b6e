"""The printed form: archival, tagged, whole, the same every time, and deaf to hostile text."""

from __future__ import annotations

import io
import re
import subprocess
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.canonical import canonical, sha256
from denunce.moduli.example import example
from denunce.moduli.kinds import LongText, Text
from denunce.moduli.stampa.render import Imprint, NotPrintable, render_html, render_pdf
from portal.base import pdf_engine
from tests.pdf import assert_archival, assert_fonts_embedded

HOSTILE = (
    "<b>x</b><link rel=attachment href=file:///etc/passwd><img src=http://127.0.0.1:9/x>"
    '{% now "Y" %}{{ settings.SECRET_KEY }} url(file:///etc/passwd) </p></div><style>@import "x"'
    " &amp; -- ]]> \\ ' \" %PDF-1.4 "
)


def text_of(content: bytes) -> str:
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return ran.stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def opened(esempio_pdf):
    with pikepdf.open(io.BytesIO(esempio_pdf)) as pdf:
        yield pdf


def test_it_says_that_it_is_archival_and_accessible(opened):
    assert_archival(opened, title="Denuncia/comunicazione di infortunio – caso 2026/0041")


def test_every_font_is_embedded_and_has_its_unicode(opened):
    assert_fonts_embedded(opened)


def test_headings_follow_each_other_and_every_part_has_a_role(opened):
    roles: list[str] = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            roles.append(str(node.S))
            walk(node.get("/K", pikepdf.Array()))

    walk(opened.Root.StructTreeRoot.K)
    assert roles[0] == "/Document"
    headings = [role for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    for before, after in pairwise(headings):
        assert int(after[2]) - int(before[2]) <= 1
    assert "/Table" not in roles, "boxes are placed like a table but are not one"


def test_no_text_stands_outside_the_structure(opened):
    for page in opened.pages:
        depth = 0
        for _operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += name in ("BDC", "BMC")
            depth -= name == "EMC"
            assert depth > 0 or name not in ("Tj", "TJ"), "text without a tag"
        assert depth == 0


def test_the_text_is_read_in_the_order_of_the_form(esempio_pdf, mod4bis):
    text = text_of(esempio_pdf)
    order = [
        "Denuncia/comunicazione di infortunio",
        "fac-simile: non sostituisce l’invio telematico",
        "1 DATORE DI LAVORO",
        "1.A Anagrafica",
        "Officine Esempio S.r.l.",
        "2 LAVORATORE",
        "Cognome\nBianchi\nNome\nLuca\nCodice fiscale\nBNCLCU90C14F205J",
        "Data di nascita\n14/03/1990",
        "3 DESCRIZIONE DELL’INFORTUNIO",
        "Numero identificativo\n1A2B3C4D5E6F",
        "4 DATI RETRIBUTIVI",
        "5 TESTIMONI",
        "6 VEICOLI A MOTORE",
        "CHI COMPILA",
    ]
    places = [text.find(piece) for piece in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_every_page_says_what_it_is(esempio_pdf, mod4bis):
    pages = text_of(esempio_pdf).split("\f")[:-1]
    digest = sha256(canonical(example(mod4bis)))
    for number, page in enumerate(pages, start=1):
        assert "Caso 2026/0041" in page
        assert "Dati del 13/03/2026 10:30" in page
        assert "Versione 2025-05-23" in page
        assert digest in squeezed(page)
        assert "Questo portale non trasmette all’INAIL né a SIDI." in page
        assert f"Pagina {number} di {len(pages)}" in page
        assert "BOZZA" not in page


def test_a_facsimile_says_so_on_every_page(esempio_pdf):
    pages = text_of(esempio_pdf).split("\f")[:-1]
    assert len(pages) == 3
    for number, page in enumerate(pages):
        assert "Fac-simile: non sostituisce l’invio telematico." in page
        assert ("Mod. 4 bis R.A. – Denuncia/comunicazione di infortunio" in page) is (number > 0)


def test_a_comunicazione_and_a_pupils_denuncia_are_two_pages(mod4bis, stampa):
    data = example(mod4bis)
    data["corrispondenza"] = {"diversa": False, "anticipa": False}
    data["lavoratore"] = {
        key: value for key, value in data["lavoratore"].items() if "residenza" not in key
    }
    for key in ("testimoni", "veicoli", "retribuzione", "pubblica_sicurezza"):
        del data[key]
    for key in ("attivita_fisica", "deviazione", "contatto"):
        del data["cause"][key]
    data["invio"] = {"tipo": "comunicazione", "gestione": "ordinaria"}
    pupil = data | {
        "invio": {"tipo": "denuncia", "gestione": "ordinaria"},
        "rapporto": {"studente": True, "qualifica_assicurativa": ALUNNO},
    }
    for each in (data, pupil):
        with pikepdf.open(io.BytesIO(stampa(each))) as pdf:
            assert len(pdf.pages) == 2


def test_every_value_of_the_data_is_on_the_paper(esempio_pdf, mod4bis):
    text = squeezed(text_of(esempio_pdf))
    data = example(mod4bis)
    for group, field in mod4bis.fields():
        row = data[group.key][0] if group.repeat else data[group.key]
        if field.key in row and field.printed:
            assert squeezed(str(field.kind.show(row[field.key]))) in text, field.key
            assert squeezed(str(field.box_label)) in text, field.key


def test_the_same_data_give_the_same_bytes_here_and_in_a_child(esempio_pdf, stampa, mod4bis):
    from tests.denunce.moduli.conftest import MADE_AT

    data = example(mod4bis)
    assert stampa(data) == esempio_pdf
    assert render_pdf(mod4bis, data, Imprint("2026/0041", False, MADE_AT)) == esempio_pdf
    assert stampa(data, numero="2026/0042") != esempio_pdf


def test_a_draft_says_so_in_words_and_across_the_page(stampa):
    content = stampa({}, bozza=True, numero="")
    assert "BOZZA · NON INVIATA" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "BOZZA" in str(pdf.docinfo.Title)
        assert len(pdf.pages) == 3
        # The mark across the page is a picture behind the text, outside the reading order.
        marks = [len(page.resources.get("/XObject", {})) for page in pdf.pages]
    with pikepdf.open(io.BytesIO(stampa({}, bozza=False, numero=""))) as pdf:
        plain = [len(page.resources.get("/XObject", {})) for page in pdf.pages]
    assert all(more > less for more, less in zip(marks, plain, strict=True))


def test_hostile_text_in_every_field_is_only_text(mod4bis, stampa):
    data: dict[str, Any] = {}
    for group, field in mod4bis.fields():
        if isinstance(field.kind, Text | LongText):
            row = data.setdefault(group.key, [{}] if group.repeat else {})
            (row[0] if group.repeat else row)[field.key] = HOSTILE[: field.kind.typed]
    content = stampa(data, bozza=True)
    text = squeezed(text_of(content))
    assert squeezed('{% now "Y" %}{{ settings.SECRET_KEY }} url(file:///etc/passwd)') in text
    assert squeezed("<link rel=attachment href=file:///etc/passwd>") in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/Names" not in pdf.Root, "nothing is attached"
        assert not any("/Annots" in page for page in pdf.pages), "no link is made"


@pytest.mark.parametrize(
    "text",
    [
        "W" * 4000,
        "parola " * 570,
        "riga\n" * 790,
        "😀" * 900,
        "שלום עולם " * 390,
        "é\u0301\u0327" * 1300,
        "&<>" * 1300,
    ],
    ids=["no blanks", "words", "lines", "emoji", "hebrew", "combining", "markup"],
)
def test_text_never_leaves_its_box_nor_the_page(mod4bis, dati, text):
    dati["cause"]["dinamica"] = text[:4000].strip()
    dati["lavoratore"]["cognome"] = text[:80].replace("\n", " ").strip()
    html = render_html(mod4bis, dati, Imprint())
    for page in pdf_engine.document(html, pdf_engine.prepare(mod4bis.css)).pages:
        for box in page._page_box.descendants():
            if box.element_tag == "p" and "f" in (box.element.get("class") or "").split():
                assert box.height <= 45 * 96 / 25.4, "a box grew beyond its lines"
            if type(box).__name__ == "TextBox":
                assert box.position_x >= 0
                assert box.position_x + box.width <= page.width
                assert box.position_y + box.height <= page.height


def test_what_no_draft_can_hold_is_not_printed(mod4bis):
    with pytest.raises(NotPrintable) as refused:
        render_html(mod4bis, {"lavoratore": {"cognome": "\x00", "x": 1}}, Imprint())
    assert [problem.path for problem in refused.value.problems] == [
        "/lavoratore/x",
        "/lavoratore/cognome",
    ]
