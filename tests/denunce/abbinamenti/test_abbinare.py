"""Certificates find their cases, in bulk and by index, whoever comes first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificati.actions.vita import annul_certificato
from certificati.choices import Genere
from certificati.eventi import EMESSI
from denunce.abbinamenti import abbinare
from denunce.abbinamenti.abbinare import cases_of, propose
from denunce.abbinamenti.models import Proposta
from denunce.actions.bozze import typed
from denunce.actions.casi import close_caso, reopen_caso, update_caso
from denunce.actions.dati import (
    EVENTO_FIELDS,
    GRAVITA_FIELDS,
    DatiCaso,
    DatiLavoratore,
    pick,
)
from denunce.actions.lavoratori import update_lavoratore
from denunce.actions.persone_dei_casi import change_person
from denunce.models import Bozza, Lavoratore
from portal.base.outbox import OutboxMessage, dispatch
from tests.certificati.scena import INFORTUNIO, LUCA, MALATTIA, emesso
from tests.denunce.abbinamenti.conftest import PERSONA

pytestmark = pytest.mark.django_db
SCUOLA_CF = "80012300150"


def only() -> Proposta:
    return Proposta.objects.get()


def test_the_open_case_of_the_same_day_is_proposed_the_certificate(caso, certificato):
    row = certificato()
    assert (only().caso, only().certificato_id, only().numero) == (caso, row.pk, row.numero)
    assert (only().differenze, only().stato) == ("", "da_confermare")


@pytest.mark.parametrize("days", [-3, -1, 1])
def test_a_day_within_three_is_the_same_event_and_the_difference_is_told(caso, certificato, days):
    certificato(evento_on=INFORTUNIO.evento_on + timedelta(days=days), evento_ora="")
    assert (only().caso, only().differenze) == (caso, "evento_on")


def test_a_day_further_away_is_another_event(caso, certificato):
    certificato(evento_on=INFORTUNIO.evento_on - timedelta(days=4))
    assert not Proposta.objects.exists()


def test_the_nearest_of_two_cases_is_taken(apri, persona, certificato, ora):
    person = persona()
    apri(person, avvenuto_at=ora("2026-03-09 09:00"))
    exact = apri(person)
    certificato()
    assert only().caso == exact


def test_an_injury_at_midnight_of_rome_keeps_its_day(apri, persona, certificato, ora):
    caso = apri(persona(), avvenuto_at=ora("2026-03-10 00:10"))
    certificato()
    assert (only().caso, only().differenze) == (caso, "")


def test_an_injury_is_not_a_disease(caso, personas, ora):
    said = replace(
        MALATTIA,
        codice_fiscale=LUCA,
        cognome="Bianchi",
        nome="Luca",
        sesso="M",
        nato_on=INFORTUNIO.nato_on,
        manifestata_on=date(2026, 3, 10),
    )
    propose([emesso(personas, ora("2026-03-11 13:00"), said).pk], now=ora("2026-03-11 13:00"))
    assert not Proposta.objects.exists()


def test_a_disease_finds_its_case(apri, persona, personas, ora):
    worker = persona(
        personas.impresa,
        personas.datore,
        categoria="lavoratore",
        cognome="Rossi",
        nome="Maria",
        sesso="F",
        nato_on=MALATTIA.nato_on,
        codice_fiscale=MALATTIA.codice_fiscale,
    )
    caso = apri(
        worker,
        personas.datore,
        tipo=Genere.MALATTIA,
        avvenuto_at=None,
        manifestata_on=MALATTIA.manifestata_on,
    )
    row = emesso(personas, ora("2026-03-11 13:00"), MALATTIA)
    propose([row.pk], now=ora("2026-03-11 13:00"))
    assert (only().caso, only().genere) == (caso, Genere.MALATTIA)


def test_another_name_with_the_same_code_is_told(apri, persona, certificato):
    apri(persona(cognome="Bianco"))
    certificato()
    assert only().differenze == "anagrafica"


def test_two_employers_with_a_case_each_get_their_proposal(
    caso, apri, persona, personas, certificato
):
    other = apri(persona(personas.impresa, personas.datore), personas.datore)
    certificato()
    assert {row.caso for row in Proposta.objects.all()} == {caso, other}


def test_heard_twice_it_is_proposed_once(caso, certificato, adesso):
    row = certificato()
    propose([row.pk], now=adesso)
    assert Proposta.objects.count() == 1


def test_a_decision_is_not_undone_by_hearing_again(proposta, adesso, personas):
    Proposta.objects.update(stato="scartata", decisa_at=adesso, decisa_by=personas.segreteria)
    propose([proposta.certificato_id], now=adesso)
    assert only().stato == "scartata"


def test_a_certificate_withdrawn_before_it_is_heard_is_not_proposed(caso, personas, ora):
    row = emesso(personas, ora("2026-03-11 13:00"))
    annul_certificato(
        row, motivo="dati", by=personas.scope(row.medico), now=ora("2026-03-11 14:00")
    )
    propose([row.pk], now=ora("2026-03-11 15:00"))
    assert not Proposta.objects.exists()


# --- without a case ----------------------------------------------------------------------


@pytest.fixture
def nominata(personas):
    """The school has the codice fiscale that the doctor writes."""
    personas.scuola.codice_fiscale = SCUOLA_CF
    personas.scuola.save()
    return personas.scuola


def test_without_a_case_it_waits_for_the_employer_whom_the_doctor_named(nominata, certificato):
    certificato(datore_codice_fiscale=SCUOLA_CF)
    assert (only().organizzazione, only().caso) == (nominata, None)


def test_an_employer_nobody_named_has_nothing_waiting(nominata, certificato):
    certificato()
    assert not Proposta.objects.exists()


def test_a_code_of_two_employers_names_neither(nominata, personas, certificato):
    personas.impresa.codice_fiscale = SCUOLA_CF
    personas.impresa.save()
    certificato(datore_codice_fiscale=SCUOLA_CF)
    assert not Proposta.objects.exists()


def test_an_employer_gets_no_certificate_in_which_the_doctor_named_another(
    caso, nominata, personas, certificato
):
    """A case with somebody's codice fiscale is not a way to read of their certificates."""
    personas.impresa.codice_fiscale = "01234560157"
    personas.impresa.save()
    certificato(datore_codice_fiscale="01234560157")
    assert (only().organizzazione, only().caso) == (personas.impresa, None)


