"""Putting messages in the queue: once by key, inside the caller's transaction."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from portal.base.audit.models import AuditEvent
from portal.base.outbox import (
    KeyReused,
    OutboxMessage,
    enqueue,
    enqueue_many,
    oldest_due_age,
    queueing,
    register,
    resume,
    suspended_count,
)
from portal.base.privacy import FreeText

pytestmark = pytest.mark.django_db


def test_a_message_waits_with_its_ids_until_it_is_due(adesso: datetime) -> None:
    due = adesso + timedelta(hours=1)
    message = enqueue("pdf", {"documento": "d-1"}, key="pdf:d-1", due_at=due, now=adesso)
    assert (message.state, message.due_at, message.payload) == (
        "in_coda",
        due,
        {"documento": "d-1"},
    )
    assert str(message) == "pdf pdf:d-1 in_coda"


def test_the_same_key_asks_once(adesso: datetime) -> None:
    first = enqueue("pdf", {"id": 1}, key="k", due_at=adesso, now=adesso)
    again = enqueue("pdf", {"id": 1}, key="k", due_at=adesso + timedelta(days=1), now=adesso)
    assert again.pk == first.pk
    assert OutboxMessage.objects.get().due_at == adesso


def test_many_are_asked_with_one_statement_and_none_twice(
    adesso: datetime, django_assert_num_queries
) -> None:
    enqueue("pdf", {"n": 0}, key="k0", due_at=adesso, now=adesso)
    payloads = {f"k{n}": {"n": n} for n in range(20)}
    with django_assert_num_queries(1):
        enqueue_many("pdf", payloads, due_at=adesso, now=adesso)
    enqueue_many("pdf", payloads, due_at=adesso, now=adesso)
    assert OutboxMessage.objects.count() == 20
    with pytest.raises(FreeText):
        enqueue_many("pdf", {"k": {"chi": "Mario Rossi"}}, due_at=adesso, now=adesso)


@pytest.mark.parametrize(("handler", "payload"), [("pdf", {"id": 2}), ("mail", {"id": 1})])
def test_the_same_key_for_something_else_is_an_error(adesso: datetime, handler, payload) -> None:
    enqueue("pdf", {"id": 1}, key="k", due_at=adesso, now=adesso)
    with pytest.raises(KeyReused, match="k"):
        enqueue(handler, payload, key="k", due_at=adesso, now=adesso)


def test_a_payload_carries_no_text(adesso: datetime) -> None:
    with pytest.raises(FreeText):
        enqueue("mail", {"a": "Mario Rossi"}, key="k", due_at=adesso, now=adesso)


def test_a_rolled_back_action_leaves_nothing_in_the_queue(adesso: datetime) -> None:
    with transaction.atomic():
        enqueue("pdf", {}, key="k", due_at=adesso, now=adesso)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_the_workers_are_woken_after_the_commit_and_only_for_what_is_due(
    adesso: datetime, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(queueing, "nudge", lambda: woken.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("pdf", {}, key="ora", due_at=adesso, now=adesso)
        assert woken == []
    assert woken == [True]
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("pdf", {}, key="poi", due_at=adesso + timedelta(hours=1), now=adesso)
    assert woken == [True]


def test_the_depth_is_the_age_of_the_latest_message(adesso: datetime) -> None:
    assert oldest_due_age(adesso) == timedelta()
    enqueue("pdf", {}, key="futuro", due_at=adesso + timedelta(hours=1), now=adesso)
    assert oldest_due_age(adesso) == timedelta()
    enqueue("pdf", {}, key="a", due_at=adesso - timedelta(minutes=3), now=adesso)
    enqueue("pdf", {}, key="b", due_at=adesso - timedelta(minutes=9), now=adesso)
    assert oldest_due_age(adesso) == timedelta(minutes=9)


def test_a_suspended_message_goes_back_in_the_queue_when_someone_says_so(
    adesso: datetime,
) -> None:
    message = enqueue("pdf", {}, key="a", due_at=adesso, now=adesso)
    assert not resume(message, by=None, now=adesso)
    OutboxMessage.objects.update(state="sospeso", faults=5, last_error="KeyError")
    assert suspended_count() == 1

    assert resume(message, by=None, now=adesso)

    stored = OutboxMessage.objects.get()
    assert (stored.state, stored.faults, stored.last_error) == ("in_coda", 0, "")
    assert AuditEvent.objects.get().code == "outbox.ripreso"


def test_a_handler_name_belongs_to_one_function(prova) -> None:
    register(prova.name)(prova)
    with pytest.raises(ValueError, match="twice"):
        register(prova.name)(lambda payload, *, now: None)
