"""Finding the injured person."""

from __future__ import annotations

import pytest

from denunce.page_models.persone import initial_of
from tests.denunce.views.conftest import LUCA
from tests.pages import text

pytestmark = pytest.mark.django_db
FIND = "/denunce/nuovo/"
CANARY = "<i data-canary>"


def test_namesakes_are_told_apart_by_class_and_year(laura, nuova_persona):
    nuova_persona()
    nuova_persona(classe="3A", nato_on=LUCA.nato_on.replace(year=2012))
    page = text(laura.post(FIND, {"testo": "bian"}))
    assert "2B" in page
    assert "3A" in page
    assert "2013" in page
    assert "2012" in page


def test_what_was_typed_is_kept_for_who_is_not_in_the_list(laura):
    page = text(laura.post(FIND, {"testo": "verdi anna"}))
    assert "Nessuna persona trovata" in page
    assert '<input type="hidden" name="cognome" value="Verdi">' in page
    assert '<input type="hidden" name="nome" value="Anna">' in page


def test_a_codice_fiscale_that_was_searched_names_nobody(laura):
    page = text(laura.post(FIND, {"testo": "BNCLCU13E03F205S"}))
    assert 'name="cognome"' not in page
    assert "BNCLCU" not in str(dict(laura.session)).upper()


@pytest.mark.parametrize(
    ("typed", "surname", "name"),
    [
        ("De Luca Tommaso", "De Luca", "Tommaso"),
        ("della rovere anna maria", "Della rovere", "Anna maria"),
        ("Lo Presti", "Lo Presti", ""),
        ("Li Wei", "Li", "Wei"),
        ("de", "De", ""),
    ],
)
def test_a_surname_keeps_its_particle(typed, surname, name):
    assert initial_of(typed) == {"cognome": surname, "nome": name}


def test_people_of_another_school_are_not_found(ugo, luca):
    assert "Nessuna persona trovata" in text(ugo.post(FIND, {"testo": "bianchi"}))


def test_one_letter_is_too_little(laura, luca):
    page = text(laura.post(FIND, {"testo": "b"}))
    assert "almeno due lettere" in page
    assert "2B" not in page


def test_no_text_becomes_markup(laura):
    assert CANARY not in text(laura.post(FIND, {"testo": CANARY}))


def test_wrong_methods_are_405(laura):
    assert laura.put(FIND).status_code == 405
