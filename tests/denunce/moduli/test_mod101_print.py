"""The paper of Mod. 101 and its copies: every field in its place, nothing lost, read in order."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from denunce.moduli.conditions import lookup
from denunce.moduli.declaration import Field
from denunce.moduli.example import example
from denunce.moduli.kinds import LongText, Text
from denunce.moduli.registry import versions_of
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.grid import Cell, lay_on
from denunce.moduli.stampa.mod101 import ROW_MM, SHEET
from denunce.moduli.stampa.render import Imprint, NoSuchCopy, render_html, render_pdf
from denunce.moduli.stampa.sheet import Caption
from portal.base import pdf_engine
from portal.base.pdf_copies import compose
from portal.base.privacy import Privacy
from tests.denunce.moduli.paper import MADE_AT, squeezed, text_of
from tests.pdf import assert_archival, assert_fonts_embedded, assert_tagged_whole, read_in_structure

FEET = [
    "Copia A - da inviare all’INAIL - TIP. INAIL - 1/2007",
    "Copia B - da inviare all’INAIL per la ASL - TIP. INAIL - 1/2007",
    "Copia C - per il datore di lavoro - TIP. INAIL - 1/2007",
]
MOD101 = versions_of("mod101")[-1]
LETTERS = "ABCDEFGHILMNOPQRSTU"


def printed(data: Any, declaration=MOD101, **imprint: Any) -> bytes:
    told = Imprint("2026/0101", imprint.pop("bozza", False), MADE_AT, **imprint)
    html = render_html(declaration, data, told)
    return compose(pdf_engine.write(html, pdf_engine.prepare(declaration.css)))


@pytest.fixture(scope="module")
def tre() -> bytes:
    """The three copies of the example."""
    return printed(example(MOD101))


@pytest.fixture(scope="module")
def una() -> bytes:
    """Copy B of the example."""
    return printed(example(MOD101), copia="B")


@pytest.fixture(params=["tre", "una"])
def opened(request):
    with pikepdf.open(io.BytesIO(request.getfixturevalue(request.param))) as pdf:
        yield pdf


def pages(content: bytes) -> list[str]:
    return text_of(content).split("\f")[:-1]


def cells_of(data: Any) -> list[Cell]:
    """Every box of the two pages, in the order it is read."""
    blocks = [block for page in lay_on(SHEET, MOD101, data).pages for block in page]
    return [cell for block in blocks for line in block.lines for cell in line.cells]


# --- the file ------------------------------------------------------------------------------------


def test_it_says_that_it_is_archival_and_accessible(opened):
    assert_archival(opened, title="Denuncia di malattia professionale – caso 2026/0101")


def test_every_font_is_embedded_and_has_its_unicode(opened):
    assert_fonts_embedded(opened)


def test_every_run_of_text_of_every_copy_is_found_from_the_root_once(opened):
    assert_tagged_whole(opened)


def test_each_copy_has_its_headings_and_nothing_looks_like_a_table(opened):
    roles: list[str] = []

    def walk(node):
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            roles.append(str(node.S))
            for kid in node.get("/K", ()):
                walk(kid)

    walk(opened.Root.StructTreeRoot.K[0])
    assert roles[0] == "/Document"
    headings = [role for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings.count("/H1") == (len(opened.pages) - 1) // 2
    assert headings[:6] == ["/H1", *["/H2"] * 5]
    for before, after in pairwise(headings):
        assert int(after[2]) - int(before[2]) <= 1
    assert "/Table" not in roles


def test_the_same_data_give_the_same_bytes_here_and_in_a_child(tre):
    data = example(MOD101)
    assert printed(data) == tre
    assert render_pdf(MOD101, data, Imprint("2026/0101", False, MADE_AT)) == tre


def test_the_copies_are_drawn_once_and_weigh_little(tre, una):
    with pikepdf.open(io.BytesIO(tre)) as pdf:
        drawn = [page.obj.Contents[1].objgen for page in list(pdf.pages)[:6]]
    assert drawn == drawn[:2] * 3
    assert len(tre) < 1.6 * len(una)


# --- copies --------------------------------------------------------------------------------------


def test_six_pages_with_their_feet_and_the_instructions(tre):
    *form, last = pages(tre)
    assert len(form) == 6
    for number, page in enumerate(form):
        assert [foot for foot in FEET if foot in page] == [FEET[number // 2]]
        assert f"PAGINA {number % 2 + 1}" in page
    assert "ISTRUZIONI PER LA COMPILAZIONE" in last
    assert not any(foot in last for foot in FEET)


def test_one_copy_alone(una):
    first, second, last = pages(una)
    assert FEET[1] in first
    assert FEET[1] in second
    assert "ISTRUZIONI PER LA COMPILAZIONE" in last


def test_a_copy_the_form_has_not_is_refused():
    with pytest.raises(NoSuchCopy, match="scegli tra A, B, C"):
        render_html(MOD101, {}, Imprint(copia="D"))
    with pytest.raises(NoSuchCopy, match="non ha copie"):
        render_html(versions_of("mod4bis")[-1], {}, Imprint(copia="A"))


# --- the paper -----------------------------------------------------------------------------------


def test_the_text_is_read_in_the_order_of_the_paper(una):
    text = squeezed("".join(read_in_structure(una)))
    order = [
        *("Mod. 101 - Prest.", "DENUNCIA DI MALATTIA PROFESSIONALE", "All’INAIL di"),
        *("Timbro di arrivo (Riservato all’INAIL)", "Caso N. - Riservato all’INAIL"),
        *("Data di spedizione - Riservato all’INAIL", "SEZIONE 1 - LAVORATORE"),
        *("Cognome Bianchi", "BNCLCU90C14F205J", "Sesso (1)", "Stato civile (2)"),
        *("Professione o mestiere (5)", "Tipologia di lavoro (3)", "Tipologia di lavoro (4)"),
        *("Qualifica (6)", "SEZIONE 2 - DATORE DI LAVORO", "Posizione assicurativa territoriale"),
        *("(azienda agricola vedi nota 7)", "SEZIONE 3 - DATI RETRIBUTIVI", "(8) vedi istruzioni"),
        *("Totale generale", "PAGINA 1", FEET[1]),
        *("La somma dovuta per l’indennità di inabilità temporanea deve essere inviata",),
        *("SEZIONE 4 - DESCRIZIONE DELLA MALATTIA PROFESSIONALE", "Ipoacusia da rumore"),
        *(
            "(azienda agricola vedi nota 9)",
            "PERIODO DI ESPOSIZIONE",
            "IN QUALE AMBIENTE LAVORAVA?",
        ),
        *("Dati chiesti oggi dal servizio INAIL", "1A2B3C4D5E6F", "Timbro e firma", "PAGINA 2"),
        *("ISTRUZIONI PER LA COMPILAZIONE", "TESTO DEL 2007", "OGGI", "(9) Lavorazione"),
    ]
    at = 0
    for piece in order:
        at = text.find(squeezed(piece), at)
        assert at >= 0, piece


def test_every_value_and_every_label_is_on_the_paper(una):
    text = squeezed(text_of(una)).casefold()
    data = example(MOD101)
    for group, field in MOD101.fields():
        rows = data[group.key] if group.repeat else [data[group.key]]
        for row in rows:
            if field.printed and field.key in row:
                assert squeezed(str(field.box_label)).casefold() in text, field.key
                kind = field.kind_in(data, row)
                ways = {squeezed(kind.show(row[field.key])), squeezed(kind.raw(row[field.key]))}
                assert any(way.casefold() in text for way in ways), field.key


def test_each_letter_stands_before_its_amount_in_the_order_of_the_paper():
    order = [cell.letter for cell in cells_of(example(MOD101)) if cell.letter]
    assert sorted(order) == sorted(LETTERS)
    assert order == list(LETTERS)


def test_every_place_is_that_of_a_field_and_no_field_has_two():
    """A field without a place is printed too, among the other data."""
    placed = [place.path for place in SHEET.places()]
    assert len(set(placed)) == len(placed)
    wanted = {
        f"{group.key}.{index}.{field.key}" if group.repeat else f"{group.key}.{field.key}"
        for group, field in MOD101.fields()
        if field.printed
        for index in range(max(1, group.repeat))
    }
    assert set(placed) <= wanted


def test_rows_are_as_wide_as_the_paper_and_their_widths_are_in_the_style_sheet():
    css = pdf_engine.static_file("css/pdf/mod101.css").read_text(encoding="utf-8")
    known = set(re.findall(r"^\.([mlc]\d+) ", css, re.MULTILINE))
    for block in (block for page in SHEET.pages for block in page):
        for line in block.lines:
            if not isinstance(line, Caption):
                assert sum(each.mm for each in line) == ROW_MM, line
                assert {f"m{each.mm}" for each in line} <= known
    assert {f"l{place.lines}" for place in SHEET.places()} <= known
    assert {f"c{cell.cells}" for cell in cells_of({}) if cell.cells} <= known


def test_no_label_is_longer_than_its_box():
    for cell in cells_of({}):
        if cell.shape not in ("words", "inline"):
            said = f"{cell.letter} {cell.label} {cell.remark}"
            assert measure.width(said, 6) <= cell.mm - 1.8, cell.label


def test_a_draft_says_so_in_words_and_across_every_page_of_the_form():
    content = printed({}, bozza=True)
    assert text_of(content).count("BOZZA · NON INVIATA") == 3
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "BOZZA" in str(pdf.docinfo.Title)
        assert len(pdf.pages) == 7
        marks = [b" Do" in page.obj.Contents[1].read_bytes()[:400] for page in list(pdf.pages)[:6]]
    assert all(marks)
    with pikepdf.open(io.BytesIO(printed({}))) as pdf:
        assert b" Do" not in pdf.pages[0].obj.Contents[1].read_bytes()[:400]


def test_every_page_of_the_form_says_what_it_is(tre):
    for page in pages(tre)[:6]:
        assert "Caso 2026/0101" in page
        assert "Dati del 13/03/2026 10:30" in page
        assert "Versione 2016-03-22" in page
        assert re.search(r"Impronta dei dati \(SHA-256\) [0-9a-f]{64}", page)
        assert "Questo portale non trasmette all’INAIL." in page


def test_before_22_march_2016_the_block_of_today_is_not_printed():
    first = versions_of("mod101")[0]
    text = text_of(printed({}, declaration=first, copia="A"))
    assert "Dati chiesti oggi" not in text
    assert "Versione 2007-01-01" in text


def test_the_total_is_that_of_the_fields_and_blank_when_there_are_none():
    def total(data):
        [cell] = [each for each in cells_of(data) if each.label == "Totale generale"]
        return cell.text

    assert total({}) == ""
    assert total({"retribuzione": {"importo": "12.50"}}) == "12,50"


# --- nothing is lost -----------------------------------------------------------------------------


def with_field(field: Field):
    section, *others = MOD101.sections[1:]
    group, *groups = section.groups
    grown = replace(group, fields=(*group.fields, field))
    sections = (MOD101.sections[0], replace(section, groups=(grown, *groups)), *others)
    return replace(MOD101, sections=sections)


def test_a_field_without_a_place_is_printed_among_the_other_data():
    declaration = with_field(Field("soprannome", "Soprannome", Text(80), Privacy.COMUNE))
    data = {"lavoratore": {"soprannome": "Lupo di mare 汉"}}
    text = text_of(printed(data, declaration=declaration, copia="A"))
    assert "FOGLIO AGGIUNTIVO" in text
    assert "Altri dati" in text
    assert squeezed("Soprannome Lupo di mare [U+6C49]") in squeezed(text)
    assert "Altri dati" not in text_of(printed({}, declaration=declaration, copia="A"))


def test_a_row_beyond_those_of_the_paper_is_printed_among_the_other_data():
    sections = tuple(
        replace(section, groups=tuple(replace(g, repeat=g.repeat and 9) for g in section.groups))
        for section in MOD101.sections
    )
    declaration = replace(MOD101, sections=sections)
    rows = [{"dal": f"20{year:02d}-01-01"} for year in range(10, 16)]
    paper = lay_on(SHEET, declaration, {"periodi": rows})
    assert [other.text for other in paper.others] == ["01/01/2014", "01/01/2015"]
    assert [other.where[-1] for other in paper.others] == ["5", "6"]


def test_a_text_longer_than_its_box_goes_on_with_a_reference_and_is_whole():
    data = example(MOD101)
    words = [f"parola{number}" for number in range(180)]
    data["malattia"]["dichiarata"] = " ".join(words)
    text = text_of(printed(data, copia="A"))
    assert "… segue: nota 1" in text
    assert "Nota 1 – Descrizione della malattia professionale: Malattia dichiarata" in text
    read = re.findall(r"parola\d+", text)
    assert read == words


HOSTILE = (
    "<b>x</b><link rel=attachment href=file:///etc/passwd>{{ settings.SECRET_KEY }} &amp; \\ '"
)


@pytest.mark.parametrize(
    "text",
    ["W" * 2000, "riga\n" * 390, "😀" * 900, "שלום עולם " * 190, HOSTILE * 20, "汉字" * 600],
    ids=["no blanks", "lines", "emoji", "hebrew", "markup", "chinese"],
)
def test_whatever_is_typed_the_form_is_two_pages_and_nothing_overlaps(text):
    data: dict[str, Any] = {}
    for group, field in MOD101.fields():
        if isinstance(field.kind, Text | LongText):
            piece = text[: field.kind.typed].strip()
            piece = piece if field.kind.multiline else piece.replace("\n", " ").strip()
            row = data.setdefault(group.key, [{}] if group.repeat else {})
            (row[0] if group.repeat else row)[field.key] = piece
    html = render_html(MOD101, data, Imprint(copia="A"))
    laid = pdf_engine.document(html, pdf_engine.prepare(MOD101.css)).pages
    assert laid[2].height < 100, "the strip follows the two pages"
    for page in laid[:2]:
        feet, lowest = [], 0.0
        for box in page._page_box.descendants():
            classes = ((box.element.get("class") if box.element is not None else "") or "").split()
            if box.element_tag == "div" and "piede" in classes:
                feet.append(box.position_y)
            if box.element_tag == "p" and "f" in classes:
                lowest = max(lowest, box.position_y + box.height)
            if type(box).__name__ == "TextBox" and "barra" not in classes:
                assert box.position_x >= 0
                assert box.position_x + box.width <= page.width
        assert lowest < feet[0], "a box reaches into the foot"
    assert lookup(data, "lavoratore.cognome")


# --- instructions --------------------------------------------------------------------------------


def test_the_instructions_have_every_note_as_printed_and_what_holds_today(una):
    last = squeezed(pages(una)[-1])
    for note in MOD101.notes:
        assert squeezed(str(note.title)) in last
        for line in f"{note.printed}\n{note.today}".splitlines():
            for word in line.split():
                assert word in last, word
    assert last.count("TESTODEL2007") == sum(1 for note in MOD101.notes if note.today)
    assert "non dell’INAIL" in pages(una)[-1]
