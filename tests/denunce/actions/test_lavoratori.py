"""People of an organisation: the codice fiscale is checked, a person settles the doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from denunce.actions.dati import DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore, update_lavoratore
from denunce.models import Lavoratore
from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError, ConfirmationNeeded

ANNA = DatiLavoratore(
    categoria="studente",
    cognome="Verdì",
    nome="Anna",
    sesso="F",
    nato_on=date(2014, 3, 8),
    nato_a="Milano",
    codice_fiscale="VRDNNA14C48F205S",
)


@pytest.fixture
def aggiungi(personas, laura, adesso):
    """Add a person to the school through the action."""

    def added(data, **other):
        values = {"organizzazione": personas.scuola, "by": laura, "now": adesso}
        return create_lavoratore(data, **(values | other))

    return added


def test_a_person_is_found_without_accents(aggiungi):
    anna = aggiungi(ANNA)
    assert list(Lavoratore.objects.search("verdi an")) == [anna]
    assert list(Lavoratore.objects.search("Anna Verdi")) == [anna]


def test_the_codice_fiscale_is_stored_encrypted_with_a_blind_index(aggiungi):
    anna = aggiungi(replace(ANNA, codice_fiscale=" vrdnna14c48f205s "))
    raw = Lavoratore.objects.values_list("codice_fiscale", flat=True).get()
    assert b"VRDNNA" not in bytes(raw)
    assert Lavoratore.objects.get().codice_fiscale == "VRDNNA14C48F205S"
    assert anna.codice_fiscale_index == Lavoratore.index_of("VRDNNA14C48F205S")


def test_adding_a_person_is_audited_without_naming_them(aggiungi, laura):
    anna = aggiungi(ANNA)
    event = AuditEvent.objects.get(code="lavoratore.creato")
    assert (event.target_id, event.actor_id, event.data) == (anna.pk, laura.user.pk, {})


def test_the_codice_fiscale_may_be_unknown_for_several_people(aggiungi):
    aggiungi(replace(ANNA, codice_fiscale=None))
    aggiungi(replace(ANNA, codice_fiscale="  "))
    assert Lavoratore.objects.filter(codice_fiscale_index="").count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"codice_fiscale": "VRDNNA14C48F205X"}, "codice_fiscale"),
        ({"codice_fiscale": "VRDNNA"}, "codice_fiscale"),
        ({"cognome": "  "}, "cognome"),
        ({"nome": ""}, "nome"),
        ({"nato_on": date(2026, 3, 13)}, "nato_on"),
    ],
)
def test_impossible_data_are_refused_on_their_field(aggiungi, change, field):
    with pytest.raises(ActionError) as refusal:
        aggiungi(replace(ANNA, **change))
    assert refusal.value.field == field
    assert not Lavoratore.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cognome": "Bianchi"}, "cognome"),
        ({"nome": "Lucia"}, "nome"),
        ({"sesso": "M"}, "sesso"),
        ({"nato_on": date(2014, 3, 9)}, "nato_on"),
        ({"nato_a": "Torino"}, "nato_a"),
    ],
)
def test_a_code_of_somebody_else_is_a_doubt_that_a_person_settles(aggiungi, change, field):
    data = replace(ANNA, **change)
    with pytest.raises(ConfirmationNeeded) as question:
        aggiungi(data)
    assert [doubt.field for doubt in question.value.doubts] == [field]
    assert not Lavoratore.objects.exists()
    assert aggiungi(data, confirmed=True).codice_fiscale == "VRDNNA14C48F205S"


def test_somebody_a_hundred_years_older_than_the_code_reads_is_no_doubt(aggiungi):
    """The code holds two digits of the year: 1914 and 2014 are written alike."""
    aggiungi(replace(ANNA, nato_on=date(1914, 3, 8)))


def test_the_birthplace_is_compared_without_accents_and_case(aggiungi):
    aggiungi(replace(ANNA, nato_a="MILANO"))


def test_homonyms_have_codes_with_letters_for_digits(aggiungi):
    aggiungi(replace(ANNA, codice_fiscale="VRDNNA14C48F20RN"))


def test_a_provisional_code_of_eleven_digits_says_nothing_of_the_person(aggiungi):
    assert aggiungi(replace(ANNA, codice_fiscale="80000000010")).codice_fiscale == "80000000010"


def test_a_code_that_names_no_birthplace_is_a_doubt(aggiungi):
    with pytest.raises(ConfirmationNeeded) as question:
        aggiungi(replace(ANNA, codice_fiscale="VRDNNA14C48Z999T"))
    assert question.value.doubts[0].field == "codice_fiscale"


def test_the_same_codice_fiscale_twice_in_one_organisation_is_refused(aggiungi):
    aggiungi(ANNA)
    with pytest.raises(ActionError) as refusal:
        aggiungi(replace(ANNA, classe="2B"))
    assert refusal.value.field == "codice_fiscale"


def test_two_organisations_may_know_the_same_person(aggiungi, personas):
    aggiungi(ANNA)
    ugo = personas.scope(personas.segreteria2)
    aggiungi(ANNA, organizzazione=personas.altra_scuola, by=ugo)
    assert Lavoratore.objects.count() == 2


def test_corrected_data_are_found_by_the_new_name_and_stay_encrypted(aggiungi, laura, adesso):
    anna = aggiungi(ANNA)
    update_lavoratore(
        anna,
        replace(ANNA, cognome="Neri", codice_fiscale=None, indirizzo="via di Prova 1"),
        expected=anna.version,
        by=laura,
        now=adesso,
    )
    found = Lavoratore.objects.search("neri").get()
    assert (found.pk, found.indirizzo, found.codice_fiscale_index) == (
        anna.pk,
        "via di Prova 1",
        "",
    )
    event = AuditEvent.objects.get(code="lavoratore.modificato", target_id=anna.pk)
    assert event.data == {"campi": ["cognome", "codice_fiscale", "indirizzo"]}


def test_keeping_one_s_own_codice_fiscale_is_no_twin(aggiungi, laura, adesso):
    anna = aggiungi(ANNA)
    update_lavoratore(anna, replace(ANNA, classe="3C"), expected=anna.version, by=laura, now=adesso)


def test_an_old_page_does_not_write_over_newer_data(aggiungi, laura, adesso):
    anna = aggiungi(ANNA)
    with pytest.raises(VersionConflict):
        update_lavoratore(anna, ANNA, expected=anna.version + 1, by=laura, now=adesso)


@pytest.mark.parametrize("letter", ["ß", "\ufdfa", "İ"])
def test_letters_that_become_many_without_accents_fit_the_search_column(
    personas, laura, adesso, letter
):
    data = DatiLavoratore(
        categoria="studente",
        cognome=letter * 80,
        nome=letter * 80,
        sesso="M",
        nato_on=date(2013, 5, 3),
    )
    person = create_lavoratore(data, organizzazione=personas.scuola, by=laura, now=adesso)
    update_lavoratore(person, data, expected=person.version, by=laura, now=adesso)
    assert 0 < len(Lavoratore.objects.get(pk=person.pk).nome_ricerca) <= 170


def test_a_card_joined_to_another_is_not_corrected(aggiungi, laura, adesso):
    kept, other = aggiungi(ANNA), aggiungi(replace(ANNA, codice_fiscale=None))
    Lavoratore.objects.filter(pk=other.pk).update(unito_a=kept)
    with pytest.raises(ActionError, match="unita a un’altra"):
        update_lavoratore(other, ANNA, expected=other.version, by=laura, now=adesso)


def test_the_code_of_a_card_joined_to_this_one_is_no_twin(aggiungi, laura, adesso):
    other, kept = aggiungi(ANNA), aggiungi(replace(ANNA, codice_fiscale=None))
    Lavoratore.objects.filter(pk=other.pk).update(unito_a=kept)
    update_lavoratore(kept, ANNA, expected=kept.version, by=laura, now=adesso)
    kept.refresh_from_db()
    assert kept.codice_fiscale == ANNA.codice_fiscale
