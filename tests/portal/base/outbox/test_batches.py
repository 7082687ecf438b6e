"""Messages taken together: one lease, one order, and nobody pays for a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from portal.base.outbox import Batch, OutboxMessage, Refused, Transient, batches, dispatch, enqueue
from portal.base.outbox.sender import claim, claim_many

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Together:
    """Does messages in a row, as the test says: ``act`` gets the batch and one message."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.act = self.do

    def __call__(self, batch: Batch) -> None:
        self.sizes.append(len(batch.messages))
        for message in batch:
            self.act(batch, message)

    @staticmethod
    def do(batch: Batch, message: OutboxMessage) -> None:
        with transaction.atomic():
            batch.mark(message)
        batch.close(message)


@pytest.fixture
def together(prova) -> Iterator[Together]:
    handler = Together()
    batches.register_batch(prova.name)(handler)
    yield handler
    del batches._HANDLERS[prova.name]


@pytest.fixture
def accoda(prova, orologio):
    def make(count: int) -> list[OutboxMessage]:
        return [
            enqueue(
                prova.name,
                {"n": n},
                key=f"{prova.name}:{n}",
                due_at=orologio() - timedelta(seconds=60 - n),
                now=orologio(),
            )
            for n in range(count)
        ]

    return make


def states() -> list[tuple[str, int]]:
    return list(OutboxMessage.objects.order_by("key").values_list("state", "attempts"))


def test_fresh_messages_are_taken_together_twenty_at_a_time(accoda, together, orologio):
    accoda(45)
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (45, 0)
    assert together.sizes == [20, 20, 5]
    assert set(states()) == {("fatto", 1)}
    assert set(OutboxMessage.objects.order_by("pk").values_list("lease_token")) == {(None,)}


def test_a_limit_holds_for_messages_taken_together(accoda, together, orologio):
    accoda(5)
    assert dispatch(now=orologio, limit=3).done == 3
    assert together.sizes == [3]


def test_what_was_tried_before_is_taken_alone(accoda, together, prova, orologio):
    accoda(3)
    claim(orologio(), MINUTE)  # by a process that dies
    orologio.avanza(seconds=61)
    assert dispatch(now=orologio).done == 3
    assert [payload["n"] for payload in prova.done] == [0]
    assert together.sizes == [2]


def test_told_to_stop_what_was_not_begun_goes_back_untouched(accoda, together, orologio):
    accoda(3)
    begun: list[OutboxMessage] = []

    def act(batch: Batch, message: OutboxMessage) -> None:
        begun.append(message)
        Together.do(batch, message)

    together.act = act
    assert dispatch(now=orologio, stop=lambda: bool(begun)).done == 1
    assert states() == [("fatto", 1), ("in_coda", 0), ("in_coda", 0)]


def test_an_error_of_nobody_gives_back_what_is_left(accoda, together, orologio):
    accoda(3)

    def act(batch: Batch, message: OutboxMessage) -> None:
        if message.payload["n"] == 1:
            raise OperationalError("the database went away")
        Together.do(batch, message)

    together.act = act
    with pytest.raises(OperationalError):
        dispatch(now=orologio)
    assert states() == [("fatto", 1), ("in_coda", 0), ("in_coda", 0)]


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (Transient("posta_giu"), "in_coda", "posta_giu"),
        (Refused("smtp_550"), "sospeso", "smtp_550"),
        (KeyError("x"), "in_coda", "KeyError"),
    ],
)
def test_one_that_fails_is_written_down_and_the_others_done(
    accoda, together, orologio, error, state, code
):
    accoda(3)

    def act(batch: Batch, message: OutboxMessage) -> None:
        if message.payload["n"] == 1:
            batch.fail(message, error)
        else:
            Together.do(batch, message)

    together.act = act
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (2, 1)
    assert [row[0] for row in states()] == ["fatto", state, "fatto"]
    assert OutboxMessage.objects.get(payload__n=1).last_error == code


def test_one_may_be_done_alone_by_the_usual_handler(accoda, together, prova, orologio):
    accoda(3)
    prova.before = lambda payload: None if payload["n"] else (_ for _ in ()).throw(KeyError("x"))
    together.act = lambda batch, message: batch.alone(message)
    result = dispatch(now=orologio)
    assert (result.done, result.failed) == (2, 1)
    assert [payload["n"] for payload in prova.done] == [1, 2]


def test_a_lease_is_renewed_and_what_was_taken_meanwhile_is_left_to_its_taker(
    accoda, together, orologio, monkeypatch
):
    accoda(3)
    seconds = [0.0]
    monkeypatch.setattr(batches.time, "monotonic", lambda: seconds[0])

    def act(batch: Batch, message: OutboxMessage) -> None:
        Together.do(batch, message)
        if message.payload["n"] == 0:
            seconds[0] += 61  # a mail server that takes its time
            orologio.avanza(seconds=61)
            assert claim(orologio(), MINUTE).payload == {"n": 1}

    together.act = act
    assert dispatch(now=orologio, lease_seconds=60).done == 2
    assert states() == [("fatto", 1), ("in_corso", 2), ("fatto", 1)]


def test_a_second_process_takes_what_the_first_left(accoda, together, prova, orologio):
    accoda(5)
    first = claim_many(prova.name, orologio(), MINUTE, 2)
    second = claim_many(prova.name, orologio(), MINUTE, 9)
    assert [len(first), len(second)] == [2, 3]
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_a_name_has_one_batch_handler(together, prova):
    with pytest.raises(ValueError, match=prova.name):
        batches.register_batch(prova.name)(Together())
