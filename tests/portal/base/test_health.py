"""The state of the portal: 503 only when a deadline could pass unnoticed."""

from datetime import datetime, timedelta

import pytest
import redis
from django.db import InterfaceError, OperationalError
from django.test import Client

from portal.base import clock, health, heartbeat
from portal.base.heartbeat import MAIL_FAILED, MAIL_SENT, SCAN, Battito, beat
from portal.base.outbox import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def sano(settings, adesso: datetime, a_tempo_fermo) -> None:
    """A portal with a mail server and a scan just done."""
    settings.SMTP_HOST, settings.REDIS_URL, settings.PRODUZIONE = "localhost", "", False
    beat(SCAN, adesso)


def test_a_beat_is_one_row_by_name(adesso: datetime, django_assert_num_queries) -> None:
    assert heartbeat.last("prova") is None
    with django_assert_num_queries(1):
        beat("prova", adesso)
    beat("prova", adesso + timedelta(seconds=1))
    assert heartbeat.last("prova") == adesso + timedelta(seconds=1)
    assert str(Battito.objects.get()) == "prova"


def test_a_sound_portal_says_ok_in_every_part(browser: Client, sano: None, settings) -> None:
    answer = browser.get("/salute/")
    assert answer.status_code == 200
    assert answer.json() == {
        "stato": "ok",
        "database": "ok",
        "coda": "ok",
        "scadenze": "ok",
        "posta": "ok",
        "versione": settings.PORTALE_VERSION,
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("seconds", "status"), [(120, 200), (121, 503)])
def test_a_scan_late_by_two_minutes_is_a_failure(
    browser: Client, sano: None, adesso: datetime, a_tempo_fermo, seconds: int, status: int
) -> None:
    a_tempo_fermo.move_to(adesso + timedelta(seconds=seconds))
    answer = browser.get("/salute/")
    assert answer.status_code == status
    assert answer.json()["scadenze"] == ("ok" if status == 200 else "in_ritardo")


def test_a_scan_that_never_ran_is_a_failure(browser: Client, sano: None) -> None:
    Battito.objects.all().delete()
    answer = browser.get("/salute/")
    assert (answer.status_code, answer.json()["scadenze"]) == (503, "mai_eseguita")
    assert answer.json()["stato"] == "guasto"


def test_a_beat_from_the_future_does_not_vouch_for_a_dead_scan(
    browser: Client, sano: None, adesso: datetime, a_tempo_fermo
) -> None:
    a_tempo_fermo.move_to(adesso - timedelta(hours=1))  # somebody set the clock back
    answer = browser.get("/salute/")
    assert (answer.status_code, answer.json()["scadenze"]) == (503, "in_ritardo")


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_without_the_database_the_answer_is_503_and_names_it(
    browser: Client, sano: None, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def down(_now: datetime) -> str:
        raise fault("password=segreta")

    monkeypatch.setattr(health, "scan_state", down)
    answer = browser.get("/salute/")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["coda"]) == ("errore", "sconosciuto")
    assert b"segreta" not in answer.content


def test_while_the_process_answers_it_is_alive(browser: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert browser.get("/salute/viva/").json() == {"stato": "ok"}
    assert browser.post("/salute/viva/").status_code == 405


def test_a_queue_that_stands_still_is_degraded(sano: None, adesso: datetime) -> None:
    enqueue("pdf", {}, key="k", due_at=adesso - timedelta(minutes=5), now=adesso)
    assert health.report(adesso).stato == "ok"
    report = health.report(adesso + timedelta(seconds=1))
    assert (report.stato, report.coda, report.serving) == ("ridotto", "in_ritardo", True)


def test_a_message_set_aside_is_degraded(sano: None, adesso: datetime) -> None:
    message = enqueue("pdf", {}, key="k", due_at=adesso, now=adesso)
    type(message).objects.update(state="sospeso")
    assert health.report(adesso).coda == "invii_sospesi"


def test_a_mail_server_that_fails_is_degraded_until_it_works(sano: None, adesso: datetime) -> None:
    beat(MAIL_FAILED, adesso)
    assert (health.report(adesso).posta, health.report(adesso).stato) == ("errore", "ridotto")
    beat(MAIL_SENT, adesso + timedelta(seconds=1))
    assert health.report(adesso).posta == "ok"


def test_mail_written_to_files_is_fine_here_and_said_in_production(
    sano: None, adesso: datetime, settings
) -> None:
    settings.SMTP_HOST = ""
    assert (health.report(adesso).posta, health.report(adesso).stato) == ("ok", "ok")
    settings.PRODUZIONE = True
    report = health.report(adesso)
    assert (report.posta, report.stato, report.serving) == ("su_file", "ridotto", True)


def test_a_dead_broker_is_degraded(
    sano: None, adesso: datetime, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    report = health.report(adesso)
    assert (report.stato, report.coda) == ("ridotto", "redis_non_raggiungibile")
    monkeypatch.setattr(redis.Redis, "ping", lambda _self: True)
    assert health.report(adesso).coda == "ok"


def test_the_clock_of_the_page_is_the_clock_of_the_portal(sano: None, adesso: datetime) -> None:
    assert clock.now() == adesso
