"""Several processes on one database: numbers without gaps, one effect for one wish."""

from __future__ import annotations

import threading
import time
from uuid import uuid4

import pytest
from django.db import connection, transaction

from denunce.models import Caso, Evento, Invio, Numerazione, RiferimentoCertificato
from portal.base.audit import AuditEvent
from portal.base.db import lock
from tests.processes import run_together

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = "tests.denunce.actions.worker"


@pytest.fixture
def personas(transactional_db, adesso):
    """The cast, really committed: other processes must see it."""
    from tests.personas import Personas

    return Personas(adesso)


@pytest.fixture
def job(laura, luca):
    """What every process is told."""
    return {"user": str(laura.user.pk), "lavoratore": str(luca.pk)}


def test_four_processes_take_numbers_without_gaps(job, solidita):
    count = 50 if solidita else 6
    answers = run_together(WORKER, [job | {"work": "open_many", "count": count}] * 4)
    taken = sorted(number for answer in answers for number in answer)
    assert taken == [f"2026/{n:04d}" for n in range(1, 4 * count + 1)]
    assert Numerazione.objects.get().ultimo == Caso.objects.count() == 4 * count


def test_one_wish_from_four_processes_is_one_case(job):
    wish = job | {"work": "open_many", "count": 1, "key": str(uuid4())}
    answers = run_together(WORKER, [wish] * 4)
    assert answers == [["2026/0001"]] * 4
    assert Caso.objects.count() == 1


def test_of_two_certificates_typed_at_once_the_second_author_is_asked_to_look(job, caso):
    jobs = [
        job | {"work": "certify", "caso": str(caso.pk), "expected": caso.version, "numero": numero}
        for numero in ("A00000000001", "A00000000002")
    ]
    assert sorted(run_together(WORKER, jobs)) == ["conflitto", "ricevuto"]
    assert RiferimentoCertificato.objects.count() == 1
    assert caso.adempimenti.filter(tipo="denuncia").count() == 1


def test_one_dispatch_pressed_four_times_at_once_is_one(job, caso, adempimenti):
    duty = adempimenti(caso)["denuncia_assicurazione"]
    wish = job | {"work": "send", "adempimento": str(duty.pk), "key": str(uuid4())}
    answers = run_together(WORKER, [wish] * 4)
    assert len(set(answers)) == 1
    assert Invio.objects.count() == 1
    assert AuditEvent.objects.filter(code="invio.registrato").count() == 1


def test_of_four_people_who_send_the_same_duty_one_does(job, caso, adempimenti):
    duty = adempimenti(caso)["denuncia_assicurazione"]
    jobs = [
        job | {"work": "send", "adempimento": str(duty.pk), "key": str(uuid4())}
        for _person in range(4)
    ]
    answers = run_together(WORKER, jobs)
    assert answers.count("rifiutato") == 3
    assert Invio.objects.count() == 1


def test_who_waited_for_a_case_reads_its_event_as_it_was_left(caso):
    """PostgreSQL, after a wait, gives the joined rows as they were before it."""
    rows = Caso.objects.filter(pk=caso.pk)
    held = threading.Event()

    def first():
        with transaction.atomic():
            lock(rows).get()
            held.set()
            Evento.objects.filter(pk=caso.evento_id).update(comune="Monza")
            rows.update(version=caso.version + 1)
            time.sleep(0.3)  # long enough for the other to be waiting
        connection.close()

    other = threading.Thread(target=first)
    other.start()
    held.wait(10)
    with transaction.atomic():
        read = lock(rows.select_related("evento")).get()
    other.join()
    assert read.version == caso.version + 1
    assert read.evento.comune == "Monza"
