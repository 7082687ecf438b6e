"""Files of doctors: formats, encodings, limits, what is wrong with each cell."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tests.utenti.profili.scena import (
    HEADINGS,
    as_csv,
    as_rows,
    codice,
    dati,
    rows_as_csv,
)
from utenti.profili.lettura import FileUnreadable, Foglio, Riga, check_row, read_file
from utenti.profili.lettura.errori import BYTES_MAX, ROWS_MAX, UNPACKED_MAX


def as_xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(FileUnreadable) as refused:
        read_file(content)
    return str(refused.value)


def row(**cells: str) -> Riga:
    values = dict(zip(HEADINGS, as_rows(dati())[1], strict=True))
    keys = ["codice_fiscale", "cognome", "nome", "email", "gruppo", "codice_fornitore", "scadenza"]
    return Riga(2, dict(zip(keys, values.values(), strict=True)) | cells)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_as_any_italian_spreadsheet_saves_it(delimiter, encoding):
    content = as_csv(dati(cognome="D’Amicò"), delimiter=delimiter, encoding=encoding)
    assert read_file(content).righe[0].celle["cognome"] == "D’Amicò"


def test_a_newline_inside_quotes_belongs_to_its_cell():
    rows = as_rows(dati(gruppo="Ortopedia\ne traumatologia"), dati(1))
    read = read_file(rows_as_csv(rows))
    assert read.righe[0].celle["gruppo"] == "Ortopedia e traumatologia"
    assert [riga.numero for riga in read.righe] == [2, 3]


def test_headings_in_another_order_under_other_names_with_columns_that_nobody_knows():
    rows = [
        ["Reparto", "CF", "Note", "cognome", "NOME", "mail", "cod. fornitore"],
        ["Pediatria", codice(), "x", "Verdi", "Anna", "a@medici.test", "A1"],
    ]
    read = read_file(rows_as_csv(rows))
    assert read.ignorate == ("Note",)
    assert read.righe[0].celle["gruppo"] == "Pediatria"
    assert "scadenza" not in read.colonne


def test_an_excel_file_with_dates_numbers_and_a_formula():
    first = [codice(), "Verdi", "Anna", "a@medici.test", "Ortopedia", 123, datetime(2027, 5, 4)]
    second = [codice(1), "=1+1", "Anna", "b@medici.test", "Ortopedia", 7.0, date(2027, 5, 4)]
    read = read_file(as_xlsx([HEADINGS, first, [], second]))
    assert [riga.numero for riga in read.righe] == [2, 4]
    assert read.righe[0].celle["codice_fornitore"] == "123"
    assert check_row(read.righe[0])[0].scadenza == date(2027, 5, 4)
    data, errors = check_row(read.righe[1])
    assert data is None
    assert [(e.colonna, e.trovato) for e in errors if "formula" in e.trovato] == [
        ("Cognome", "una formula")
    ]


def test_what_was_read_comes_back_from_its_encrypted_form():
    read = read_file(as_csv(dati(), dati(1)))
    assert Foglio.load(read.dump()) == read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vuoto"),
        (b" \r\n ", "vuoto"),
        (as_csv(), "solo le intestazioni"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "vecchio tipo"),
        (b"PK\x03\x04 non e' un archivio", "danneggiato"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "non è un CSV"),
        (b"\xff\xfe\x00", "non è un testo leggibile"),
        (as_csv(dati()) + b'"aperta e mai chiusa', "virgolette"),
        (b"x" * (BYTES_MAX + 1), "5000 medici"),
        (rows_as_csv([["a"] * 50, ["b"] * 50]), "colonne sono troppe"),
        (rows_as_csv([[*HEADINGS, "CF"], ["x"] * 8]), "c’è due volte"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, said):
    assert said in refusal(content)


def test_missing_columns_are_named_beside_those_that_were_read():
    said = refusal(rows_as_csv([["Codice fiscale", "Reparto"], [codice(), "x"]]))
    assert "Cognome, Nome, E-mail, Codice fornitore" in said
    assert "«Reparto»" in said


def test_a_hundred_thousand_rows_are_refused_with_the_limit():
    line = ";".join(as_rows(dati())[1]).encode() + b"\r\n"
    content = as_csv() + line * 100_000
    assert f"più di {ROWS_MAX}" in refusal(content)


def test_a_sheet_that_claims_a_million_empty_rows_is_refused():
    content = as_csv(dati()) + b";;;;;;\r\n" * 30_000 + as_csv(dati(1))
    assert f"più di {ROWS_MAX}" in refusal(content)


def test_an_archive_that_unpacks_to_a_mountain_is_refused_by_what_it_declares():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (UNPACKED_MAX + 1))
    assert "troppo grande" in refusal(out.getvalue())


def test_an_archive_that_lies_about_its_size_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/big.xml", b"0" * 3_000_000)
    declared = (3_000_000).to_bytes(4, "little")
    lied = out.getvalue().replace(declared, (10).to_bytes(4, "little"))
    assert "danneggiato" in refusal(lied)


def test_another_archive_and_a_damaged_workbook_are_told_apart():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("foto.txt", "x")
    assert "non è un file Excel" in refusal(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "danneggiato" in refusal(out.getvalue())


def test_entities_in_a_workbook_are_never_expanded():
    source = io.BytesIO(as_xlsx([HEADINGS, ["x"] * 7]))
    out = io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = bomb + content[content.index(b"<worksheet") :]
            new.writestr(name, content)
    assert "danneggiato" in refusal(out.getvalue())


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("codice_fiscale", "", "niente"),
        ("codice_fiscale", "12345678901", "(11)"),
        ("codice_fiscale", codice()[:-1] + "?", "?"),
        ("cognome", "=HYPERLINK(1)", "=HYPERLINK"),
        ("nome", "R2", "R2"),
        ("email", "nessuna", "nessuna"),
        ("gruppo", "", "niente"),
        ("gruppo", "+cmd", "+cmd"),
        ("codice_fornitore", "", "niente"),
        ("codice_fornitore", "@x", "@x"),
        ("codice_fornitore", "9" * 21, "…"),
        ("scadenza", "domani", "domani"),
        ("scadenza", "31/02/2027", "31/02/2027"),
        ("scadenza", "01/01/2190", "2190"),
    ],
)
def test_an_error_names_its_column_what_is_expected_and_what_was_found(column, value, found):
    data, errors = check_row(row(**{column: value}))
    assert data is None
    assert [error.chiave for error in errors] == [column]
    assert found in errors[0].trovato
    assert errors[0].atteso


@pytest.mark.parametrize("text", ["31/12/2027", "31-12-2027", "31.12.2027", "2027-12-31"])
def test_a_day_may_be_written_in_four_ways(text):
    assert check_row(row(scadenza=text))[0].scadenza == date(2027, 12, 31)


def test_names_keep_accents_apostrophes_and_double_surnames():
    data, errors = check_row(row(cognome="De’ Rossi-Òrsi", nome="Zoë Maria"))
    assert not errors
    assert (data.cognome, data.nome) == ("De’ Rossi-Òrsi", "Zoë Maria")
