"""Who follows a case, whom it is about, and two cards of one person made one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from denunce.actions.casi import DatiCaso, close_caso
from denunce.actions.persone_dei_casi import assign_caso, change_person, merge_lavoratori
from denunce.models import Lavoratore
from portal.base.audit import AuditEvent
from portal.base.authz import Permission
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from tests.factories import BozzaFactory, LavoratoreFactory
from utenti.access import colleagues


@pytest.fixture
def anna(personas):
    """Verdi Anna, of the same school."""
    return LavoratoreFactory(
        organizzazione=personas.scuola, cognome="Verdi", nome="Anna", sesso="F"
    )


# --- who follows it -----------------------------------------------------------------------------


def test_a_case_is_given_to_a_colleague_and_taken_back(caso, personas, laura, adesso):
    head = personas.dirigente
    given = assign_caso(caso, head, expected=caso.version, by=laura, now=adesso)
    assert given.assegnato_a == head
    event = AuditEvent.objects.get(code="caso.assegnato")
    assert event.data == {"utente": str(head.pk)}
    freed = assign_caso(given, None, expected=given.version, by=laura, now=adesso)
    assert freed.assegnato_a is None


def test_giving_it_twice_is_giving_it_once(caso, personas, laura, adesso):
    assign_caso(caso, personas.dirigente, expected=caso.version, by=laura, now=adesso)
    assign_caso(caso, personas.dirigente, expected=caso.version, by=laura, now=adesso)
    assert AuditEvent.objects.filter(code="caso.assegnato").count() == 1


@pytest.mark.parametrize("who", ["docente", "segreteria2", "consulente"])
def test_only_who_works_on_the_cases_follows_one(caso, personas, laura, adesso, who):
    with pytest.raises(ActionError, match="non lavora") as refusal:
        assign_caso(caso, getattr(personas, who), expected=caso.version, by=laura, now=adesso)
    assert refusal.value.field == "assegnato_a"


def test_the_colleagues_are_members_and_delegates_of_that_day(personas):
    today = personas.now.date()
    school = [personas.dirigente, personas.segreteria]
    personas.docente  # noqa: B018  (a teacher works there too, on no case)
    personas.segreteria2  # noqa: B018
    found = colleagues(Permission.CASO_EDIT, personas.scuola.pk, on=today)
    assert sorted(found, key=str) == sorted(school, key=str)
    consultant, client = personas.consulente, personas.cliente
    assert consultant in colleagues(Permission.CASO_EDIT, client.pk, on=today)
    later = today + timedelta(days=1)
    personas.end_delega()
    assert consultant not in colleagues(Permission.CASO_EDIT, client.pk, on=later)


# --- whom it is about ---------------------------------------------------------------------------


def test_the_case_goes_to_the_right_person_and_is_decided_again(
    caso, anna, laura, adesso, adempimenti
):
    Lavoratore.objects.filter(pk=anna.pk).update(categoria="lavoratore")
    anna.refresh_from_db()
    before = caso.lavoratore_id
    moved = change_person(caso, anna, expected=caso.version, by=laura, now=adesso)
    assert moved.lavoratore == anna
    assert AuditEvent.objects.get(code="caso.persona").data == {
        "prima": str(before),
        "ora": str(anna.pk),
    }
    assert "denuncia_assicurazione" not in adempimenti(caso)


def test_who_cannot_be_the_person(caso, apri, anna, luca, laura, adesso, personas):
    stranger = LavoratoreFactory()
    unborn = LavoratoreFactory(organizzazione=personas.scuola, nato_on=date(2026, 3, 11))
    joined = LavoratoreFactory(organizzazione=personas.scuola, unito_a=anna)
    apri(DatiCaso(), lavoratore=anna, evento=caso.evento)
    for person, said in (
        (stranger, "stessa organizzazione"),
        (joined, "stessa organizzazione"),
        (luca, "già questa persona"),
        (anna, "esiste già un caso"),
        (unborn, "nascita"),
    ):
        with pytest.raises(ActionError, match=said) as refusal:
            change_person(caso, person, expected=caso.version, by=laura, now=adesso)
        assert refusal.value.field == "persona"


def test_an_old_page_moves_nothing(caso, anna, laura, adesso):
    with pytest.raises(VersionConflict):
        change_person(caso, anna, expected=caso.version + 1, by=laura, now=adesso)


# --- two cards of one person --------------------------------------------------------------------


@pytest.fixture
def doppione(personas, luca):
    """Luca again, typed by a colleague without his codice fiscale but with the telephone."""
    return LavoratoreFactory(
        organizzazione=personas.scuola,
        cognome="Bianchi",
        nome="Luca Maria",
        telefono="333 1234567",
        classe="3B",
    )


@pytest.fixture
def unisci(laura, adesso, luca, doppione):
    """Merge through the action, keeping Luca's first card."""

    def merged(chosen=(), **other):
        for row in (luca, doppione):
            row.refresh_from_db()
        values = {"versions": (luca.version, doppione.version), "by": laura, "now": adesso}
        return merge_lavoratori(luca, doppione, dict(chosen), **(values | other))

    return merged


