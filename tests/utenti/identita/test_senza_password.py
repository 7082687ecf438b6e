"""PASSWORD_LOCALI=0: every page that takes, sets or sends a password is closed, by name."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from portal.policies import POLICIES
from tests.logins import enter
from tests.personas import PASSWORD
from utenti.accesso.password_locali import takes_password

pytestmark = pytest.mark.django_db
LOCAL = sorted(name for name in POLICIES if takes_password(name))


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, kwargs={"uidb36": "1", "key": "a-b"})


@pytest.fixture(autouse=True)
def _identities_only(fornitore, settings: Settings) -> None:
    settings.PASSWORD_LOCALI = False


def test_the_walk_meets_them_all() -> None:
    wanted = {"login", "signup", "change_password", "set_password", "reset_password"}
    assert {f"account_{name}" for name in wanted} <= set(LOCAL)


@pytest.mark.parametrize("name", [name for name in LOCAL if name != "account_login"])
def test_a_page_of_local_accounts_says_how_to_enter(name, personas) -> None:
    for client in (Client(), enter(Client(), personas.segreteria)):
        for method in ("get", "post"):
            data = {"email": personas.segreteria.email, "password": PASSWORD}
            answer = getattr(client, method)(address(name), data)
            assert answer.status_code == 404, (name, method)
            assert "si entra con SPID, CIE o con la carta" in answer.content.decode()
    assert mail.outbox == []


def test_the_right_password_opens_nothing(browser, personas) -> None:
    data = {"login": personas.segreteria.email, "password": PASSWORD}
    assert browser.post("/accesso/", data).status_code == 404
    assert "_auth_user_id" not in browser.session


def test_the_login_page_shows_the_providers_alone(browser) -> None:
    page = browser.get("/accesso/").content.decode()
    assert "Entra con SPID" in page
    assert "password" not in page.replace("non ci sono password", "")
    assert 'type="password"' not in page


def test_spid_still_opens_and_logging_out_still_works(fornitore, browser, anna) -> None:
    fornitore.enter(browser, "anna")
    page = browser.get("/regole/").content.decode()
    assert "Cambia la password" not in page
    assert browser.post("/accesso/esci/").status_code == 302


def test_in_an_emergency_who_never_had_a_password_makes_one(
    browser, anna, settings: Settings
) -> None:
    """The procedure of the runbook: one web process, for a while, with passwords on."""
    settings.PASSWORD_LOCALI = True
    anna.set_unusable_password()
    anna.save()
    browser.post("/accesso/password/dimenticata/", {"email": anna.email})
    assert "/accesso/password/nuova/" in str(mail.outbox[0].body)
