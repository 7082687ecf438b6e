"""The access pages and their messages, in our words and without telling who has an account."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from tests.personas import PASSWORD, Personas

RESET = "/accesso/password/dimenticata/"
NEW_PASSWORD = "una frase lunga e nuova"
ENGLISH = re.compile(
    r"\b(Hello|email address|sign in|password reset|your|please|click|successfully)\b",
    re.IGNORECASE,
)


def reset(client: Client, email: str) -> str:
    """Ask for a new password and return the page that follows."""
    response = client.post(RESET, {"email": email}, follow=True)
    assert response.status_code == 200
    return re.sub(r"<input[^>]*csrf[^>]*>", "", response.content.decode())


def test_the_reset_message_has_one_link_and_no_english(
    client: Client, personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    reset(client, personas.segreteria.email)
    (message,) = mailoutbox
    assert message.subject == "Scegli una nuova password per il Portale Infortuni"
    assert len(re.findall(r"https?://", str(message.body))) == 1
    assert not ENGLISH.search(f"{message.subject} {message.body}")


def test_an_unknown_address_sees_the_same_page_and_gets_another_message(
    client: Client, personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    known = reset(client, personas.segreteria.email)
    unknown = reset(Client(), "nessuno@persone.test")
    assert known == unknown
    assert [message.to for message in mailoutbox] == [
        [personas.segreteria.email],
        ["nessuno@persone.test"],
    ]
    assert "nessun account" in str(mailoutbox[1].body)
    assert not ENGLISH.search(f"{mailoutbox[1].subject} {mailoutbox[1].body}")


def test_the_link_sets_the_password_once(
    client: Client, personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    reset(client, personas.segreteria.email)
    link = re.findall(r"https?://[^/]+(/\S+)", str(mailoutbox[0].body))[0]
    form = client.get(link, follow=True)
    assert "Scegli la nuova password" in form.content.decode()
    action = form.request["PATH_INFO"]
    done = client.post(action, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "La nuova password è attiva" in done.content.decode()
    assert Client().login(email=personas.segreteria.email, password=NEW_PASSWORD)
    again = Client().get(link, follow=True).content.decode()
    assert "Il collegamento non vale più" in again


def test_two_different_passwords_are_refused_in_our_words(
    client: Client, personas: Personas
) -> None:
    client.force_login(personas.segreteria)
    page = client.post(
        "/accesso/password/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD + "!"},
    ).content.decode()
    assert "Le due password sono diverse" in page
    assert 'href="#id_password2"' in page


def test_leaving_says_so(client: Client, personas: Personas) -> None:
    client.force_login(personas.segreteria)
    client.post("/accesso/esci/")
    assert "Sei uscito dal portale." in client.get("/aiuto/").content.decode()


def test_a_get_does_not_log_out(client: Client, personas: Personas) -> None:
    client.force_login(personas.segreteria)
    assert "Vuoi uscire?" in client.get("/accesso/esci/").content.decode()
    assert "Laura Conti" in client.get("/aiuto/").content.decode()


@pytest.mark.django_db
def test_the_demo_account_is_suggested_only_in_a_demo(
    client: Client, settings: LazySettings
) -> None:
    settings.DEMO = True
    assert "segreteria@demo.test" in client.get("/accesso/").content.decode()
    settings.DEMO = False
    assert "demo.test" not in client.get("/accesso/").content.decode()
