"""SPID in a real browser: the button, the provider, the address, the inside.

Only a browser shows whether the content policy lets the form reach the provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from portal.identity import Card
from tests.e2e.conftest import OpenPage
from tests.e2e.walker import check_axe, check_frame, check_width, narrow
from tests.identita.fornitore import Fornitore, running_fornitore
from utenti.models import Utente

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fornitore(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Fornitore]:
    """A provider that knows this live server."""
    settings.CNS = Card(True, "https://localhost:8444", "s" * 32)
    settings.TRUSTED_PROXIES = 1
    back = [f"{live_server.url}/accesso/{code}/ritorno/" for code in ("spid", "cie")]
    with running_fornitore(tmp_path, *back) as started:
        started.use(settings, "spid", "cie", site=live_server.url)
        yield started


def look(page: Page) -> None:
    """The screen, wide and as a phone shows it."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        check_frame(page)
        check_width(page)
        check_axe(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_the_button_of_spid_to_the_inside(
    browser_page: OpenPage, fornitore: Fornitore, problems: list[str]
) -> None:
    page = browser_page()
    heading = page.get_by_role("heading", level=1)
    page.goto("/accesso/")
    look(page)
    page.get_by_role("button", name="Entra con SPID").click()
    page.get_by_role("link", name="livello1").click()
    expect(heading).to_have_text("Serve un livello di sicurezza più alto")
    look(page)
    problems.clear()  # the browser notes the 403
    page.context.clear_cookies()
    page.goto("/accesso/")
    page.get_by_role("button", name="Entra con SPID").click()
    page.get_by_role("link", name="anna").click()
    expect(heading).to_have_text("È la prima volta che entri")
    look(page)
    page.get_by_label("Indirizzo e-mail").fill("anna@persone.test")
    page.get_by_role("button", name="Continua").click()
    expect(heading).to_have_text("Scrivi il codice")
    look(page)
    (message,) = mail.outbox
    code = re.findall(r"^\d{4} \d{4}$", str(message.body), re.MULTILINE)[0]
    page.get_by_label("Codice di 8 cifre").fill(code)
    page.get_by_role("button", name="Conferma e entra").click()
    expect(heading).to_have_text("Ciao Anna")
    page.goto("/accesso/identita/")
    expect(page.get_by_role("main")).to_contain_text("Hai fatto l’accesso con SPID di livello 2")
    look(page)
    page.goto("/accesso/cns/")
    narrow(page)
    check_axe(page)
    assert Utente.objects.get().codice_fiscale == "VRDNNA85T50A562F"
