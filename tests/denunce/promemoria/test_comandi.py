"""The commands: their output, their exit codes, and what the loop does with trouble."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError

from denunce import mittente as module
from denunce.mittente import Sender, take_place
from denunce.promemoria.models import Promemoria
from denunce.tasks import dispatch, scan
from portal.base import background, clock, heartbeat, outbox
from portal.base.audit import AuditEvent
from portal.base.outbox import OutboxMessage
from portal.base.outbox.wake import TASK
from tests.denunce.promemoria.scena import at

pytestmark = pytest.mark.django_db


def promemoria(capsys, *args: str) -> dict[str, int]:
    call_command("promemoria", *args)
    return json.loads(capsys.readouterr().out)


def test_promemoria_counts_what_it_queues_and_what_it_had_queued(scena, capsys):
    scena.denuncia("2026-03-12 10:00")
    first = promemoria(capsys, "--adesso", "2026-03-12T10:00")
    assert first == {"dovuti": 1, "accodati": 1, "gia_inviati": 0}
    again = promemoria(capsys, "--adesso", "2026-03-12T09:00:00Z")
    assert again == {"dovuti": 1, "accodati": 0, "gia_inviati": 1}


def test_promemoria_at_another_instant_leaves_its_mails_and_its_sign_of_life_in_the_present(
    scena, capsys
):
    scena.denuncia("2026-03-12 10:00")
    before = clock.now()
    promemoria(capsys, "--adesso", "2099-01-01T10:00")
    assert before <= heartbeat.last(heartbeat.SCAN) <= clock.now()
    assert OutboxMessage.objects.get(handler="promemoria.invia").due_at <= clock.now()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("domani", "scrivi un istante ISO"),
        ("2026-03-12", "scrivi un istante ISO"),
        ("2026-13-40T10:00", "scrivi un istante ISO"),
        ("", "scrivi un istante ISO"),
        ("2026-03-29T02:30", "non esiste"),
        ("2026-10-25T02:30", "c'è due volte"),
    ],
)
def test_promemoria_refuses_what_is_no_instant(capsys, wrong, says):
    with pytest.raises(SystemExit) as ended:
        call_command("promemoria", "--adesso", wrong)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert says in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_promemoria_takes_the_doubtful_hour_with_its_offset(capsys):
    assert promemoria(capsys, "--adesso", "2026-10-25T02:30+01:00")["accodati"] == 0


def test_one_round_scans_seals_and_sweeps(scena):
    scena.denuncia("2026-03-12 10:00")
    assert background.run_round(at("2026-03-12 10:00"))
    assert Promemoria.objects.count() == 1
    assert not AuditEvent.objects.filter(seq=None).exists()
    assert heartbeat.last(heartbeat.SCAN) == at("2026-03-12 10:00")


def test_files_are_swept_once_an_hour(monkeypatch):
    swept = []
    monkeypatch.setattr(background.files, "sweep", swept.append)
    start = at("2026-03-12 10:00")
    for minutes in (0, 1, 59, 60, 61):
        background.run_round(start + timedelta(minutes=minutes))
    assert swept == [start, start + timedelta(minutes=60)]


def test_sessions_that_ended_go_with_the_files():
    for key, hours in (("finita da un pezzo", -13), ("finita", -1), ("viva", 1)):
        ends = clock.now() + timedelta(hours=hours)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    background.run_round(clock.now())
    left = Session.objects.order_by("session_key").values_list("session_key", flat=True)
    assert list(left) == ["finita", "viva"]


def test_a_job_that_fails_leaves_the_others_alone(scena, monkeypatch):
    def fails(now):
        raise OperationalError("gone")

    monkeypatch.setitem(background._jobs, "file", fails)
    scena.denuncia("2026-03-12 10:00")
    assert background.run_round(at("2026-03-12 10:00")) is False
    assert Promemoria.objects.count() == 1


def test_a_job_name_is_taken_once():
    with pytest.raises(ValueError, match="registered twice"):
        background.register_job("promemoria", lambda now: None)


def test_the_celery_tasks_do_the_same_work(scena, settings, mailoutbox):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    scena.denuncia(clock.now() - timedelta(minutes=5))
    scan()
    assert Promemoria.objects.get().stato == "inviato"
    assert len(mailoutbox) == 1
    assert dispatch.name == TASK
    dispatch()
    assert len(mailoutbox) == 1


def test_mittente_once_sends_what_is_due_and_ends(scena, settings, mailoutbox, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    scena.denuncia(clock.now() - timedelta(minutes=5))
    call_command("mittente", "--una-volta")
    assert Promemoria.objects.get().stato == "inviato"
    assert len(mailoutbox) == 1


def test_mittente_once_says_when_part_of_the_work_failed(monkeypatch, settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(background, "run_round", lambda now: False)
    with pytest.raises(SystemExit) as ended:
        call_command("mittente", "--una-volta")
    assert ended.value.code == 1
    assert "non è riuscita" in capsys.readouterr().err


def test_a_database_that_is_down_does_not_end_the_sender(monkeypatch):
    sender = Sender()
    monkeypatch.setattr(module, "_AFTER_ERROR_SECONDS", 0.0)
    answers = iter([OperationalError("down"), OperationalError("down"), outbox.Result(1, 0), None])

    def dispatch(**options):
        answer = next(answers)
        if answer is None:
            sender.stop.set()
            return outbox.Result()
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(module.outbox, "dispatch", dispatch)
    sender._repeat(sender._messages)
    assert next(answers, "all taken") == "all taken"


def test_a_failed_round_is_repeated_soon(monkeypatch):
    monkeypatch.setattr(background, "run_round", lambda now: False)
    assert Sender()._round() < background.EVERY_SECONDS


def leased(key: str) -> OutboxMessage:
    now = clock.now()
    outbox.enqueue("promemoria.invia", {}, key=key, due_at=now, now=now)
    from portal.base.outbox.sender import claim

    message = claim(now, timedelta(seconds=600))
    assert message is not None
    return message


def test_a_sender_alone_on_the_embedded_database_takes_up_what_a_killed_one_left(tmp_path):
    message = leased("prova:1")
    take_place(tmp_path / "var" / "mittente.lock", embedded=True).close()
    message.refresh_from_db()
    assert message.lease_until <= clock.now()


def test_a_sender_beside_another_leaves_its_messages_alone(tmp_path):
    with take_place(tmp_path / "mittente.lock", embedded=True):
        message = leased("prova:2")
        take_place(tmp_path / "mittente.lock", embedded=True).close()
        message.refresh_from_db()
        assert message.lease_until > clock.now()


def test_on_a_shared_server_only_the_leases_decide(tmp_path):
    message = leased("prova:3")
    take_place(tmp_path / "mittente.lock", embedded=False).close()
    message.refresh_from_db()
    assert message.lease_until > clock.now()
