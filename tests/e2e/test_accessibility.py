"""Every screen in a real browser: axe, keyboard, narrow phones, no scripts, a quiet console."""

from __future__ import annotations

import os
import re
from zlib import crc32

import pytest
from django.conf import LazySettings
from django.db import connection
from django.urls import get_resolver
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.screens import NOT_SCREENS, SCREENS
from tests.e2e.walker import (
    WIDTHS,
    Screen,
    check_axe,
    check_frame,
    check_keyboard,
    check_width,
    narrow,
    walk,
)
from tests.personas import PASSWORD, Personas

pytestmark = pytest.mark.django_db(transaction=True)

# What stands in the way of a person does not depend on the database: each screen is walked on the
# default one, every eighth on PostgreSQL as well. axe reads each screen at one width, half of them
# on a phone. At full length (SOLIDITA=1) everything is done everywhere.
FULL = os.environ.get("SOLIDITA") == "1"
EVERYWHERE = connection.vendor == "sqlite" or FULL
WALKED = [s for s in SCREENS if EVERYWHERE or crc32(str(s).encode()) % 8 == 0]


@pytest.fixture
def visit(browser_page: OpenPage, login_as: OpenPage, personas: Personas) -> OpenPage:
    """A page for the reader of a screen: ``visit(screen)``."""

    def open_for(screen: Screen) -> Page:
        reader = screen.reader(personas)
        return login_as(reader) if reader else browser_page()

    return open_for


def test_every_address_is_walked_or_says_why_not() -> None:
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    walked = {screen.name for screen in SCREENS}
    assert named - walked - NOT_SCREENS.keys() == set()
    assert walked & NOT_SCREENS.keys() == set()


@pytest.mark.parametrize("screen", WALKED, ids=str)
def test_no_barrier_on(screen: Screen, visit: OpenPage, personas: Personas) -> None:
    """Wide, by keyboard, and on a phone: one stage and one login for the three."""
    page, path = visit(screen), screen.path(personas)
    on_a_phone = crc32(str(screen).encode()) % 16 < 8
    walk(page, path, axe=FULL or not on_a_phone)
    check_keyboard(page)
    narrow(page)
    walk(page, path, axe=FULL or on_a_phone)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_in_any_component(
    width: int, browser_page: OpenPage, settings: LazySettings
) -> None:
    settings.DEBUG = True
    page = browser_page(width)
    walk(page, "/componenti/")
    page.locator("details.pi-help summary").first.click()
    page.locator("#vuoto-numero, #id_vuoto-numero").first.focus()
    check_axe(page)


def test_keys_reach_every_component(browser_page: OpenPage, settings: LazySettings) -> None:
    settings.DEBUG = True
    page = browser_page()
    page.goto("/componenti/")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    check_keyboard(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_after_a_refused_form(
    width: int, browser_page: OpenPage, personas: Personas
) -> None:
    page = browser_page(width)
    page.goto("/accesso/")
    page.get_by_label("Indirizzo e-mail").fill(personas.segreteria.email)
    page.get_by_label("Password").fill("sbagliata")
    page.get_by_role("button", name="Accedi").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text(
        "L’indirizzo e-mail o la password non sono giusti"
    )
    check_frame(page)
    check_width(page)
    check_axe(page)


def test_the_list_of_errors_leads_to_the_field(browser_page: OpenPage) -> None:
    page = browser_page()
    page.goto("/accesso/")
    page.get_by_role("button", name="Accedi").click()
    page.get_by_role("link", name="Password: compila questo campo").click()
    expect(page.get_by_label("Password")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_user_menu_has_no_barrier(
    width: int, login_as: OpenPage, personas: Personas
) -> None:
    page = login_as(personas.segreteria.email, width)
    page.goto("/cookie/")  # no link stands half under the menu there
    page.locator("details[data-menu] summary").click()
    expect(page.get_by_role("button", name="Esci")).to_be_visible()
    expect(page.locator(".pi-menu__full")).to_contain_text("IC Esempio Nord")
    check_width(page)
    check_axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Esci")).to_be_hidden()
    expect(page.locator("details[data-menu] summary")).to_be_focused()


def test_skip_links_come_first_and_jump(browser_page: OpenPage) -> None:
    page = browser_page()
    page.goto("/aiuto/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Vai al contenuto")).to_be_focused()
    expect(page.get_by_role("link", name="Vai al contenuto")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_entering_and_leaving_need_no_script(browser_page: OpenPage, personas: Personas) -> None:
    page = browser_page(javascript=False)
    page.goto("/accesso/password/")
    page.get_by_label("Indirizzo e-mail").fill(personas.segreteria.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cambia la password")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Esci").click()
    page.goto("/accesso/password/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accedi")


def test_two_presses_send_one_form(browser_page: OpenPage) -> None:
    page = browser_page()
    page.goto("/accesso/")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.get_by_label("Indirizzo e-mail").fill("nessuno@persone.test")
    page.get_by_label("Password").fill("qualcosa")
    page.evaluate(
        "() => { const go = document.querySelector('.pi-form button'); go.click(); go.click(); }"
    )
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(sent) == 1


def test_j_and_k_move_between_duties_only_inside_the_list(
    browser_page: OpenPage, settings: LazySettings
) -> None:
    settings.DEBUG = True
    page = browser_page()
    page.goto("/componenti/")
    links = page.locator(".pi-duty__link")
    links.nth(0).focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.locator("h1").evaluate("item => { item.tabIndex = -1; item.focus(); }")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_unknown_page_has_no_barrier(
    width: int, browser_page: OpenPage, problems: list[str]
) -> None:
    page = browser_page(width)
    walk(page, "/questa-pagina-non-esiste/", status=404)
    expect(page.get_by_role("heading", level=1)).to_have_text("Questa pagina non c’è")
    # The browser itself notes the 404 of the page we asked for; nothing else may be there.
    assert [re.sub(r".*: ", "", text) for text in problems] != []
    assert all("404" in text for text in problems)
    problems.clear()
