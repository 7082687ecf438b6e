"""A reminder reaches the mail server whatever happens to the sender.

At least once: nothing is ever lost. A second copy is possible only when the process dies between
the server's yes and our mark, and it has the same Message-ID.
"""

from __future__ import annotations

from datetime import timedelta

from denunce.promemoria.models import Promemoria
from portal.base import clock
from portal.base.health import report
from portal.base.outbox import OutboxMessage
from tests.denunce.promemoria.scena import Scena
from tests.solidity.processi import wait_until


def states() -> list[str]:
    return sorted(Promemoria.objects.order_by("pk").values_list("stato", flat=True))


def all_sent(count: int = 1) -> bool:
    return states() == ["inviato"] * count


def attempts() -> list[str]:
    row = Promemoria.objects.get()
    return list(row.tentativi.order_by("numero").values_list("esito", flat=True))


def due_now(scena: Scena, count: int = 1, **given: object) -> None:
    """Duties born five minutes ago: their first reminder is due."""
    for index in range(count):
        scena.denuncia(
            clock.now() - timedelta(minutes=5), cognome=f"Esempio{chr(65 + index)}", **given
        )


def test_the_sender_delivers_the_first_reminder_once(scena, sink, senders):
    due_now(scena)
    sender = senders.start()
    wait_until(all_sent, "the reminder is marked")
    assert senders.stop(sender) == 0
    expected = f"<{Promemoria.objects.get().message_id}@portale.test>"
    assert sink.seen() == [expected]
    assert report(clock.now()).scadenze == "ok"
    assert not report(clock.now() + timedelta(seconds=121)).serving  # a stopped sender shows


def test_killed_while_the_server_holds_its_answer_and_started_again(scena, sink, senders):
    due_now(scena)
    sink.order(modo="attende")
    sender = senders.start()
    wait_until(lambda: len(sink.seen("ricevuto")) == 1, "the message is with the server")
    senders.kill(sender)
    assert states() == ["incerto"]
    assert sink.seen() == []
    sink.order(modo="ok")
    senders.start()
    wait_until(all_sent, "the reminder is marked")
    assert len(sink.seen()) == 1
    assert attempts() == ["interrotto", "accettato"]


def test_killed_between_the_servers_yes_and_our_mark_and_started_again(scena, sink, senders):
    due_now(scena)
    sink.order(modo="trattiene")  # its victim has no number before it starts
    sender = senders.start()
    sink.order(modo="uccidi_dopo", pid=sender.pid)
    sender.wait(timeout=60)
    assert states() == ["incerto"]
    assert len(sink.seen()) == 1
    sink.order(modo="ok")
    senders.start()
    wait_until(all_sent, "the reminder is marked")
    copies = sink.seen()
    assert len(copies) == 2
    assert len(set(copies)) == 1
    assert attempts() == ["interrotto", "accettato"]


def test_term_lets_the_message_in_hand_finish_and_starts_no_other(scena, sink, senders):
    due_now(scena, 3)
    sink.order(modo="trattiene")
    sender = senders.start()
    wait_until(lambda: len(sink.seen("ricevuto")) == 1, "the message is with the server")
    sender.terminate()
    sink.order(modo="ok")
    assert senders.stop(sender) == 0
    assert states() == ["da_inviare", "da_inviare", "inviato"]
    assert len(sink.seen()) == 1


def test_a_server_that_never_answers_does_not_hold_the_sender(scena, sink, senders):
    due_now(scena)
    sink.order(modo="attende")
    sender = senders.start(SMTP_TIMEOUT="1")
    wait_until(
        lambda: bool(OutboxMessage.objects.filter(state="in_coda", attempts=1)), "it gave up"
    )
    assert states() == ["incerto"]
    assert attempts() == ["esito_incerto"]
    assert senders.stop(sender) == 0


def test_the_mail_server_is_down_and_comes_back(scena, sink, senders, settings):
    settings.SMTP_HOST, port = "127.0.0.1", sink.port
    sink.stop()
    due_now(scena)
    senders.start()
    wait_until(lambda: OutboxMessage.objects.filter(last_error__gt="").exists(), "it was tried")
    assert states() == ["da_inviare"]
    assert report(clock.now()).posta == "errore"
    assert report(clock.now()).serving
    sink.start(port)
    OutboxMessage.objects.update(due_at=clock.now())  # instead of waiting for the next attempt
    wait_until(all_sent, "the reminder is marked")
    assert len(sink.seen()) == 1


def test_refused_and_postponed_addresses_do_not_hold_the_others(scena, personas, sink, senders):
    permanent, temporary = personas.segreteria2, personas.datore
    for user, mailbox in ((permanent, "permanente"), (temporary, "temporaneo")):
        type(user).objects.filter(pk=user.pk).update(email=f"{mailbox}@persone.test")
    due_now(scena, 1, user=permanent, organizzazione=personas.altra_scuola)
    due_now(scena, 1, user=temporary, organizzazione=personas.impresa)
    due_now(scena, 4)
    senders.start()
    wait_until(lambda: states().count("inviato") == 4, "the others are marked")
    wait_until(lambda: "fallito" in states(), "the permanent refusal is shown")
    # The reminder is marked first and its message closed later: wait for the later one.
    for code, what in (("smtp_450", "it was postponed"), ("smtp_550", "it was set aside")):
        wait_until(lambda: OutboxMessage.objects.filter(last_error=code).exists(), what)  # noqa: B023
    assert states() == ["da_inviare", "fallito", *["inviato"] * 4]
    assert len(sink.seen()) == 4
    assert OutboxMessage.objects.get(state="sospeso").last_error == "smtp_550"


def test_without_a_mail_server_the_mail_is_a_file(scena, sink, senders, tmp_path, settings):
    due_now(scena)
    once = senders.start("--una-volta", SMTP_HOST="")
    assert once.wait(timeout=60) == 0
    assert all_sent()
    written = list(settings.MAIL_DIR.glob(f"*{Promemoria.objects.get().pk}*.eml"))
    assert len(written) == 1
    assert b"caso 2026/0001 (E. L.)" in written[0].read_bytes()
    assert sink.seen() == []
