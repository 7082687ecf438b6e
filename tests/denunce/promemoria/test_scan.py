"""The scan: what it queues, for whom, and that doing it again changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.models import Adempimento
from denunce.promemoria.models import Promemoria
from denunce.promemoria.scan import Esito, scan
from portal.base import heartbeat
from portal.base.outbox import OutboxMessage
from tests.denunce.promemoria.scena import at
from utenti.models import Membership

pytestmark = pytest.mark.django_db


def rows(duty: Adempimento) -> set[tuple[str, str, str]]:
    """The reminders of a duty: stage, person, state."""
    found = Promemoria.objects.filter(adempimento=duty).select_related("destinatario")
    return {(row.gradino, row.destinatario.cognome, row.stato) for row in found}


def test_a_new_duty_is_reminded_at_once_and_then_waits_for_its_next_stage(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    assert scan(at("2026-03-12 10:00")) == Esito(dovuti=1, accodati=1, gia_inviati=0)
    duty.refresh_from_db()
    assert rows(duty) == {("subito", "Conti", "da_inviare")}
    assert duty.prossimo_promemoria_at == at("2026-03-13 10:00")
    message = OutboxMessage.objects.get(handler="promemoria.invia")
    assert message.payload == {"promemoria": str(Promemoria.objects.get().pk)}
    assert message.key == f"promemoria:{Promemoria.objects.get().pk}"


def test_the_same_scan_again_queues_nothing_and_says_so(scena):
    scena.denuncia("2026-03-12 10:00")
    instant = at("2026-03-12 10:00")
    scan(instant)
    assert scan(instant) == Esito(dovuti=1, accodati=0, gia_inviati=1)
    assert scan(instant + timedelta(minutes=1)) == Esito(dovuti=1, accodati=0, gia_inviati=1)
    assert scan(instant + timedelta(hours=2)) == Esito(dovuti=0, accodati=0, gia_inviati=0)
    assert OutboxMessage.objects.filter(handler="promemoria.invia").count() == 1


def test_a_stage_planned_back_by_hand_is_not_sent_twice(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    Adempimento.objects.filter(pk=duty.pk).update(prossimo_promemoria_at=at("2026-03-12 10:00"))
    assert scan(at("2026-03-12 11:30")).accodati == 0
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-13 10:00")


def test_every_stage_goes_out_once_until_the_last(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    for instant in (
        "2026-03-12 10:00",
        "2026-03-13 10:00",
        "2026-03-13 12:00",
        "2026-03-14 06:00",
        "2026-03-14 23:59:59",
    ):
        assert scan(at(instant)).accodati == 1, instant
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at is None
    assert {gradino for gradino, _who, _state in rows(duty)} == {
        "subito",
        "ore_24",
        "ultime_ore",
        "ore_4",
        "scadenza",
    }
    assert scan(at("2026-03-20 10:00")) == Esito(0, 0, 0)


def test_after_a_standstill_one_mail_says_what_matters_now(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    assert scan(at("2026-03-13 12:30")).accodati == 1
    assert rows(duty) == {
        ("subito", "Conti", "da_inviare"),
        ("ore_24", "Conti", "annullato"),
        ("ultime_ore", "Conti", "da_inviare"),
    }


def test_nothing_is_due_once_the_dispatch_is_recorded(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    scena.invio(duty, "2026-03-12 11:30")
    assert scan(at("2026-03-14 23:59:59")).accodati == 0


def test_everyone_who_works_on_the_cases_is_told_once(scena, personas):
    Membership.objects.create(
        utente=personas.dirigente,
        organizzazione=personas.scuola,
        ruolo="segreteria",
        valid_from=personas.since,
    )
    personas.docente, personas.segreteria2  # noqa: B018  (they exist, and must not be told)
    duty = scena.denuncia()
    assert scan(at("2026-03-12 10:00")).accodati == 2
    assert {who for _stage, who, _state in rows(duty)} == {"Conti", "Ferri"}


def test_the_person_in_charge_is_told_alone_while_she_has_access(scena, personas):
    personas.dirigente  # noqa: B018
    duty = scena.denuncia()
    duty.caso.assegnato_a = personas.dirigente
    duty.caso.save()
    scan(at("2026-03-12 10:00"))
    assert rows(duty) == {("subito", "Ferri", "da_inviare")}
    Membership.objects.filter(utente=personas.dirigente).update(
        valid_to=at("2026-03-12 10:00").date()
    )
    scan(at("2026-03-13 10:00"))
    assert ("ore_24", "Conti", "da_inviare") in rows(duty)
    assert ("ore_24", "Ferri", "da_inviare") not in rows(duty)


def test_a_consultant_is_told_while_the_delegation_lasts(scena, personas):
    duty = scena.denuncia(user=personas.consulente, organizzazione=personas.cliente)
    scan(at("2026-03-12 10:00"))
    assert rows(duty) == {("subito", "Studi", "da_inviare")}
    personas.end_delega()
    assert scan(at("2026-03-13 10:00")).accodati == 0


def test_a_disabled_account_is_not_told(scena, personas):
    personas.dirigente.is_active = False
    personas.dirigente.save()
    duty = scena.denuncia()
    scan(at("2026-03-12 10:00"))
    assert {who for _stage, who, _state in rows(duty)} == {"Conti"}


def test_one_duty_that_cannot_be_planned_does_not_stop_the_others(scena, monkeypatch):
    from denunce.promemoria import scan as module

    poison, fine = scena.denuncia(), scena.denuncia(cognome="Verdi")
    original = module.due_stage

    def fails(duty, found, now):
        if duty.pk == poison.pk:
            raise LookupError("no such stage")
        return original(duty, found, now)

    monkeypatch.setattr(module, "due_stage", fails)
    assert scan(at("2026-03-12 10:00")).accodati == 1
    poison.refresh_from_db()
    assert poison.prossimo_promemoria_at == at("2026-03-12 11:00")
    assert rows(fine) == {("subito", "Conti", "da_inviare")}


def test_the_scan_says_it_is_alive_at_the_present_not_at_the_instant_asked_for(scena):
    scena.denuncia()
    scan(at("2026-03-14 10:00"), send_at=at("2026-03-12 10:30"))
    assert heartbeat.last(heartbeat.SCAN) == at("2026-03-12 10:30")
    assert OutboxMessage.objects.get(handler="promemoria.invia").due_at == at("2026-03-12 10:30")


def test_the_work_follows_the_due_duties_batch_by_batch(scena, monkeypatch):
    from denunce.promemoria import scan as module

    monkeypatch.setattr(module, "_BATCH", 2)
    for index in range(5):
        scena.denuncia(cognome=f"Esempio{index}")
    assert scan(at("2026-03-12 10:00")).accodati == 5


def count_queries(instant: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        scan(at(instant))
    return len(queries)


def test_the_queries_do_not_grow_with_the_duties(scena):
    scena.denuncia("2026-03-12 10:00")
    few = count_queries("2026-03-12 10:00")
    for index in range(6):
        scena.denuncia("2026-03-12 12:00", cognome=f"Esempio{index}")
    assert count_queries("2026-03-12 12:00") == few


def test_a_scan_with_nothing_due_takes_no_write_lock(scena):
    scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    with CaptureQueriesContext(connection) as queries:
        scan(at("2026-03-12 10:01"))
    verbs = [query["sql"].split()[0] for query in queries]
    assert verbs.count("SELECT") == 2
    assert [verb for verb in verbs if verb not in {"SELECT", "INSERT"}] == []  # the heartbeat only
