"""An account of one's own in a real browser: registration, an app that makes codes, a passkey."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from portal.base import clock
from portal.base.mail.models import MessaggioPosta
from tests.e2e.walker import check_axe, check_frame, check_width
from utenti.accesso.secrets import code_at, step_of

pytestmark = pytest.mark.django_db(transaction=True)
SECRET_PHRASE = "cavallo-batteria-graffetta"
EMAIL = "gaia.nuovi@persone.test"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser_page: Callable[..., Page], live_server: LiveServer, settings: Settings) -> Page:
    """Links and passkeys are of the server of this test; mail waits in the outbox."""
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxEmailBackend"
    settings.SITE_URL = live_server.url
    return browser_page()


def no_barrier(page: Page) -> None:
    check_frame(page)
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def mailed_link() -> str:
    """The link of the newest mail that waits to leave."""
    row = MessaggioPosta.objects.order_by("-created_at").first()
    return re.findall(r"https?://\S+", json.loads(row.contenuto)["body"])[0]


def leave(page: Page) -> None:
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Esci").click()
    page.wait_for_url("**/")


def test_from_the_registration_to_a_login_with_a_code_and_with_a_passkey(page: Page) -> None:
    page.goto("/accesso/?next=/accesso/account/")
    page.get_by_role("link", name="Registrati come utente generico").click()
    no_barrier(page)
    page.get_by_label("Nome", exact=False).first.fill("Gaia")
    page.get_by_label("Cognome").fill("Nuovi")
    page.get_by_label("Indirizzo e-mail").fill(EMAIL)
    page.get_by_label("Password", exact=False).first.fill(SECRET_PHRASE)
    page.get_by_label("Ripeti la password").fill(SECRET_PHRASE)
    page.get_by_label("Ho letto l’informativa").check()
    page.get_by_role("button", name="Registrati").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controlla la posta")
    no_barrier(page)
    page.goto(mailed_link())
    no_barrier(page)
    page.get_by_role("button", name="Sì, è il mio indirizzo").click()
    page.wait_for_url("**/accesso/account/")  # back to what she had begun
    no_barrier(page)

    page.get_by_role("link", name="Gestisci il secondo fattore").click()
    no_barrier(page)
    page.get_by_role("link", name="Collega un’app").click()
    page.get_by_label("Password").fill(SECRET_PHRASE)
    page.get_by_role("button", name="Conferma").click()
    no_barrier(page)
    secret = page.locator(".pi-secret").inner_text()
    page.get_by_label("Il codice che mostra l’app").fill(code_at(secret, step_of(clock.now())))
    page.get_by_role("button", name="Attiva").click()
    expect(page.locator(".pi-codes li")).to_have_count(10)
    no_barrier(page)
    page.get_by_role("link", name="Li ho conservati").click()

    leave(page)
    page.goto("/accesso/?next=/accesso/sessioni/")
    page.get_by_label("Indirizzo e-mail").fill(EMAIL)
    page.get_by_label("Password").fill(SECRET_PHRASE)
    page.get_by_role("button", name="Accedi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conferma con il secondo fattore")
    no_barrier(page)
    following = code_at(secret, step_of(clock.now()) + 1)  # the one of before is spent
    page.get_by_label("Codice").fill(following)
    page.get_by_role("button", name="Entra").click()
    page.wait_for_url("**/accesso/sessioni/")
    no_barrier(page)

    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/accesso/secondo-fattore/passkey/")
    no_barrier(page)
    page.get_by_label("Nome della passkey").fill("Telefono")
    page.get_by_role("button", name="Crea la passkey").click()
    expect(page.get_by_text("Fatto: hai un secondo fattore in più.")).to_be_visible()
    expect(page.get_by_role("button", name="Togli Telefono")).to_be_visible()

    leave(page)
    page.goto("/accesso/?next=/accesso/secondo-fattore/")
    page.get_by_role("button", name="Usa una passkey").click()  # no password, no code
    page.wait_for_url("**/accesso/secondo-fattore/")
    leave(page)
    page.goto("/accesso/")
    page.get_by_label("Indirizzo e-mail").fill(EMAIL)
    page.get_by_label("Password").fill(SECRET_PHRASE)
    page.get_by_role("button", name="Accedi").click()
    page.get_by_role("button", name="Usa una passkey").click()  # as the second factor
    expect(page.locator("details[data-menu]")).to_be_visible()
    page.goto("/accesso/secondo-fattore/")
    page.get_by_role("button", name="Togli Telefono").click()
    expect(page.get_by_text("Secondo fattore tolto.")).to_be_visible()
    leave(page)


def test_a_passkey_that_does_not_answer_is_said(page: Page, problems: list[str]) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/accesso/")
    page.get_by_role("button", name="Usa una passkey").click()
    expect(page.get_by_text("La passkey non ha risposto")).to_be_visible()
    check_axe(page)
    problems.clear()
