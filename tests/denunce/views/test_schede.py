"""A person on record: read, corrected, the right one of a case, two cards made one."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from denunce.models import Lavoratore
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(nuova_persona):
    """Verdi Anna, of the first year."""
    return nuova_persona(cognome="Verdi", nome="Anna", sesso="F", classe="1A")


@pytest.fixture
def doppione(nuova_persona):
    """Luca again, added in a hurry with another class."""
    return nuova_persona(classe="3C")


def card(person) -> str:
    return f"/denunce/persone/{person.pk}/"


def test_the_card_shows_data_and_cases(laura, caso, luca):
    shown = read(laura.get(card(luca)))
    for said in ("BNCLCU13E03F205S", "3 maggio 2013", str(caso), "non indicato"):
        assert said in shown


def test_the_card_of_another_school_does_not_exist(ugo, luca):
    for end in ("", "modifica/", "unisci/"):
        other, nobody = ugo.get(card(luca) + end), ugo.get(f"/denunce/persone/{uuid4()}/{end}")
        assert (other.status_code, other.content) == (404, nobody.content)


@pytest.fixture
def corretti(luca):
    return {
        "version": luca.version,
        "categoria": "studente",
        "cognome": "Bianchi",
        "nome": "Luca",
        "sesso": "M",
        "nato_on": "2013-05-03",
        "nato_a": "Milano",
        "codice_fiscale": "BNCLCU13E03F205S",
        "classe": "2C",
    }


def test_the_data_are_corrected(laura, luca, corretti):
    assert 'value="2013-05-03"' in read(laura.get(card(luca) + "modifica/"))
    answer = laura.post(card(luca) + "modifica/", corretti, follow=True)
    assert "Dati corretti" in read(answer)
    luca.refresh_from_db()
    assert luca.classe == "2C"


def test_who_comes_second_reads_it_and_loses_nothing(laura, luca, corretti):
    laura.post(card(luca) + "modifica/", corretti)
    page = read(laura.post(card(luca) + "modifica/", corretti | {"classe": "3A"}))
    assert "Qualcun altro ha modificato" in page
    assert 'value="3A"' in page


def test_a_codice_fiscale_of_somebody_else_asks_for_confirmation(laura, luca, corretti):
    page = read(laura.post(card(luca) + "modifica/", corretti | {"sesso": "F"}))
    assert "Ho controllato" in page
    luca.refresh_from_db()
    assert luca.sesso == "M"
    laura.post(card(luca) + "modifica/", corretti | {"sesso": "F", "conferma_cf": "on"})
    luca.refresh_from_db()
    assert luca.sesso == "F"


def test_another_category_decides_the_open_cases_again(laura, denuncia, luca, corretti):
    laura.post(card(luca) + "modifica/", corretti | {"categoria": "non_assicurato_inail"})
    denuncia.refresh_from_db()
    assert denuncia.stato != "da_fare"


def test_the_right_person_is_found_and_the_case_moves(laura, caso, anna):
    address = f"/denunce/casi/{caso.pk}/persona/"
    found = read(laura.post(address, {"testo": "verdi"}))
    assert str(anna.pk) in found
    wish = {"testo": "verdi", "scelta": str(anna.pk), "version": caso.version}
    answer = laura.post(address, wish, follow=True)
    assert "Persona corretta" in read(answer)
    caso.refresh_from_db()
    assert caso.lavoratore == anna
    assert "Il caso riguarda già questa persona" in read(
        laura.post(address, wish | {"version": caso.version})
    )


def test_nobody_chosen_changes_nothing(laura, caso, luca):
    address = f"/denunce/casi/{caso.pk}/persona/"
    page = laura.post(address, {"testo": "x", "scelta": "", "version": caso.version})
    assert page.status_code == 200
    caso.refresh_from_db()
    assert caso.lavoratore == luca


def test_two_cards_are_compared_then_made_one(laura, caso, luca, doppione):
    address = card(luca) + "unisci/"
    assert str(doppione.pk) in read(laura.get(address))
    wish = {"scelta": str(doppione.pk), "version": luca.version}
    compared = read(laura.post(address, wish))
    assert "Sono davvero la stessa persona?" in compared
    assert "3C" in compared
    assert Lavoratore.objects.known().count() == 2
    choices = {"altra": str(doppione.pk), "version": "1", "version_altra": "1"}
    choices |= {"classe": "altra", "codice_fiscale": "questa"}
    answer = laura.post(address, choices, follow=True)
    assert "ora sono una sola" in read(answer)
    luca.refresh_from_db()
    doppione.refresh_from_db()
    assert (luca.classe, luca.codice_fiscale) == ("3C", "BNCLCU13E03F205S")
    assert doppione.unito_a == luca
    assert "Le due schede sono già una sola." in read(laura.post(address, choices, follow=True))


def test_two_who_hardly_are_one_person_are_made_one_only_on_purpose(laura, luca, nuova_persona):
    other = nuova_persona(nato_on=date(2012, 11, 21), classe="3A")
    address = card(luca) + "unisci/"
    compared = read(laura.post(address, {"scelta": str(other.pk), "version": luca.version}))
    assert "Di solito così sono due persone" in compared
    assert "non hanno gli stessi dati: Data di nascita." in compared
    choices = {"altra": str(other.pk), "version": "1", "version_altra": "1"}
    choices |= {"classe": "questa", "codice_fiscale": "questa", "nato_on": "questa"}
    assert "Segna che hai controllato" in read(laura.post(address, choices))
    assert Lavoratore.objects.known().count() == 2
    answer = laura.post(address, choices | {"stessa_persona": "on"}, follow=True)
    assert "ora sono una sola" in read(answer)


def test_the_card_made_one_points_to_the_other_and_is_found_no_more(laura, luca, doppione):
    Lavoratore.objects.filter(pk=doppione.pk).update(unito_a=luca)
    page = read(laura.get(card(doppione)))
    assert "è stata unita" in page
    assert card(luca) in page
    assert "Correggi i dati" not in page
    found = read(laura.post("/denunce/nuovo/", {"testo": "bianchi"}))
    assert str(doppione.pk) not in found
    refused = laura.post(card(doppione) + "modifica/", {"version": doppione.version})
    assert refused.status_code == 200


def test_a_field_left_unchosen_is_asked(laura, luca, doppione):
    choices = {"altra": str(doppione.pk), "version": "1", "version_altra": "1"}
    page = read(laura.post(card(luca) + "unisci/", choices | {"classe": "altra"}))
    assert "Controlla questi punti" in page
    doppione.refresh_from_db()
    assert doppione.unito_a is None


def test_a_card_is_not_joined_to_itself_or_to_one_of_another_school(laura, luca, personas):
    address = card(luca) + "unisci/"
    same = {"altra": str(luca.pk), "version": "1", "version_altra": "1"}
    assert "due schede diverse" in read(laura.post(address, same))
    assert laura.post(address, same | {"altra": str(uuid4())}).status_code == 404
