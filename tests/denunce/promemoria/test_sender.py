"""The handler: what is asked again before sending, and what the ledger says of each outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest

from denunce.actions.dispatch import record_outcome
from denunce.promemoria import ledger
from denunce.promemoria import sender as module
from denunce.promemoria.models import Promemoria, Tentativo
from denunce.promemoria.scan import scan
from denunce.promemoria.sender import send
from portal.base import outbox
from portal.base.outbox import OutboxMessage, Refused, Transient
from tests.denunce.promemoria.scena import at

pytestmark = pytest.mark.django_db

NOW = at("2026-03-12 10:00")


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def promemoria(scena) -> Promemoria:
    """The first reminder of a denuncia, in the queue."""
    scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    return Promemoria.objects.get()


def deliver(promemoria: Promemoria, now=NOW) -> Promemoria:
    """Run the handler as the outbox does."""
    try:
        send({"promemoria": str(promemoria.pk)}, now=now)
    finally:
        promemoria.refresh_from_db()
    return promemoria


def attempts(promemoria: Promemoria) -> list[str]:
    return list(promemoria.tentativi.values_list("esito", flat=True).order_by("numero"))


def server_says(monkeypatch, error: Exception) -> None:
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(module.mail, "send", refuse)


def test_a_reminder_is_sent_once_with_its_own_message_id(promemoria, mailoutbox):
    assert deliver(promemoria).stato == "inviato"
    assert deliver(promemoria, NOW + timedelta(minutes=5)).stato == "inviato"
    assert [message.to for message in mailoutbox] == [["laura.conti@persone.test"]]
    headers = mailoutbox[0].message()
    assert headers["Message-ID"] == f"<promemoria.{promemoria.pk}@portale.test>"
    assert headers["Date"]
    assert headers["Auto-Submitted"] == "auto-generated"
    assert attempts(promemoria) == ["accettato"]


def test_the_identity_of_a_reminder_does_not_depend_on_when_it_was_planned(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    first = Promemoria.objects.get().message_id
    OutboxMessage.objects.all().delete()
    Promemoria.objects.all().delete()
    type(duty).objects.filter(pk=duty.pk).update(prossimo_promemoria_at=NOW)
    scan(NOW + timedelta(hours=3))
    assert Promemoria.objects.get().message_id == first


def test_the_outbox_does_it(promemoria, mailoutbox):
    result = outbox.dispatch(now=lambda: NOW)
    promemoria.refresh_from_db()
    assert (result.done, result.failed, promemoria.stato) == (1, 0, "inviato")
    assert len(mailoutbox) == 1


def test_a_duty_done_in_the_meantime_is_not_reminded(promemoria, scena, mailoutbox):
    scena.invio(promemoria.adempimento, "2026-03-12 11:30")
    deliver(promemoria, at("2026-03-12 11:31"))
    assert (promemoria.stato, promemoria.motivo) == ("annullato", "adempimento_chiuso")
    assert mailoutbox == []
    assert attempts(promemoria) == []


def test_who_lost_access_in_the_meantime_is_not_told(promemoria, personas, mailoutbox):
    personas.end_membership(personas.segreteria)
    deliver(promemoria)
    assert (promemoria.stato, promemoria.motivo) == ("annullato", "senza_accesso")
    assert mailoutbox == []


def test_a_late_copy_leaves_the_word_to_the_later_stage(promemoria, mailoutbox):
    deliver(promemoria, at("2026-03-13 10:00"))
    assert (promemoria.stato, promemoria.motivo) == ("annullato", "raggiunto")
    assert mailoutbox == []


def test_the_last_stage_is_given_up_only_after_days_and_openly(scena):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-14 23:59:59"))
    last = Promemoria.objects.get(adempimento=duty, gradino="scadenza")
    with pytest.raises(Refused, match="promemoria_scaduto"):
        deliver(last, at("2026-03-18 00:00"))
    last.refresh_from_db()
    assert (last.stato, last.motivo) == ("fallito", "scaduto")


def test_an_unreachable_server_leaves_the_reminder_to_be_sent(promemoria, monkeypatch):
    server_says(monkeypatch, Transient("posta_non_raggiungibile"))
    with pytest.raises(Transient):
        deliver(promemoria)
    promemoria.refresh_from_db()
    assert promemoria.stato == "da_inviare"
    assert attempts(promemoria) == ["posta_non_raggiungibile"]


def test_a_line_broken_in_the_middle_leaves_it_uncertain_until_it_is_sent_again(
    promemoria, monkeypatch
):
    with monkeypatch.context() as broken:
        server_says(broken, Transient(ledger.UNCERTAIN))
        with pytest.raises(Transient):
            deliver(promemoria)
        server_says(broken, Transient("smtp_450"))
        with pytest.raises(Transient):
            deliver(promemoria)
    promemoria.refresh_from_db()
    assert promemoria.stato == "incerto"  # the refusal says nothing of the first copy
    assert deliver(promemoria).stato == "inviato"
    assert attempts(promemoria) == ["esito_incerto", "smtp_450", "accettato"]


def test_a_permanent_refusal_is_shown_as_such_and_not_repeated(promemoria, monkeypatch):
    server_says(monkeypatch, Refused("smtp_550"))
    with pytest.raises(Refused):
        deliver(promemoria)
    assert (promemoria.stato, promemoria.motivo) == ("fallito", "rifiutato")
    assert deliver(promemoria).stato == "fallito"
    assert attempts(promemoria) == ["smtp_550"]


def test_a_process_that_died_leaves_its_attempt_open_and_the_next_one_says_so(promemoria):
    ledger.open_attempt(promemoria, NOW)  # … and here the process was killed
    promemoria.refresh_from_db()
    assert promemoria.stato == "incerto"
    assert deliver(promemoria, NOW + timedelta(minutes=2)).stato == "inviato"
    assert attempts(promemoria) == ["interrotto", "accettato"]


def test_a_reminder_that_cannot_be_written_is_tried_three_times_and_the_others_leave(
    scena, mailoutbox
):
    poison, fine = scena.denuncia(), scena.denuncia(cognome="Verdi")
    scan(NOW)
    type(poison).objects.filter(pk=poison.pk).update(derivazione="not json")
    for minutes in (0, 5, 10, 15):
        outbox.dispatch(now=lambda: NOW + timedelta(minutes=minutes))  # noqa: B023
    states = dict(Promemoria.objects.values_list("adempimento_id", "stato").order_by("pk"))
    assert states == {poison.pk: "fallito", fine.pk: "inviato"}
    assert attempts(Promemoria.objects.get(adempimento=poison)) == ["errore"] * 3
    assert OutboxMessage.objects.get(state="sospeso").last_error == "promemoria_non_preparato"
    assert len(mailoutbox) == 1


def test_an_address_that_is_none_is_refused_and_never_reaches_the_server(
    promemoria, personas, mailoutbox
):
    user = personas.segreteria
    type(user).objects.filter(pk=user.pk).update(email="laura\r\nbcc: altri@persone.test")
    with pytest.raises(Refused):
        deliver(promemoria)
    assert (promemoria.stato, promemoria.motivo) == ("fallito", "rifiutato")
    assert mailoutbox == []


def test_a_negative_outcome_reminds_again_at_once(scena, personas, mailoutbox):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    scena.invio(duty, "2026-03-12 11:00")
    record_outcome(
        duty, accepted=False, by=personas.scope(personas.segreteria), now=at("2026-03-12 16:00")
    )
    assert scan(at("2026-03-12 16:00")).accodati == 1
    again = Promemoria.objects.get(gradino="respinto")
    deliver(again, at("2026-03-12 16:00"))
    assert "esito negativo" in mailoutbox[-1].body
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-13 10:00")


def test_nothing_is_marked_sent_without_an_accepted_attempt(promemoria):
    deliver(promemoria)
    attempt = Tentativo.objects.get(promemoria=promemoria)
    assert (attempt.esito, attempt.ended_at is not None) == ("accettato", True)
    assert promemoria.sent_at == attempt.ended_at
