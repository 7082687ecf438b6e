"""Finding or adding the injured person."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from denunce.models import Lavoratore
from denunce.page_models.persone import initial_of
from tests.denunce.views.conftest import LUCA

pytestmark = pytest.mark.django_db
FIND, NEW = "/denunce/nuovo/", "/denunce/persone/nuova/"
CANARY = "<i data-canary>"


@pytest.fixture
def dati():
    """What the secretary types for Luca."""
    values = {key: value for key, value in asdict(LUCA).items() if value}
    return values | {"nato_on": "2013-05-03"}


def text(response) -> str:
    return response.content.decode()


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
    form = text(laura.get(NEW))
    assert 'value="Verdi"' in form
    assert 'value="Anna"' in form


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


def test_a_codice_fiscale_that_was_searched_does_not_lie_in_the_session(laura):
    laura.post(FIND, {"testo": "Rossi Anna"})
    laura.post(FIND, {"testo": "BNCLCU13E03F205S"})
    assert "BNCLCU" not in str(dict(laura.session)).upper()
    assert "ROSSI" not in str(dict(laura.session)).upper()


def test_people_of_another_school_are_not_found(ugo, luca):
    assert "Bianchi" not in text(ugo.post(FIND, {"testo": "bianchi"})).replace(
        'value="bianchi"', ""
    )


def test_one_letter_is_too_little(laura, luca):
    page = text(laura.post(FIND, {"testo": "b"}))
    assert "almeno due lettere" in page
    assert "2B" not in page


def test_a_person_is_added_and_the_case_goes_on(laura, dati, personas):
    answer = laura.post(NEW, dati)
    person = Lavoratore.objects.get()
    assert answer["Location"] == f"/denunce/nuovo/{person.pk}/"
    assert person.organizzazione == personas.scuola
    assert (person.codice_fiscale, person.classe) == ("BNCLCU13E03F205S", "2B")


def test_a_codice_fiscale_that_disagrees_asks_for_confirmation(laura, dati):
    wrong = dati | {"nato_on": "2013-05-04"}
    page = text(laura.post(NEW, wrong))
    assert "non corrisponde alla data di nascita" in page
    assert 'name="conferma_cf"' in page
    assert 'value="Bianchi"' in page
    assert not Lavoratore.objects.exists()
    assert laura.post(NEW, wrong | {"conferma_cf": "on"}).status_code == 302
    assert Lavoratore.objects.get().nato_on.day == 4


def test_a_malformed_codice_fiscale_is_refused_also_when_confirmed(laura, dati):
    for confirmed in ({}, {"conferma_cf": "on"}):
        page = text(laura.post(NEW, dati | {"codice_fiscale": "BNCLCU13E03F205X"} | confirmed))
        assert "codice fiscale" in page
        assert not Lavoratore.objects.exists()


def test_the_same_codice_fiscale_twice_is_refused_with_the_reason(laura, luca, dati):
    page = text(laura.post(NEW, dati))
    assert "già una persona con questo codice fiscale" in page
    assert Lavoratore.objects.count() == 1


def test_errors_are_listed_on_top_with_a_link_to_each_field(laura):
    page = text(laura.post(NEW, {"cognome": "Bianchi"}))
    links = re.findall(r'<li><a href="#(id_\w+)"', page)
    # In the order of the page, each with what to do about it.
    assert links == ["id_nome", "id_categoria", "id_sesso", "id_nato_on"]
    assert "Sesso: scegli una risposta." in page
    assert "Data di nascita: scrivi il giorno." in page
    for target in links:
        assert f'id="{target}"' in page
    assert 'value="Bianchi"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nato_on", "2026-03-13"),
        ("nato_on", "0001-01-01"),
        ("nato_on", "31/02/2013"),
        ("categoria", "re"),
        ("sesso", "X"),
        ("domicilio_provincia", "1!"),
        ("domicilio_cap", "2012"),
        ("telefono", "non ce l'ho"),
        ("cognome", "x" * 81),
        ("indirizzo", "x" * 100_000),
        ("nome", "a\0b"),
    ],
)
def test_bad_input_is_refused_on_its_field(laura, dati, field, value):
    page = laura.post(NEW, dati | {field: value})
    assert page.status_code == 200
    assert f'href="#id_{field}"' in text(page)
    assert not Lavoratore.objects.exists()


def test_no_text_becomes_markup(laura, dati):
    fields = ("cognome", "nome", "classe", "nato_a", "indirizzo", "domicilio_comune")
    answer = laura.post(
        NEW, dati | dict.fromkeys(fields, CANARY) | {"codice_fiscale": ""}, follow=True
    )
    assert answer.status_code == 200
    assert Lavoratore.objects.get().cognome == CANARY
    assert CANARY not in text(answer)
    assert CANARY not in text(laura.post(FIND, {"testo": CANARY}))


def test_an_organisation_of_others_cannot_be_chosen(entra, personas, dati):
    client = entra(personas.consulente)
    page = client.post(NEW, dati | {"organizzazione": str(personas.scuola.pk)})
    assert not Lavoratore.objects.filter(organizzazione=personas.scuola).exists()
    assert page.status_code in (200, 302)


def test_wrong_methods_are_405(laura):
    for address in (FIND, NEW):
        assert laura.put(address).status_code == 405