def test_the_named_employer_has_it_in_the_case(caso, nominata, certificato):
    certificato(datore_codice_fiscale=SCUOLA_CF)
    assert (only().organizzazione, only().caso) == (nominata, caso)


def test_the_case_is_opened_from_the_certificate_and_finds_it(laura, nominata, certificato, adesso):
    certificato(datore_codice_fiscale=SCUOLA_CF)
    key = str(uuid4())
    for _press in range(2):
        laura.post(f"/abbinamenti/{only().pk}/apri-caso/", {"request_key": key})
    draft = Bozza.objects.get()
    assert typed(draft) == {
        "avvenuto_at_giorno": "2026-03-10",
        "avvenuto_at_ora": "11:20",
        "categoria": "studente",
        "codice_fiscale": LUCA,
        "cognome": "Bianchi",
        "nato_a": "Milano",
        "nato_on": "2013-05-03",
        "nome": "Luca",
        "sesso": "M",
        "tipo": "infortunio",
    }


def test_who_is_on_record_is_chosen_not_typed(laura, nominata, persona, certificato):
    luca = persona()
    certificato(datore_codice_fiscale=SCUOLA_CF)
    laura.post(f"/abbinamenti/{only().pk}/apri-caso/", {"request_key": str(uuid4())})
    draft = Bozza.objects.get()
    assert draft.lavoratore == luca
    assert "cognome" not in typed(draft)


def test_the_waiting_certificate_moves_to_the_case_when_it_is_opened(
    nominata, persona, apri, certificato
):
    certificato(datore_codice_fiscale=SCUOLA_CF)
    caso = apri(persona())
    assert (only().caso, only().stato) == (caso, "da_confermare")


def test_a_case_opened_later_finds_a_certificate_that_waited_for_nobody(persona, apri, certificato):
    row = certificato()
    assert not Proposta.objects.exists()
    caso = apri(persona())
    assert (only().caso, only().certificato_id) == (caso, row.pk)


def update_code(person: Lavoratore, code: str | None, personas, now) -> None:
    person.refresh_from_db()
    said = PERSONA | {"codice_fiscale": code}
    update_lavoratore(
        person,
        DatiLavoratore(**said),
        expected=person.version,
        by=personas.scope(personas.segreteria),
        now=now,
        confirmed=True,
    )


def test_a_person_who_gets_a_codice_fiscale_gets_the_certificates(
    persona, apri, certificato, personas, adesso
):
    person = persona(codice_fiscale=None)
    caso = apri(person)
    certificato()
    assert not Proposta.objects.exists()
    update_code(person, LUCA, personas, adesso)
    assert only().caso == caso


