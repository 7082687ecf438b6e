"""The live sessions of a person: seen, told apart, ended."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from time_machine import Traveller

from tests.personas import PASSWORD, Personas
from tests.utenti.accesso.conftest import NEW, codes, log_in, subjects
from utenti.accesso.page_models.sessioni import browser_name, network_name
from utenti.models import Utente

pytestmark = pytest.mark.django_db
LIST = "/accesso/sessioni/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def enter_from(user: Utente, ip: str, agent: str = FIREFOX) -> Client:
    client = Client(REMOTE_ADDR=ip, HTTP_USER_AGENT=agent)
    client.post("/accesso/", {"login": user.email, "password": PASSWORD})
    return client


def refs(client: Client) -> list[str]:
    return re.findall(r'name="sessione" value="(\w+)"', client.get(LIST).content.decode())


def test_each_session_says_browser_network_and_since_when(
    personas: Personas, a_tempo_fermo: Traveller
) -> None:
    enter_from(personas.segreteria, "203.0.113.77")
    a_tempo_fermo.shift(600)
    here = enter_from(personas.segreteria, "2001:db8:1:2::9", "curl/8")
    page = here.get(LIST).content.decode()
    for said in (
        "Firefox su Windows",
        "203.0.113.x",
        "giovedì 12 marzo 2026, 10:00",
        "2001:db8:1::/48",
    ):
        assert said in page
    assert "203.0.113.77" not in page  # the network is enough, and no more is kept
    assert len(refs(here)) == 1  # this one is not offered
    assert "2 sessioni aperte" in here.get("/accesso/account/").content.decode()


def test_one_is_ended(personas: Personas) -> None:
    here, there = (enter_from(personas.segreteria, f"203.0.113.{n}") for n in (1, 2))
    (ref,) = refs(here)
    here.post(LIST + "chiudi/", {"sessione": ref})
    here.post(LIST + "chiudi/", {"sessione": ref})
    assert there.get("/denunce/").status_code == 302
    assert here.get("/denunce/").status_code == 200
    assert codes("accesso.sessione") == ["accesso.sessione_chiusa"]


def test_nobody_ends_the_session_of_another(personas: Personas) -> None:
    here, there = (enter_from(personas.segreteria, f"203.0.113.{n}") for n in (1, 2))
    stranger = log_in(personas.segreteria2)
    for ref in [*refs(here), "", "x" * 32]:
        stranger.post(LIST + "chiudi/", {"sessione": ref})
    assert there.get("/denunce/").status_code == 200


def test_all_the_others_are_ended(personas: Personas) -> None:
    first, second, here = (enter_from(personas.segreteria, f"203.0.113.{n}") for n in (1, 2, 3))
    page = here.post(LIST + "chiudi-altre/", follow=True).content.decode()
    assert "2 sessioni chiuse." in page
    assert [c.get("/denunce/").status_code for c in (first, second, here)] == [302, 302, 200]
    again = here.post(LIST + "chiudi-altre/", follow=True).content.decode()
    assert "Non c’erano altre sessioni aperte." in again


def test_a_session_that_ended_is_not_listed(personas: Personas, a_tempo_fermo: Traveller) -> None:
    enter_from(personas.segreteria, "203.0.113.1")
    a_tempo_fermo.shift(31 * 60)
    assert refs(enter_from(personas.segreteria, "203.0.113.2")) == []


def test_a_new_password_ends_the_others_and_is_told(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    here, there = (enter_from(personas.segreteria, f"203.0.113.{n}") for n in (1, 2))
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post("/accesso/password/", form)
    assert there.get("/denunce/").status_code == 302
    assert (here.get("/denunce/").status_code, refs(here)) == (200, [])
    assert subjects(mailoutbox) == [(personas.segreteria.email, "La tua password è cambiata")]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox su Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome su Android"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604", "Safari su iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537 Edg/140", "Edge su Linux"),
        ("", "Browser non riconosciuto"),
    ],
)  # fmt: skip
def test_browsers_have_a_name(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_an_unknown_network_is_said() -> None:
    assert network_name("0.0.0.0") == "rete non nota"
