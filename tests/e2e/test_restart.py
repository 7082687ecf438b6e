"""R14: the web server is killed while somebody types, and starts again: no letter is lost.

The server is a process of its own, ended by SIGKILL at another moment each time: before, while and
after the page sends what was typed. Full length with ``--solidita``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from denunce.actions.moduli import start_modulo
from denunce.models import Modulo
from portal.base.audit import AuditEvent
from tests.denunce.promemoria.scena import Scena
from tests.e2e.saving import status
from tests.e2e.test_autosave import activity, kept
from tests.personas import Personas
from tests.solidity.processi import wait_until
from tests.solidity.web import Web

pytestmark = pytest.mark.django_db(transaction=True)
KILLS, KILLS_FULL = 1, 12
# From the first letter: before the page sends, while it may be sending, after it has sent.
MOMENTS_MS = (1600, 100, 1450, 1500, 1550, 3000)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = Web(tmp_path / "web.log")
    web.start()
    yield web
    web.kill()


@pytest.fixture
def modulo(personas: Personas) -> Modulo:
    now = datetime.now(UTC) - timedelta(hours=1)
    duty = Scena(personas).denuncia(now)
    return start_modulo(duty, by=personas.scope(personas.segreteria), now=now)


@pytest.fixture
def page(browser: Browser, web: Web, personas: Personas) -> Iterator[Page]:
    """Laura's browser, inside."""
    client = Client()
    client.force_login(personas.segreteria)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=web.url, locale="it-IT")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": web.url}])
    yield context.new_page()
    context.close()


def test_a_server_killed_while_one_types_loses_no_letter(
    page: Page, web: Web, modulo: Modulo, solidita: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    page.goto(f"/denunce/moduli/{modulo.pk}/")
    kills, typed, lost, clicks = KILLS_FULL if solidita else KILLS, "", 0, 0
    for number in range(kills):
        word = f"parola{number} "
        activity(page).press_sequentially(word)
        page.wait_for_timeout(MOMENTS_MS[number % len(MOMENTS_MS)])
        web.kill()
        activity(page).press_sequentially(f"dopo{number} ")
        web.start()
        typed += f"{word}dopo{number} "
        expect(activity(page)).to_have_value(typed)
        wait_until(all_kept(modulo, typed), f"«{typed}» is in the database", within=60)
        lost += kept(modulo) != typed.strip()
        expect(status(page)).to_have_attribute("data-state", "salvata")
    saves = AuditEvent.objects.filter(code="modulo.salvato").count()
    with capsys.disabled():
        print(f"\nR14 server: {kills} kills, {lost} texts lost, {clicks} clicks to resume")
    assert (lost, saves) == (0, 1), "one page, one line of the register, whatever was sent twice"


def all_kept(modulo: Modulo, typed: str) -> Callable[[], bool]:
    return lambda: kept(modulo) == typed.strip()