def test_a_codice_fiscale_taken_away_takes_the_proposal_away(proposta, personas, adesso):
    update_code(proposta.caso.lavoratore, None, personas, adesso)
    assert not Proposta.objects.exists()


def test_the_wrong_person_of_a_case_does_not_keep_the_certificate(
    proposta, persona, personas, adesso
):
    other = persona(cognome="Verdi", codice_fiscale=None)
    caso = proposta.caso
    caso.refresh_from_db()
    by = personas.scope(personas.segreteria)
    change_person(caso, other, expected=caso.version, by=by, now=adesso)
    assert not Proposta.objects.exists()


def test_the_day_corrected_the_difference_goes(apri, persona, certificato, personas, adesso, ora):
    caso = apri(persona(), avvenuto_at=ora("2026-03-09 11:20"))
    certificato()
    assert only().differenze == "evento_on"
    caso.refresh_from_db()
    said = pick(caso.evento, EVENTO_FIELDS) | pick(caso, GRAVITA_FIELDS)
    update_caso(
        caso,
        DatiCaso(**said | {"avvenuto_at": ora("2026-03-10 11:20")}),
        expected=caso.version,
        by=personas.scope(personas.segreteria),
        now=adesso,
    )
    assert only().differenze == ""


def test_a_closed_case_gets_it_when_it_is_opened_again(caso, certificato, personas, adesso):
    by = personas.scope(personas.dirigente)
    close_caso(caso, esito="errore", expected=caso.version, by=by, now=adesso)
    certificato()
    assert not Proposta.objects.exists()
    caso.refresh_from_db()
    reopen_caso(caso, expected=caso.version, by=by, now=adesso)
    assert only().caso == caso


def test_what_commits_meanwhile_is_seen_after_the_commit(
    persona, personas, apri, ora, django_capture_on_commit_callbacks, monkeypatch
):
    """The certificate is committed after the case looked, heard before the case is committed."""
    hidden = []
    monkeypatch.setattr(abbinare.riferimenti, "of_people", lambda *_a, **_k: hidden)
    with django_capture_on_commit_callbacks(execute=True):
        caso = apri(persona())
        assert not Proposta.objects.exists()
        row = emesso(personas, ora("2026-03-11 13:00"))
        hidden += abbinare.riferimenti.by_ids([row.pk])
    assert only().caso == caso


# --- in bulk ----------------------------------------------------------------------


@contextmanager
def counted() -> Iterator[list[int]]:
    found: list[int] = []
    with CaptureQueriesContext(
        connection,
    ) as queries:
        yield found
    found.append(len(queries))


def test_fifty_certificates_cost_the_queries_of_one(persona, apri, personas, ora, adesso):
    at = ora("2026-03-11 13:00")
    apri(persona())
    one = emesso(personas, at)
    many = [emesso(personas, at) for _number in range(50)]
    with counted() as few:
        propose([one.pk], now=adesso)
    with counted() as lots:
        propose([row.pk for row in many], now=adesso)
    assert few == lots
    assert few[0] <= 10
    assert Proposta.objects.count() == 51


def test_the_messages_of_many_issues_are_heard_together(caso, personas, ora, adesso):
    for _number in range(3):
        emesso(personas, ora("2026-03-11 13:00"))
    with CaptureQueriesContext(connection) as queries:
        dispatch(now=lambda: adesso)
    assert OutboxMessage.objects.filter(handler=EMESSI, state="fatto").count() == 3
    assert Proposta.objects.count() == 3
    asked = [q["sql"] for q in queries if '"denunce_caso"' in q["sql"] and "SELECT" in q["sql"]]
    assert len(asked) == 1


def test_one_bad_message_does_not_stop_its_neighbours(caso, personas, ora, adesso):
    emesso(personas, ora("2026-03-11 13:00"))
    OutboxMessage.objects.create(
        handler=EMESSI,
        payload={"certificati": ["non-un-id"]},
        key="guasto",
        due_at=adesso,
        created_at=adesso,
    )
    dispatch(now=lambda: adesso)
    assert Proposta.objects.count() == 1
    assert OutboxMessage.objects.get(key="guasto").state != "fatto"


def test_matching_goes_by_the_index_of_the_codice_fiscale(caso):
    rows = cases_of([Lavoratore.index_of(LUCA)])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "lavoratore_codice_fiscale" in plan
    assert "SCAN denunce_caso" not in plan
    assert "Seq Scan on denunce_lavoratore" not in plan
