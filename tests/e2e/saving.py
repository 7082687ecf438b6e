"""What the tests of pages that save themselves do to them, whatever the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from tests.personas import PASSWORD

SAVED = "Bozza salvata alle"


def status(page: Page) -> Locator:
    """The sentence that says whether what is typed is safe."""
    return page.locator("[data-autosave-status]")


def expect_saved(page: Page) -> None:
    """The last thing typed is kept (the dot is green and no request is on its way)."""
    expect(status(page)).to_have_attribute("data-state", "salvata")
    expect(status(page)).to_contain_text(SAVED)


def saves(page: Page) -> list[int]:
    """The answers to every request of the script from now on, filled while the test goes on."""
    answers: list[int] = []
    page.on(
        "response",
        lambda told: (
            answers.append(told.status)
            if told.request.headers.get("x-autosave") and told.request.method == "POST"
            else None
        ),
    )
    return answers


def type_and_wait(page: Page, field: Locator, text: str) -> None:
    """Write in a field and see its save answered."""
    with page.expect_response(
        lambda told: told.request.method == "POST" and "x-autosave" in told.request.headers
    ):
        field.press_sequentially(text)
    expect_saved(page)


def lose_answers(page: Page, address: str, times: int) -> Callable[[], int]:
    """The server hears the request, the answer is cut: ``times`` times. Tells how many it were."""
    lost: list[int] = []

    def cut(route: Route) -> None:
        if len(lost) >= times:
            route.continue_()
            return
        route.fetch()
        lost.append(1)
        route.abort("connectionreset")

    page.route(address, cut)
    return lambda: len(lost)


def refuse(page: Page, address: str, status_code: int, times: int) -> Callable[[], int]:
    """The server is restarting: ``times`` requests get a refusal of the proxy."""
    refused: list[int] = []

    def answer(route: Route) -> None:
        if len(refused) >= times:
            route.continue_()
            return
        refused.append(1)
        route.fulfill(status=status_code, body="<h1>Bad gateway</h1>", content_type="text/html")

    page.route(address, answer)
    return lambda: len(refused)


def end_sessions() -> None:
    """Everybody was away for too long."""
    Session.objects.all().delete()


def let_sessions_expire() -> None:
    """Everybody was away for half an hour, and the rows still say who they were."""
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def log_in(page: Page, email: str) -> None:
    """Fill in the login page."""
    page.get_by_label("E-mail").first.fill(email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")


def enter_in_new_tab(page: Page, email: str) -> Page:
    """Follow the link of the page whose session ended, log in there, come back: one click."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Rientra in una nuova scheda").click()
    tab = opened.value
    log_in(tab, email)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sei di nuovo dentro")
    return tab