def test_cases_and_drafts_move_to_the_card_that_stays(
    apri, caduta, doppione, luca, unisci, personas
):
    other = apri(caduta, lavoratore=doppione)
    draft = BozzaFactory(organizzazione=personas.scuola, lavoratore=doppione)
    unisci()
    for row in (other, draft, doppione):
        row.refresh_from_db()
    assert (other.lavoratore, draft.lavoratore, doppione.unito_a) == (luca, luca, luca)
    known = Lavoratore.objects.known().filter(organizzazione=personas.scuola)
    assert [row.pk for row in known.search("bianchi")] == [luca.pk]


def test_a_closed_case_moves_too_and_is_not_decided_again(
    apri, caduta, caso, doppione, luca, unisci, laura, adesso
):
    closed = apri(caduta, lavoratore=doppione)
    close_caso(closed, esito="errore", expected=closed.version, by=laura, now=adesso)
    asked = closed.valutazioni.count()
    unisci({"classe": "3B"})
    closed.refresh_from_db()
    assert (closed.lavoratore, closed.stato) == (luca, "chiuso")
    assert closed.valutazioni.count() == asked
    caso.refresh_from_db()
    assert caso.lavoratore == luca


def test_the_values_are_chosen_field_by_field(unisci, luca):
    merged = unisci({"nome": "Luca Maria", "telefono": "333 1234567"})
    luca.refresh_from_db()
    assert (luca.nome, luca.telefono, luca.classe) == ("Luca Maria", "333 1234567", "2B")
    assert luca.nome_ricerca == "bianchi luca maria"
    assert merged.codice_fiscale == "BNCLCU13E03F205S"
    event = AuditEvent.objects.get(code="lavoratore.unito")
    assert sorted(event.data["campi"]) == ["nome", "telefono"]


def test_the_codice_fiscale_of_the_other_card_may_be_kept(laura, adesso, luca, doppione):
    merged = merge_lavoratori(
        doppione,
        luca,
        {"codice_fiscale": "BNCLCU13E03F205S"},
        versions=(doppione.version, luca.version),
        by=laura,
        now=adesso,
    )
    merged.refresh_from_db()
    assert merged.codice_fiscale == "BNCLCU13E03F205S"
    assert merged.codice_fiscale_index == luca.codice_fiscale_index


def test_a_card_joined_before_follows(unisci, doppione, luca, personas):
    third = LavoratoreFactory(organizzazione=personas.scuola, unito_a=doppione)
    unisci()
    third.refresh_from_db()
    assert third.unito_a == luca


def test_no_value_is_invented_on_the_way(unisci):
    with pytest.raises(ActionError) as refusal:
        unisci({"nome": "Marco"})
    assert refusal.value.field == "nome"


def test_two_cases_of_one_event_are_two_people(apri, caso, doppione, unisci):
    apri(DatiCaso(), lavoratore=doppione, evento=caso.evento)
    with pytest.raises(ActionError, match=str(caso)):
        unisci()


def test_cards_that_cannot_be_joined(laura, adesso, luca, doppione, unisci):
    with pytest.raises(ActionError, match="due schede diverse"):
        merge_lavoratori(luca, luca, {}, versions=(1, 1), by=laura, now=adesso)
    unisci()
    with pytest.raises(ActionError, match="già stata unita"):
        unisci()


def test_a_card_changed_meanwhile_is_read_again(unisci):
    with pytest.raises(VersionConflict):
        unisci(versions=(9, 1))
    with pytest.raises(VersionConflict):
        unisci(versions=(1, 9))
