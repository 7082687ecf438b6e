"""Logging in and choosing a new password, seen by who should not be able to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import Traveller

from portal.base import outbox
from portal.base.mail.models import MessaggioPosta
from tests.personas import PASSWORD, Personas
from utenti.models import Utente

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/accesso/", "/accesso/password/dimenticata/"
Answer = HttpResponse


@pytest.fixture(autouse=True)
def _nobody_tried_yet(a_tempo_fermo: object, settings: Settings) -> Iterator[None]:
    """The counters start empty and their windows stand still; mail goes the way it really goes."""
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxEmailBackend"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def enter(personas: Personas) -> Callable[..., Answer]:
    """Try to log in as the secretary, from an address."""

    def tried(password: str = "sbagliata-1234", **other: str) -> Answer:
        login = other.pop("login", personas.segreteria.email)
        ip = other.pop("ip", "198.51.100.7")
        data = {"login": login, "password": password, **other}
        return Client(REMOTE_ADDR=ip).post(LOGIN, data)

    return tried


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed: the costly work that a limit must spare."""
    done: list[str] = []
    original = MD5PasswordHasher.encode

    def encode(self: BasePasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return str(original(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


def test_the_eleventh_attempt_is_refused_before_the_hash(
    enter: Callable[..., Answer], hashes: list[str]
) -> None:
    assert [enter().status_code for _ in range(10)] == [200] * 10
    hashes.clear()
    refused = enter(PASSWORD)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert hashes == []


def test_who_is_attacked_still_enters_from_her_own_address(enter: Callable[..., Answer]) -> None:
    for _ in range(30):
        enter(ip="203.0.113.9")
    assert enter(PASSWORD, ip="198.51.100.7").status_code == 302


def test_capitals_blanks_and_a_forged_address_are_the_same_attempt(
    enter: Callable[..., Answer], personas: Personas
) -> None:
    email = personas.segreteria.email
    for turn in range(10):
        enter(login=[email, email.upper(), f" {email} "][turn % 3])
    client = Client(REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert client.post(LOGIN, {"login": email, "password": PASSWORD}).status_code == 429


def test_one_password_on_everybody_stops_too(enter: Callable[..., Answer]) -> None:
    answers = [enter(login=f"utente{n}@persone.test").status_code for n in range(61)]
    assert (answers[:60], answers[60]) == ([200] * 60, 429)


def test_one_account_from_many_addresses_stops_too(enter: Callable[..., Answer]) -> None:
    answers = [enter(ip=f"203.0.113.{n}").status_code for n in range(51)]
    assert (answers[:50], answers[50]) == ([200] * 50, 429)


def test_an_unknown_address_gets_the_same_answer_and_the_same_work(
    enter: Callable[..., Answer], hashes: list[str]
) -> None:
    def told(login: dict[str, str]) -> tuple[int, str, int]:
        hashes.clear()
        answer = enter(**login)
        page = answer.content.decode()
        errors = page[page.index("<form") : page.index("</form")]
        return answer.status_code, errors.replace(login.get("login", ""), ""), len(hashes)

    enter()  # the account exists before the counting starts
    known, unknown = told({"login": "laura.conti@persone.test"}), told({"login": "no@persone.test"})
    assert known[0] == unknown[0] == 200
    assert known[2] == unknown[2] == 1
    assert _without_tokens(known[1]) == _without_tokens(unknown[1])


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_the_session_of_before_is_not_the_session_of_after(personas: Personas) -> None:
    client = Client()
    client.cookies["sessionid"] = "scelta0dall0attaccante0000000000"
    client.post(LOGIN, {"login": personas.segreteria.email, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    assert first != "scelta0dall0attaccante0000000000"
    client.post("/accesso/esci/")
    client.post(LOGIN, {"login": personas.segreteria.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != first


def test_a_logout_ends_the_session_on_the_server(personas: Personas) -> None:
    client = Client()
    client.force_login(personas.segreteria)
    stolen = client.cookies["sessionid"].value
    client.post("/accesso/esci/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/denunce/").status_code == 302


def test_a_new_password_ends_the_other_sessions(personas: Personas) -> None:
    here, elsewhere = Client(), Client()
    here.force_login(personas.segreteria)
    elsewhere.force_login(personas.segreteria)
    new = "cavallo-batteria-graffetta"
    here.post("/accesso/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert Utente.objects.get(pk=personas.segreteria.pk).check_password(new)
    assert here.get("/denunce/").status_code == 200
    assert elsewhere.get("/denunce/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        "https://evil.test/",
        "https:evil.test",
        "\\\\evil.test",
        "/\\evil.test",
        "javascript:alert(1)",
        "///evil.test",
        "http:///evil.test",
        "\t//evil.test",
    ],
)
def test_nobody_is_sent_to_another_site(
    enter: Callable[..., Answer], personas: Personas, target: str
) -> None:
    assert enter(PASSWORD, next=target)["Location"] in ("/", "/denunce/")


def mails() -> list[str]:
    return [str(row.contenuto) for row in MessaggioPosta.objects.order_by("created_at", "id")]


def ask(email: str, ip: str = "198.51.100.7", **headers: str) -> Answer:
    return Client(REMOTE_ADDR=ip, **headers).post(RESET, {"email": email})


def test_the_link_of_the_mail_is_of_this_site_whatever_the_request_says(
    personas: Personas, settings: Settings
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portale.test", ["*"]
    headers = {"HTTP_HOST": "evil.test", "HTTP_X_FORWARDED_HOST": "evil.test"}
    assert ask(personas.segreteria.email, **headers).status_code == 302
    (mail,) = mails()
    assert "https://portale.test/accesso/password/nuova/" in mail
    assert "evil.test" not in mail


def test_asking_for_a_new_password_tells_nothing(personas: Personas) -> None:
    known, unknown = ask(personas.segreteria.email), ask("nessuno@persone.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_nobody_s_mailbox_is_flooded(personas: Personas) -> None:
    answers = [ask(personas.segreteria.email, f"203.0.113.{n}").status_code for n in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mails()) == 5


def test_the_link_lasts_an_hour(
    personas: Personas, a_tempo_fermo: Traveller, settings: Settings
) -> None:
    settings.SITE_URL = "https://portale.test"
    ask(personas.segreteria.email)
    path = mails()[0].split("https://portale.test")[1].split("\\n")[0]
    a_tempo_fermo.shift(3601)
    assert Client().get(path, follow=True).context["token_fail"] is True


def test_the_mail_waits_encrypted_and_its_message_names_nobody(personas: Personas) -> None:
    ask(personas.segreteria.email)
    row = outbox.OutboxMessage.objects.get()
    assert set(row.payload) == {"messaggio"}
    stored = MessaggioPosta.objects.values_list("contenuto", flat=True)[0]
    assert b"laura" not in bytes(stored)
