"""docker-compose.yml at work: two web processes behind nginx, worker, scheduler, mail."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest

from tests.ops.http import Answer, request
from tests.ops.processes import descendants, wait_until
from tests.ops.stack import Stack

PASSWORD = "una-frase-lunga-di-prova"
NEW_USER = """
import sys
from utenti.models import Utente
Utente.objects.create_user(email={email!r}, password={password!r}, nome="Ada", cognome="Prova")
"""


def new_user(stack: Stack) -> str:
    # Production refuses to send to `.test`; example.org is reserved and the mail stays here anyway.
    email = f"ada.{uuid.uuid4().hex[:8]}@example.org"
    stack.manage("shell", "--no-imports", "-c", NEW_USER.format(email=email, password=PASSWORD))
    return email


def test_health_path_answers_through_nginx(stack: Stack) -> None:
    answer = stack.get("/salute/viva/")
    assert answer.status == 200


def test_health_page_sees_database_queue_scheduler_and_mail_working(stack: Stack) -> None:
    def state() -> dict[str, str]:
        found: dict[str, str] = json.loads(stack.get("/salute/").body or "{}")
        return found

    wait_until(lambda: state().get("stato") == "ok", 180, "the scheduler made its first scan")
    parts = ("database", "coda", "scadenze", "posta")
    assert {name: state()[name] for name in parts} == dict.fromkeys(parts, "ok")


@pytest.mark.parametrize("name", ["worker", "mittente", "scheduler", "postgres", "redis"])
def test_container_health_check_passes(stack: Stack, name: str) -> None:
    kind, *command = stack.service(name)["healthcheck"]["test"]
    assert kind == "CMD"
    ports = {"5432": str(stack.postgres_port), "6379": str(stack.redis_port)}
    command = [ports.get(word, word) for word in command]
    own = stack.service(name)["environment"]
    extra = {key: own[key] for key in ("REDISCLI_AUTH",) if key in own}
    environment = {**stack.environment, **extra}
    wait_until(lambda: stack.run_check(command, environment), 180, f"{name} is healthy")


def test_health_check_of_a_dead_web_process_fails(stack: Stack) -> None:
    environment = {**stack.environment, "PORT": "1"}
    assert not stack.run_check(stack.dockerfile.healthcheck, environment)


def test_nginx_health_check_reaches_the_application(stack: Stack) -> None:
    url = stack.service("nginx")["healthcheck"]["test"][-1]
    path = url.removeprefix("http://127.0.0.1:8080")
    assert request("127.0.0.1", stack.http_port, path).status == 200


def test_login_page_comes_with_its_style_sheet_under_a_lasting_name(stack: Stack) -> None:
    page = stack.get("/accesso/")
    assert page.status == 200
    assert "strict-transport-security" in page.headers
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
    assert sheets
    for sheet in sheets:
        answer = stack.get(sheet)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]


def test_a_person_logs_in_over_https_and_either_replica_knows_her(stack: Stack) -> None:
    form = stack.get("/accesso/")
    data = {
        "csrfmiddlewaretoken": form.csrf_token,
        "login": new_user(stack),
        "password": PASSWORD,
    }
    answer = stack.get("/accesso/", data=data, cookies=form.cookies)
    assert answer.status == 302, answer.text
    (session,) = [c for c in answer.set_cookies if c.startswith("__Host-sessionid=")]
    assert "secure" in session.lower()
    assert "httponly" in session.lower()
    for port in stack.web_ports:
        headers = {"X-Forwarded-Proto": "https"}
        home = request(stack.host, port, "/", cookies=answer.cookies, headers=headers)
        assert home.status != 0
        assert "/accesso/" not in home.headers.get("location", "")


def test_mail_leaves_through_the_worker_with_a_link_to_the_public_name(stack: Stack) -> None:
    email = new_user(stack)
    form = stack.get("/accesso/")
    reset = re.search(r'href="(/accesso/[^"]*password[^"]*)"', form.text)
    assert reset, "the login page links the password reset"
    page = stack.get(reset[1])
    data = {"csrfmiddlewaretoken": page.csrf_token, "email": email}
    with (
        stack.paused("scheduler"),
        stack.paused("mittente"),
    ):  # only the web process is left to wake the worker
        answer = stack.get(reset[1], data=data, cookies=page.cookies)
        assert answer.status == 302, answer.text
        wait_until(lambda: mails_to(stack, email), 180, "the mail arrives")
    (text,) = mails_to(stack, email)
    assert f"https://{stack.host}/" in text


def mails_to(stack: Stack, email: str) -> list[str]:
    found = [message for message in stack.inbox.messages if email in str(message["To"])]
    return [
        bytes(part.get_payload(decode=True) or b"").decode()
        for message in found
        for part in message.walk()
        if part.get_content_type() == "text/plain"
    ]


def test_web_processes_never_load_the_pdf_engine(stack: Stack) -> None:
    assert stack.get("/accesso/").status == 200
    for master in stack.web_pids.values():
        workers = descendants(master)
        assert workers
        maps = [Path(f"/proc/{pid}/maps").read_text() for pid in workers]
        assert not [text for text in maps if "libpango" in text]


def test_plain_http_is_sent_to_https(stack: Stack) -> None:
    answer = request(stack.host, stack.http_port, "/denunce/")
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{stack.host}/denunce/"


def test_another_host_name_gets_no_answer(stack: Stack) -> None:
    assert request("altro.esempio.test", stack.http_port, "/accesso/").status == 0


def test_forged_forwarding_headers_change_nothing(stack: Stack) -> None:
    forged = {"X-Forwarded-Host": "cattivo.test", "X-Forwarded-Proto": "http"}
    answer = stack.get("/accesso/", headers=forged)
    assert answer.status == 200
    assert "cattivo.test" not in answer.text


def test_nginx_says_nothing_about_its_version(stack: Stack) -> None:
    assert stack.get("/accesso/").headers["server"] == "nginx"


def test_a_body_far_beyond_the_limit_gets_the_italian_page(stack: Stack) -> None:
    answer = stack.get("/accesso/", data=b"", headers={"Content-Length": str(25 * 1024 * 1024)})
    assert answer.status == 413
    assert "troppo grande" in answer.text


def test_one_web_process_killed_and_the_other_answers_everybody(stack: Stack) -> None:
    for port in stack.web_ports:
        stack.kill_web(port)
        try:
            answers = [stack.get("/salute/viva/").status for _ in range(20)]
            assert answers == [200] * 20
        finally:
            stack.start_web(port)


def test_with_no_web_process_people_read_an_italian_page(stack: Stack) -> None:
    for port in stack.web_ports:
        stack.kill_web(port)
    try:
        answer = stack.get("/accesso/")
        assert answer.status in {502, 503, 504}
        assert "Il portale non risponde" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    finally:
        for port in stack.web_ports:
            stack.start_web(port)
        wait_until(lambda: recovered(stack), 30, "nginx sees the web processes again")


def recovered(stack: Stack) -> bool:
    answers: list[Answer] = [stack.get("/salute/viva/") for _ in range(4)]
    return all(answer.status == 200 for answer in answers)
