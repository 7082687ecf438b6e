"""Claim, work, finish: every outcome of a message."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from portal.base.audit.models import AuditEvent
from portal.base.keys import DataKey
from portal.base.outbox import OutboxMessage, Refused, Transient, dispatch, enqueue, on_batch_end
from portal.base.outbox.registry import _BATCH_END
from portal.base.outbox.sender import MAX_FAULTS, claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def accoda(prova, orologio):
    """Enqueue ``count`` messages for the test's handler, due now."""

    def make(count: int = 1, **delta: float) -> list[OutboxMessage]:
        due = orologio() + timedelta(**delta)
        return [
            enqueue(prova.name, {"n": n}, key=f"{prova.name}:{n}", due_at=due, now=orologio())
            for n in range(count)
        ]

    return make


def failing(error: Exception):
    def before(payload) -> None:
        raise error

    return before


def test_a_due_message_is_done_once(accoda, prova, orologio) -> None:
    accoda(3)
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (3, 0)
    assert sorted(payload["n"] for payload in prova.done) == [0, 1, 2]
    assert {(m.state, m.done_at, m.lease_token) for m in OutboxMessage.objects.order_by("pk")} == {
        ("fatto", orologio(), None)
    }
    assert dispatch(now=orologio).done == 0


def test_a_message_of_the_future_waits(accoda, prova, orologio) -> None:
    accoda(1, hours=1)
    assert dispatch(now=orologio).done == 0
    orologio.avanza(hours=1)
    assert dispatch(now=orologio).done == 1


def test_a_limit_leaves_the_rest_for_the_next_run(accoda, orologio) -> None:
    accoda(3)
    assert dispatch(now=orologio, limit=2).done == 2
    assert dispatch(now=orologio, limit=2).done == 1


