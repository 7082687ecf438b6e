"""What the portal makes of the headers of a card; nginx is at work in tests/ops/test_cns.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from portal.base.audit import AuditEvent
from portal.identity import Card
from tests.ops.certificate import Authority
from tests.pages import text
from utenti.livelli import SESSION_KEY
from utenti.models import Utente

pytestmark = pytest.mark.django_db
ANNA = "VRDNNA85T50A562F"
ON_THE_CARD = f"{ANNA}/7420001234567890.aB3dE+f/9w="
SECRET = "s" * 40
CA = Authority("CA di prova della CNS")


@pytest.fixture(autouse=True)
def _card_reader(settings: Settings) -> None:
    cache.clear()
    settings.TRUSTED_PROXIES = 1
    settings.CNS = Card(True, "https://testserver:8444", SECRET)


def headers(name: str = ON_THE_CARD, verify: str = "SUCCESS", **card: Any) -> dict[str, str]:
    certificate, _key = CA.card(name, **card)
    return {
        "HTTP_X_CNS_VERIFY": verify,
        "HTTP_X_CNS_CERTIFICATE": quote(certificate.decode()),
        "HTTP_X_CNS_SECRET": SECRET,
    }


def press(client: Client, sent: dict[str, str], **data: str):
    return client.post("/accesso/cns/", data, **sent)


def test_a_card_opens_its_owners_account_at_its_level(browser, anna) -> None:
    answer = press(browser, headers(), next="/regole/")
    assert (answer.status_code, answer["Location"]) == (302, "/regole/")
    assert browser.session[SESSION_KEY] == "cns"
    assert AuditEvent.objects.get(code="identita.collegata").data == {"canale": "cns"}


def test_the_page_and_its_button_lead_to_the_port_of_the_card(browser) -> None:
    page = browser.get("/accesso/cns/").content.decode()
    assert 'action="https://testserver:8444/accesso/cns/"' in page


def test_somebody_new_is_asked_for_an_address(browser) -> None:
    answer = press(browser, headers())
    assert answer["Location"] == "/accesso/identita/nuova/"
    assert "Anna Verdi" in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HTTP_X_CNS_SECRET": ""}, "indirizzo dedicato"),
        ({"HTTP_X_CNS_SECRET": "t" * 40}, "indirizzo dedicato"),
        ({"HTTP_X_CNS_VERIFY": "NONE"}, "non ha presentato il certificato"),
        ({"HTTP_X_CNS_VERIFY": "FAILED:certificate revoked"}, "non è di una CNS riconosciuta"),
        ({"HTTP_X_CNS_VERIFY": ""}, "non è di una CNS riconosciuta"),
        ({"HTTP_X_CNS_CERTIFICATE": "%00non-un-certificato"}, "non è di una CNS riconosciuta"),
        ({"HTTP_X_CNS_CERTIFICATE": ""}, "non è di una CNS riconosciuta"),
    ],
)
def test_headers_that_do_not_hold_together_open_nothing(browser, anna, change, said) -> None:
    answer = press(browser, headers() | change)
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"days": -1}, "scaduto"),
        ({"usage": ExtendedKeyUsageOID.EMAIL_PROTECTION}, "non è di una CNS riconosciuta"),
        ({"name": "Anna Verdi"}, "non ci ha dato il tuo codice fiscale"),
        ({"name": ANNA}, "non ci ha dato il tuo codice fiscale"),
        ({"name": "VRDNNA85T50A562X/742000.aB3="}, "non è un codice fiscale italiano corretto"),
    ],
)
def test_a_card_that_is_none_opens_nothing(browser, anna, card, said) -> None:
    answer = press(browser, headers(**card))
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_without_a_proxy_to_trust_the_secret_is_not_enough(
    browser, anna, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 0
    assert press(browser, headers()).status_code == 403


def test_switched_off_it_does_not_exist(browser, anna, settings: Settings) -> None:
    settings.CNS = Card(False)
    assert browser.get("/accesso/cns/").status_code == 404
    assert press(browser, headers()).status_code == 404
    assert "CNS" not in text(browser.get("/accesso/"))


def test_to_tie_a_card_the_password_is_asked_again(browser, anna) -> None:
    browser.force_login(anna)
    answer = press(browser, headers(), process="connect")
    assert answer["Location"] == "/accesso/conferma/?next=/accesso/identita/"
    anna.set_unusable_password()
    anna.save()
    browser.force_login(anna)
    assert press(browser, headers(), process="connect")["Location"] == "/accesso/identita/"
    assert browser.session[SESSION_KEY] == "cns"
    assert Utente.objects.count() == 1
