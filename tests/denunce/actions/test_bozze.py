"""A draft keeps whatever is typed, becomes a case once, and leaves nothing of it behind."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce.actions import bozze
from denunce.actions.bozze import discard_bozza, forget_person, open_bozza, save_bozza, start_bozza
from denunce.actions.casi import DatiCaso
from denunce.actions.dati import DatiLavoratore
from denunce.models import Bozza, Caso, Lavoratore
from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError, ConfirmationNeeded
from portal.base.keys import KeyDestroyed
from tests.factories import EventoFactory, LavoratoreFactory

ANNA = DatiLavoratore(
    categoria="studente", cognome="Verdi", nome="Anna", sesso="F", nato_on=date(2012, 1, 31)
)


@pytest.fixture
def bozza(laura, luca, personas, adesso):
    return start_bozza(
        {"dinamica": "Caduta in palest"},
        organizzazione=personas.scuola,
        lavoratore=luca,
        by=laura,
        now=adesso,
        request_key=uuid4(),
    )


@pytest.fixture
def senza_persona(laura, personas, adesso):
    return start_bozza(
        {}, organizzazione=personas.scuola, by=laura, now=adesso, request_key=uuid4()
    )


def test_what_is_typed_is_kept_as_typed(bozza, laura, adesso):
    later = adesso + timedelta(minutes=2)
    saved = save_bozza(
        bozza, {"avvenuto_at_giorno": "10/03/20"}, expected=bozza.version, by=laura, now=later
    )
    stored = Bozza.objects.get(pk=bozza.pk)
    assert bozze.typed(stored) == {
        "avvenuto_at_giorno": "10/03/20",
        "dinamica": "Caduta in palest",
    }
    assert (stored.version, stored.saved_at, stored.saved_by) == (2, later, laura.user)
    assert saved.version == 2


def test_an_emptied_field_is_forgotten(bozza, laura, adesso):
    save_bozza(bozza, {"dinamica": ""}, expected=1, by=laura, now=adesso)
    assert bozze.typed(Bozza.objects.get(pk=bozza.pk)) == {}


def test_saving_the_same_again_is_no_save_even_from_an_old_page(bozza, laura, adesso):
    save_bozza(bozza, {"comune": "Milano"}, expected=1, by=laura, now=adesso)
    again = save_bozza(bozza, {"comune": "Milano"}, expected=1, by=laura, now=adesso)
    assert again.version == 2


def test_the_second_tab_does_not_overwrite_the_first(bozza, laura, adesso):
    save_bozza(bozza, {"comune": "Milano"}, expected=1, by=laura, now=adesso)
    with pytest.raises(VersionConflict):
        save_bozza(bozza, {"comune": "Monza"}, expected=1, by=laura, now=adesso)
    assert bozze.typed(Bozza.objects.get(pk=bozza.pk))["comune"] == "Milano"


def test_begun_twice_with_one_key_is_one_draft(bozza, laura, personas, adesso):
    again = start_bozza(
        {"dinamica": "altro"},
        organizzazione=personas.scuola,
        by=laura,
        now=adesso,
        request_key=bozza.pk,
    )
    assert again == bozza
    assert bozze.typed(again) == {"dinamica": "Caduta in palest"}
    assert Bozza.objects.count() == 1


@pytest.mark.parametrize(
    "many", [{"dinamica": "x" * 20_001}, {"x" * 61: "y"}], ids=["long", "name"]
)
def test_more_than_a_draft_can_hold_is_refused(bozza, laura, adesso, many):
    with pytest.raises(ActionError, match="troppo lungo"):
        save_bozza(bozza, many, expected=1, by=laura, now=adesso)


def test_the_text_is_not_readable_in_the_database(bozza):
    raw = Bozza.objects.filter(pk=bozza.pk).values_list("testi", flat=True).get()
    assert b"Caduta" not in bytes(raw)


def test_a_draft_becomes_a_case_and_keeps_no_text(bozza, caduta, laura, adesso):
    caso = open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    stored = Bozza.objects.get(pk=bozza.pk)
    assert caso.numero == "2026/0001"
    assert (stored.caso, stored.testi, stored.ended_by) == (caso, None, laura.user)
    assert bozze.typed(stored) == {}
    with pytest.raises(KeyDestroyed):
        stored.data_key.material()


def test_pressed_twice_it_is_one_case(bozza, caduta, laura, adesso):
    first = open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    second = open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    assert first == second
    assert Caso.objects.count() == 1


def test_a_draft_changed_meanwhile_does_not_open(bozza, caduta, laura, adesso):
    save_bozza(bozza, {"comune": "Milano"}, expected=1, by=laura, now=adesso)
    with pytest.raises(VersionConflict):
        open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    assert not Caso.objects.exists()


def test_a_new_person_is_added_with_the_case(senza_persona, caduta, laura, adesso):
    caso = open_bozza(senza_persona, caduta, persona=ANNA, expected=1, by=laura, now=adesso)
    assert str(caso.lavoratore) == "Verdi Anna"


def test_a_refused_case_adds_no_person(senza_persona, laura, adesso):
    future = DatiCaso(avvenuto_at=adesso + timedelta(days=1))
    with pytest.raises(ActionError):
        open_bozza(senza_persona, future, persona=ANNA, expected=1, by=laura, now=adesso)
    assert not Lavoratore.objects.exists()


def test_a_doubtful_codice_fiscale_asks_first(senza_persona, caduta, laura, adesso):
    doubtful = DatiLavoratore(
        categoria="studente",
        cognome="Verdi",
        nome="Anna",
        sesso="F",
        nato_on=date(2012, 1, 31),
        codice_fiscale="BNCLCU13E03F205S",
    )
    asked = {"persona": doubtful, "expected": 1, "by": laura, "now": adesso}
    with pytest.raises(ConfirmationNeeded):
        open_bozza(senza_persona, caduta, **asked)
    assert open_bozza(senza_persona, caduta, confirmed=True, **asked).lavoratore.codice_fiscale


def test_without_anybody_hurt_it_does_not_open(senza_persona, caduta, laura, adesso):
    with pytest.raises(ActionError, match="chi si è fatto male"):
        open_bozza(senza_persona, caduta, expected=1, by=laura, now=adesso)


def test_another_injured_person_joins_the_event(bozza, caduta, laura, adesso, personas):
    first = open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    other = start_bozza(
        {},
        organizzazione=personas.scuola,
        evento=first.evento,
        lavoratore=LavoratoreFactory(organizzazione=personas.scuola, cognome="Rossi"),
        by=laura,
        now=adesso,
        request_key=uuid4(),
    )
    second = open_bozza(other, DatiCaso(), expected=1, by=laura, now=adesso)
    assert second.evento == first.evento
    assert second.lavoratore.cognome == "Rossi"


def test_the_wrong_person_can_be_let_go(bozza, laura, adesso):
    assert forget_person(bozza, expected=1, by=laura, now=adesso).lavoratore is None


def test_thrown_away_it_is_gone_and_on_record(bozza, laura, adesso):
    for _ in range(2):
        discard_bozza(bozza, by=laura, now=adesso)
    stored = Bozza.objects.get(pk=bozza.pk)
    assert (stored.testi, stored.caso) == (None, None)
    codes = AuditEvent.objects.filter(target_id=bozza.pk).order_by("at", "seq", "id")
    assert sorted(codes.values_list("code", flat=True)) == ["bozza.cominciata", "bozza.eliminata"]
    assert not Bozza.objects.going_on().exists()


def test_what_has_ended_takes_no_more(bozza, caduta, laura, adesso):
    discard_bozza(bozza, by=laura, now=adesso)
    with pytest.raises(ActionError, match="non c’è più"):
        save_bozza(bozza, {"comune": "Milano"}, expected=2, by=laura, now=adesso)
    with pytest.raises(ActionError, match="non c’è più"):
        open_bozza(bozza, caduta, expected=2, by=laura, now=adesso)


def test_what_became_a_case_is_not_thrown_away(bozza, caduta, laura, adesso):
    open_bozza(bozza, caduta, expected=1, by=laura, now=adesso)
    with pytest.raises(ActionError, match="già nato un caso"):
        discard_bozza(bozza, by=laura, now=adesso)


def test_people_and_events_of_another_school_do_not_enter(laura, personas, adesso, bozza):
    stranger = LavoratoreFactory(organizzazione=personas.altra_scuola)
    elsewhere = EventoFactory(organizzazione=personas.altra_scuola)
    with pytest.raises(ActionError, match="dell’organizzazione"):
        save_bozza(bozza, {}, lavoratore=stranger, expected=1, by=laura, now=adesso)
    with pytest.raises(ActionError, match="dell’organizzazione"):
        start_bozza(
            {},
            organizzazione=personas.scuola,
            evento=elsewhere,
            by=laura,
            now=adesso,
            request_key=uuid4(),
        )


def test_another_school_sees_no_draft_and_does_nothing_to_it(bozza, personas, adesso):
    other = personas.scope(personas.segreteria2)
    assert not Bozza.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        save_bozza(bozza, {"comune": "Roma"}, expected=1, by=other, now=adesso)