def test_an_idle_poll_is_one_question(orologio, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        dispatch(now=orologio)


def test_the_work_runs_outside_the_claim_transaction(
    accoda, prova, orologio, django_db_blocker
) -> None:
    states: list[str] = []
    prova.before = lambda payload: states.append(OutboxMessage.objects.get().state)
    accoda(1)
    dispatch(now=orologio)
    assert states == ["in_corso"]


def test_a_raising_handler_does_not_stop_the_others(accoda, prova, orologio) -> None:
    def before(payload) -> None:
        if payload["n"] == 1:
            raise KeyError("Mario Rossi")

    prova.before = before
    accoda(3)
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (2, 1)
    failed = OutboxMessage.objects.get(state="in_coda")
    assert (failed.last_error, failed.faults, failed.attempts) == ("KeyError", 1, 1)
    assert failed.due_at == orologio() + timedelta(seconds=15)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(accoda, prova, orologio) -> None:
    prova.before = failing(Transient("posta_giu"))
    accoda(1)
    waits = []
    for _ in range(7):
        dispatch(now=orologio)
        waits.append((OutboxMessage.objects.get().due_at - orologio()).seconds)
        orologio.at = OutboxMessage.objects.get().due_at
    assert waits == [15, 30, 60, 120, 240, 300, 300]
    assert OutboxMessage.objects.get().last_error == "posta_giu"


def test_a_relay_down_for_days_never_suspends_a_message(accoda, prova, orologio) -> None:
    prova.before = failing(Transient("posta_giu"))
    accoda(1)
    for _ in range(MAX_FAULTS * 3):
        dispatch(now=orologio)
        orologio.avanza(hours=1)
    prova.before = lambda payload: None
    assert dispatch(now=orologio).done == 1


def test_a_poisonous_message_is_set_aside_and_written_down(accoda, prova, orologio) -> None:
    prova.before = failing(ZeroDivisionError())
    (message,) = accoda(1)
    for _ in range(MAX_FAULTS + 2):
        dispatch(now=orologio)
        orologio.avanza(hours=1)
    stored = OutboxMessage.objects.get()
    assert (stored.state, stored.attempts, stored.last_error) == (
        "sospeso",
        MAX_FAULTS,
        "ZeroDivisionError",
    )
    event = AuditEvent.objects.get(code="outbox.sospeso")
    assert event.target_id == message.pk
    assert event.data == {
        "handler": prova.name,
        "errore": "ZeroDivisionError",
        "tentativi": MAX_FAULTS,
    }


def test_a_refused_message_is_set_aside_at_once(accoda, prova, orologio) -> None:
    prova.before = failing(Refused("smtp_550"))
    accoda(1)
    assert dispatch(now=orologio).failed == 1
    assert OutboxMessage.objects.get().state == "sospeso"
    assert AuditEvent.objects.filter(code="outbox.sospeso").count() == 1


def test_an_error_described_in_words_becomes_a_code_and_stops_nothing(
    accoda, prova, orologio
) -> None:
    prova.before = failing(Refused("il relay ha detto no a mario@esempio.test"))
    accoda(1)
    assert dispatch(now=orologio).failed == 1
    assert OutboxMessage.objects.get().last_error == "il_relay_ha_detto_no_a_mario_esempio.test"
    assert AuditEvent.objects.filter(code="outbox.sospeso").count() == 1


def test_a_handler_nobody_registered_waits_for_the_upgrade(orologio) -> None:
    enqueue("di.domani", {}, key="k", due_at=orologio(), now=orologio())
    assert dispatch(now=orologio).failed == 1
    stored = OutboxMessage.objects.get()
    assert (stored.state, stored.last_error, stored.faults) == (
        "in_coda",
        "handler_sconosciuto",
        0,
    )


def test_while_a_lease_runs_nobody_else_takes_the_message(accoda, orologio) -> None:
    accoda(1)
    minute = timedelta(seconds=60)
    assert claim(orologio(), minute) is not None
    assert claim(orologio(), minute) is None
    orologio.avanza(seconds=59)
    assert claim(orologio(), minute) is None


def test_a_message_of_a_dead_process_is_taken_up_when_its_lease_ends(accoda, orologio) -> None:
    accoda(1)
    claim(orologio(), timedelta(seconds=60))
    orologio.avanza(seconds=60)
    assert dispatch(now=orologio).done == 1
    stored = OutboxMessage.objects.get()
    assert (stored.attempts, stored.faults, stored.last_error) == (2, 1, "")


def test_a_message_that_kills_every_process_is_set_aside(accoda, orologio) -> None:
    accoda(1)
    for _ in range(MAX_FAULTS):
        assert claim(orologio(), timedelta(seconds=60)) is not None
        orologio.avanza(seconds=61)
    assert claim(orologio(), timedelta(seconds=60)) is None
    stored = OutboxMessage.objects.get()
    assert (stored.state, stored.last_error) == ("sospeso", "abbandonato")
    assert AuditEvent.objects.get().code == "outbox.sospeso"


def test_a_process_that_comes_late_cannot_finish_what_another_took_up(
    accoda, prova, orologio
) -> None:
    accoda(1)
    taken = []

    def before(payload) -> None:
        if not taken:
            orologio.avanza(seconds=61)
            taken.append(claim(orologio(), timedelta(seconds=60)))

    prova.before = before
    result = dispatch(now=orologio)
    stored = OutboxMessage.objects.get()
    assert result.done == 0
    assert (stored.state, stored.lease_token) == ("in_corso", taken[0].lease_token)


def test_a_late_failure_changes_nothing_either(accoda, prova, orologio) -> None:
    accoda(1)
    seen = []

    def before(payload) -> None:
        if not seen:
            orologio.avanza(seconds=61)
            seen.append(claim(orologio(), timedelta(seconds=60)))
            raise Refused("troppo_tardi")

    prova.before = before
    dispatch(now=orologio)
    assert OutboxMessage.objects.get().state == "in_corso"
    assert not AuditEvent.objects.exists()


def test_the_end_of_a_batch_is_told_even_after_a_failure(accoda, prova, orologio) -> None:
    ended: list[bool] = []
    hook = on_batch_end(lambda: ended.append(True))
    try:
        prova.before = failing(SystemExit())
        accoda(1)
        with pytest.raises(SystemExit):
            dispatch(now=orologio)
        assert ended == [True]
    finally:
        _BATCH_END.remove(hook)


@pytest.mark.django_db(transaction=True)
def test_a_database_error_inside_a_handler_concerns_that_message_alone(
    accoda, prova, orologio
) -> None:
    def before(payload) -> None:
        if payload["n"] == 0:
            DataKey.objects.create(key_id="k", created_at=orologio())

    prova.before = before
    accoda(2)
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (1, 1)
    assert OutboxMessage.objects.get(state="in_coda").last_error == IntegrityError.__name__
