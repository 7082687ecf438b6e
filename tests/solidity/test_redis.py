"""Experiments R3 and R4: Redis only wakes. Killed, emptied or stopped, it costs nobody anything."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

from celery import Celery
from django.conf import settings
from django.db import connection
from django.test import Client

from denunce.promemoria.scan import scan
from portal.base import clock
from portal.base.health import report
from portal.base.outbox import OutboxMessage, wake
from script.private_servers import free_port
from tests.denunce.promemoria.scena import ROME, Scena
from tests.ops.http import Answer, request
from tests.solidity.processi import Processes, wait_until
from tests.solidity.test_uccisioni import many_due, message_ids, pending, sent

CELERY = ("celery", "-A", "portal")


def test_r3_redis_emptied_killed_and_gone_loses_and_delays_nothing(
    scena: Scena, sink, senders, redis, processes: Processes, solidita, capsys
):
    count = 3000 if solidita else 90
    environment = {
        "REDIS_URL": redis.url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(sink.port),
    }
    options = ("worker", "--loglevel=WARNING", "--concurrency=1")
    worker = processes.start("worker", *CELERY, *options, **environment)
    schedule = str(processes.directory / "schedule")
    beat = processes.start("beat", *CELERY, "beat", "-s", schedule, "--pidfile=", **environment)
    senders.environment["REDIS_URL"] = redis.url
    sink.order(modo="ritarda", secondi=0.01 if solidita else 0.03)
    many_due(scena, count, clock.now() - timedelta(minutes=5))
    scan(clock.now())
    wait_until(lambda: redis.clients() >= 3, "worker and beat hold their lines")
    Celery(broker=redis.url).send_task(wake.TASK, ignore_result=True)
    sender = senders.start(lease=15)
    wait_until(lambda: len(sink.seen()) >= count // 6, "the dispatch is on its way")
    redis.flush()
    wait_until(lambda: len(sink.seen()) >= count // 3, "it goes on without the wake-ups")
    redis.kill()
    died = time.monotonic()
    wait_until(lambda: len(sink.seen()) >= count // 2, "it goes on without Redis")
    redis.start()
    redis.kill()
    wait_until(lambda: sent() == count, "every reminder is marked")
    wait_until(lambda: pending() == 0, "every message is closed")
    planned = time.monotonic()
    late = scena.denuncia(clock.now() - timedelta(minutes=5), cognome="Verdi")
    scan(clock.now())
    wait_until(lambda: sent() == count + 1, "one that came while Redis was down")
    waited = time.monotonic() - planned
    copies = sink.seen()
    figures = {
        "promemoria": count + 1,
        "perduti": count + 1 - len(set(copies)),
        "copie_in_piu": len(copies) - len(set(copies)),
        "secondi_dal_guasto_alla_fine": round(planned - died, 1),
        "secondi_di_ritardo_a_redis_fermo": round(waited, 1),
    }
    with capsys.disabled():
        print(f"\nR3 ({connection.vendor}): {figures}")
    assert set(copies) == message_ids()
    assert len(copies) == count + 1
    assert waited <= 60
    assert late.promemoria.get().stato == "inviato"
    assert worker.poll() is None  # they wait for Redis to come back
    assert beat.poll() is None
    assert senders.stop(sender) == 0


def test_r4_redis_down_while_people_work(
    scena: Scena, personas, redis, processes: Processes, solidita, capsys, monkeypatch
):
    """The answer and its time are the same: a mail asked for (limit and wake-up both use Redis)."""
    turns = 60 if solidita else 12
    duty = scena.denuncia(clock.now() - timedelta(minutes=5))
    port = free_port()
    _web(processes, port, redis.url)
    people = iter(range(10_000))

    def ask() -> tuple[int, float]:
        return _ask_for_a_mail(port, next(people))

    ask()  # what the first request loads counts for nobody
    up = [ask() for _turn in range(turns)]
    redis.kill()
    down = [ask() for _turn in range(turns)]
    recorded = _record_dispatch(port, duty, personas)
    usual = statistics.median(t for _s, t in up)
    added = statistics.median(t for _s, t in down) - usual
    figures = {
        "risposte": len(up) + len(down),
        "5xx": sum(status >= 500 for status, _time in up + down),
        "ms_con_redis": round(usual * 1000, 1),
        "ms_senza": round(statistics.median(t for _s, t in down) * 1000, 1),
        "ms_prima_richiesta_senza": round(down[0][1] * 1000, 1),
    }
    with capsys.disabled():
        print(f"\nR4 ({connection.vendor}): {figures}")
    assert {status for status, _time in up + down} == {302}
    assert OutboxMessage.objects.filter(handler="base.mail.send").count() == 2 * turns + 1
    # On a machine busy with other tests an answer varies by itself; a wait for Redis is seconds.
    assert added <= max(0.05, usual)
    assert recorded.status == 302
    duty.refresh_from_db()
    assert duty.stato == "inviato"
    monkeypatch.setattr(settings, "REDIS_URL", redis.url)
    health = report(clock.now())
    assert health.coda == "redis_non_raggiungibile"
    assert request("localhost", port, "/salute/viva/").status == 200


def _web(processes: Processes, port: int, redis_url: str) -> None:
    processes.environment |= {"REDIS_URL": redis_url, "TRUSTED_PROXIES": "1", "WEB_PROCESSES": "1"}
    processes.web(port, "tests.solidity.settings_web")


def _ask_for_a_mail(port: int, number: int) -> tuple[int, float]:
    """The forgotten password of a person, each from a place of their own: status and seconds."""
    path = "/accesso/password/dimenticata/"
    headers = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250 + 1}"}
    form = request("localhost", port, path, headers=headers)
    data = {"csrfmiddlewaretoken": form.csrf_token, "email": f"persona{number}@persone.test"}
    headers["Referer"] = f"http://localhost:{port}{path}"
    start = time.perf_counter()
    answer = request("localhost", port, path, data=data, cookies=form.cookies, headers=headers)
    return answer.status, time.perf_counter() - start


def _record_dispatch(port: int, duty, personas) -> Answer:
    """The secretary says that the denuncia left, through the page."""
    client = Client()
    client.force_login(personas.segreteria)
    name = settings.SESSION_COOKIE_NAME
    session = {name: client.cookies[name].value}
    path = f"/denunce/adempimenti/{duty.pk}/invio/"
    headers = {"Referer": f"http://localhost:{port}{path}"}
    page = request("localhost", port, path, cookies=session, headers=headers)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    now = clock.now().astimezone(ROME)
    data = hidden | {
        "csrfmiddlewaretoken": page.csrf_token,
        "canale": "sidi",
        "sent_at_giorno": f"{now:%Y-%m-%d}",
        "sent_at_ora": f"{now:%H:%M}",
    }
    cookies = session | page.cookies
    return request("localhost", port, path, data=data, cookies=cookies, headers=headers)
