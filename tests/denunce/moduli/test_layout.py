"""What fits in a box, where it goes on, and that nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denunce.moduli.declaration import Section
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.layout import VALUE_POINTS, lay_out

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=400)


def boxes(page):
    return [box for s in page.sections for g in s.groups for row in g.rows for box in row]


def box(page, label):
    return next(each for each in boxes(page) if each.label == label)


@given(text=TEXT, room=st.floats(8, 190))
@settings(max_examples=200)
def test_lines_are_the_text_again_and_none_is_too_long(text, room):
    found = measure.lines(measure.printable(text), room, VALUE_POINTS)
    assert "".join(found) == measure.printable(text)
    for line in found:
        assert measure.width(line.rstrip(" \n"), VALUE_POINTS) <= room or len(line) <= 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Rossi è à ’", "Rossi è à ’"),
        ("a\nb", "a\nb"),
        ("\U0001fae0", "[U+1FAE0]"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\u00adb", "a[U+00AD]b"),
        ("\ue000", "[U+E000]"),
        ("x\ufe0f", "x[U+FE0F]"),
        ("x\u3164", "x[U+3164]"),
    ],
)
def test_what_cannot_be_drawn_is_shown_by_its_number(typed, printed):
    assert measure.printable(typed) == printed


def test_every_row_fills_the_width_of_the_page(mod4bis, dati):
    page = lay_out(mod4bis, dati)
    rows = [row for s in page.sections for g in s.groups for row in g.rows]
    assert {sum(each.width for each in row) for row in rows} == {24}
    assert page.extras == []


@pytest.mark.parametrize("length", [60, 500, 1500, 4000])
def test_a_long_text_goes_on_in_the_extra_sheet_where_it_stopped(mod4bis, dati, length):
    text = ("La chiave è scivolata dal mandrino. " * 200)[:length].strip()
    dati["cause"]["dinamica"] = text
    page = lay_out(mod4bis, dati)
    shown = box(page, "Come è successo")
    rest = "".join(extra.text for extra in page.extras)
    assert shown.text + rest == text
    assert bool(shown.note) is bool(rest)
    assert len(measure.lines(shown.text, 183, VALUE_POINTS)) <= 7


def test_a_word_without_blanks_is_broken_and_kept_whole(mod4bis, dati):
    dati["lavoratore"]["cognome"] = "W" * 80
    page = lay_out(mod4bis, dati)
    assert box(page, "Cognome").text + page.extras[0].text == "W" * 80
    assert page.extras[0].where == "2.A Dati anagrafici"
    assert page.extras[0].label == "Cognome"


def test_notes_are_numbered_in_the_order_of_the_form(mod4bis, dati):
    dati["lavoratore"]["cognome"] = dati["lavoratore"]["nome"] = "Parola " * 11
    dati["datore"]["denominazione"] = "Ditta " * 26
    notes = [(extra.note, extra.label) for extra in lay_out(mod4bis, dati).extras]
    assert notes == [(1, "Cognome e nome o ragione sociale"), (2, "Cognome"), (3, "Nome")]


def test_few_answers_are_squares_and_many_are_words(mod4bis, dati):
    page = lay_out(mod4bis, dati)
    assert [(tick.label, tick.on) for tick in box(page, "Sesso").ticks] == [
        ("Femmina", False),
        ("Maschio", True),
    ]
    assert box(page, "Sede della lesione").text == "Mano sinistra"
    assert box(page, "Codice fiscale").shape == "comb"
    assert box(page, "Data di nascita").shape == "date"


def test_an_answer_that_is_not_in_the_list_is_printed_as_it_is(mod4bis):
    page = lay_out(mod4bis, {"lavoratore": {"sesso": "Z", "codice_fiscale": "TROPPOLUNGO1234567"}})
    assert (box(page, "Sesso").shape, box(page, "Sesso").text) == ("text", "Z")
    assert any(each.text == "TROPPOLUNGO1234567" for each in boxes(page))


def test_a_section_that_does_not_apply_says_so_in_one_line(mod4bis):
    page = lay_out(mod4bis, {"rapporto": {"studente": True}})
    pay = next(section for section in page.sections if section.number == "4").groups[0]
    assert pay.rows == ()
    assert pay.unused == "Non si compila per uno studente né per un volontario."


def test_every_filled_row_is_printed_and_an_empty_one_when_there_is_none(mod4bis):
    def titles(count):
        data = {"testimoni": [{"nome": "Ugo", "cognome": "Blu"}] * count}
        section = next(s for s in lay_out(mod4bis, data).sections if s.number == "5")
        return [group.title for group in section.groups]

    assert titles(0) == ["Testimone 1"]
    assert titles(3) == ["Testimone 1", "Testimone 2", "Testimone 3"]


def test_a_row_that_the_answers_exclude_is_left_out_and_a_blank_form_keeps_it(mod4bis, dati):
    ministry = "Codice ministero"
    assert box(lay_out(mod4bis, {}), ministry).applies, "nobody has said yet"
    assert ministry not in {each.label for each in boxes(lay_out(mod4bis, dati))}
    dati["invio"]["gestione"] = "conto_stato"
    assert box(lay_out(mod4bis, dati), ministry).applies
    assert box(lay_out(mod4bis, dati), "Voce di tariffa").text == "6211", "what is written stays"


def test_what_hangs_on_a_question_that_is_not_asked_is_not_open(mod4bis, dati):
    dati["luogo"] |= {"in_itinere": False, "stradale": False}
    del dati["luogo"]["mezzo"]
    dati["luogo"]["non_disponibili"] = True
    labels = {each.label: each for each in boxes(lay_out(mod4bis, dati))}
    assert not labels["Mezzo di trasporto"].applies
    assert not labels["Altro mezzo: quale"].applies
    assert box(lay_out(mod4bis, {}), "Altro mezzo: quale").applies


def test_a_part_without_data_that_nobody_must_fill_is_one_line(mod4bis, dati):
    for key in ("testimoni", "retribuzione"):
        del dati[key]
    sections = {section.number: section for section in lay_out(mod4bis, dati).sections}
    for number in ("4", "5"):
        [group] = sections[number].groups
        assert (group.rows, group.unused) == ((), "Nessun dato in questa parte.")
    blank = {section.number: section for section in lay_out(mod4bis, {}).sections}
    assert all(blank[number].groups[0].rows for number in ("4", "5"))


def test_a_box_is_as_high_as_its_text_and_an_empty_one_has_room_to_write(mod4bis, dati):
    assert box(lay_out(mod4bis, {}), "Come è successo").lines == 7
    assert box(lay_out(mod4bis, dati), "Come è successo").lines == 1
    dati["cause"]["dinamica"] = "riga\n" * 4 + "riga"
    assert box(lay_out(mod4bis, dati), "Come è successo").lines == 5
    del dati["cause"]["dinamica"]
    assert box(lay_out(mod4bis, dati), "Come è successo").lines == 7


def test_letters_and_notes_of_the_paper_are_in_the_label(mod4bis):
    def labelled(**changes):
        group = mod4bis.groups["lavoratore"]
        field = replace(group.field("cittadinanza"), **changes)
        section = Section("1", "Prova", (replace(group, fields=(field,)),))
        return boxes(lay_out(replace(mod4bis, sections=(section,)), {}))[0].label

    assert labelled(letter="E") == "E Cittadinanza"
    assert labelled(note="5") == "Cittadinanza (5)"
    assert labelled(note="(vedi nota 7)") == "Cittadinanza (vedi nota 7)"


def test_what_only_the_portal_asks_is_not_printed(mod4bis, dati):
    labels = {each.label for each in boxes(lay_out(mod4bis, dati))}
    assert str(mod4bis.field("lavoratore.cf_confermato").label) not in labels
