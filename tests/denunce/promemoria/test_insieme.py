"""Many reminders in a row: one transaction each, and what is not plain goes alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.promemoria import insieme
from denunce.promemoria import sender as module
from denunce.promemoria.models import Promemoria, Tentativo
from denunce.promemoria.scan import scan
from portal.base import outbox
from portal.base.outbox import OutboxMessage, Refused, Transient
from tests.denunce.promemoria.scena import at
from utenti.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("2026-03-12 10:00")


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def due(scena):
    """Some reminders in the queue."""

    def make(count: int) -> list[Promemoria]:
        for number in range(count):
            scena.denuncia("2026-03-12 10:00", cognome=f"Esempio{number}")
        scan(NOW)
        return list(Promemoria.objects.order_by("pk"))

    return make


def dispatch() -> tuple[int, int]:
    result = outbox.dispatch(now=lambda: NOW)
    return result.done, result.failed


def states() -> list[str]:
    return sorted(Promemoria.objects.order_by("pk").values_list("stato", flat=True))


def test_each_takes_one_transaction_and_is_sent_once(due, mailoutbox):
    due(6)
    with CaptureQueriesContext(connection) as queries:
        assert dispatch() == (6, 0)
    assert len(mailoutbox) == len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 6
    assert states() == ["inviato"] * 6
    assert set(Tentativo.objects.order_by("pk").values_list("numero", "esito")) == {
        (1, "accettato")
    }
    begun = [query["sql"] for query in queries if query["sql"].startswith("BEGIN")]
    assert len(begun) <= 6 + 3  # the claim, the last mark, one of the heartbeat


def test_at_every_moment_one_reminder_at_most_is_with_the_server(due, monkeypatch):
    due(4)
    seen: list[list[str]] = []
    monkeypatch.setattr(module.mail, "send", lambda *args, **kwargs: seen.append(states()))
    dispatch()
    assert seen == [
        ["da_inviare", "da_inviare", "da_inviare", "incerto"],
        ["da_inviare", "da_inviare", "incerto", "inviato"],
        ["da_inviare", "incerto", "inviato", "inviato"],
        ["incerto", "inviato", "inviato", "inviato"],
    ]


@pytest.mark.parametrize(
    ("error", "state", "esito"),
    [
        (Transient("smtp_450"), "da_inviare", "smtp_450"),
        (Transient("esito_incerto"), "incerto", "esito_incerto"),
        (Refused("smtp_550"), "fallito", "smtp_550"),
    ],
)
def test_one_that_the_server_does_not_take_leaves_the_others_alone(
    due, monkeypatch, error, state, esito
):
    unlucky = due(3)[1].message_id

    def send(message_id, *args, **kwargs):
        if message_id == unlucky:
            raise error

    monkeypatch.setattr(module.mail, "send", send)
    assert dispatch() == (2, 1)
    assert states() == sorted(["inviato", "inviato", state])
    assert Tentativo.objects.exclude(esito="accettato").get().esito == esito


def test_a_duty_done_while_the_batch_runs_is_not_reminded(due, scena, monkeypatch):
    due(3)
    sent: list[str] = []

    def send(message_id, *args, **kwargs):
        if not sent:
            for row in Promemoria.objects.filter(stato="da_inviare").order_by("pk"):
                scena.invio(row.adempimento, "2026-03-12 10:00")
        sent.append(message_id)

    monkeypatch.setattr(module.mail, "send", send)
    assert dispatch() == (3, 0)
    assert len(sent) == 1
    assert states() == ["annullato", "annullato", "inviato"]


def test_who_lost_access_is_not_told(due, personas):
    due(2)
    Membership.objects.filter(utente=personas.segreteria).update(valid_to=at("2026-03-11 10:00"))
    dispatch()
    assert states() == ["annullato", "annullato"]


def test_one_that_cannot_be_written_is_counted_and_told_alone(due, monkeypatch):
    poison = due(3)[1]
    original = module.compose

    def fails(promemoria, now):
        if promemoria.pk == poison.pk:
            raise LookupError("no template")
        return original(promemoria, now)

    for place in (insieme, module):
        monkeypatch.setattr(place, "compose", fails)
    assert dispatch() == (2, 1)
    poison.refresh_from_db()
    assert list(poison.tentativi.values_list("esito", flat=True)) == ["errore"]
    assert states() == ["da_inviare", "inviato", "inviato"]


def test_what_a_dead_process_left_open_is_closed_and_sent_again_alone(due, mailoutbox):
    first = due(3)[0]
    module.ledger.open_attempt(first, NOW)  # and it died
    assert dispatch() == (3, 0)
    assert list(first.tentativi.values_list("esito", flat=True).order_by("numero")) == [
        "interrotto",
        "accettato",
    ]
    assert len(mailoutbox) == 3


def test_a_reminder_that_left_is_marked_even_if_the_next_one_breaks_the_batch(due, monkeypatch):
    due(3)
    original, calls = module.ledger.open_first_attempt, []

    def breaks(promemoria, now):
        calls.append(promemoria.pk)
        if len(calls) == 2:
            raise OSError("not the fault of a message")
        return original(promemoria, now)

    monkeypatch.setattr(module.ledger, "open_first_attempt", breaks)
    with pytest.raises(OSError, match="not the fault"):
        dispatch()
    assert states() == ["da_inviare", "da_inviare", "inviato"]
    assert OutboxMessage.objects.filter(state="in_coda", attempts=0).count() == 2
