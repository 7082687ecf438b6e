"""A real browser for the tests of this directory: Italian, in Rome, and attentive.

Every page reports what its console, its scripts and the content policy complain about; a test ends
badly when something was said. ``browser_page(360)`` is a phone, ``login_as(email)`` a page with
that person already inside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.test import Client
from django.test.client import ClientHandler
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.logins import enter
from tests.ops.processes import wait_until
from utenti.models import Utente

# Playwright's synchronous interface keeps an event loop running, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
# Threads that answer a request: a picture that a closed page no longer wants is
# still written down as read, and must not be so in the next test.
_answering: set[int] = set()
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
HEIGHTS = {360: 740}
# How long a page may take to show what is expected of it on a machine that does much else: how fast
# the portal answers is the benchmark's question, not these tests'.
PATIENCE = 20_000  # milliseconds
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one worker: two browsers on two cores would only wait."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


def _begun(sender: type, environ: dict[str, Any], **_other: Any) -> None:
    if sender is not ClientHandler:
        _answering.add(get_ident())


def _ended(sender: type | None, **_other: Any) -> None:
    _answering.discard(get_ident())


request_started.connect(_begun)
request_finished.connect(_ended)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole session; each page has a context of its own."""
    browser = _playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _nobody_logged_in_too_often() -> None:
    """Every test enters from one address: the limits of one must not stop the next."""
    cache.clear()


@pytest.fixture
def problems() -> list[str]:
    """What the pages of this test complained about; a test that provokes an error clears it."""
    return []


@pytest.fixture
def browser_page(
    browser: Browser, live_server: LiveServer, problems: list[str]
) -> Iterator[OpenPage]:
    """Open a page: ``browser_page(width, javascript=True)``; paths are relative to the server."""
    contexts = []

    def open_page(width: int = 1280, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale="it-IT",
            timezone_id="Europe/Rome",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(message, problems))
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    wait_until(lambda: not _answering, 20, "the server answers what was asked")
    assert problems == []


@pytest.fixture
def login_as(browser_page: OpenPage, live_server: LiveServer) -> OpenPage:
    """A page with that person inside: ``login_as(email, width, javascript=True)``."""

    def open_as(email: str, width: int = 1280, **options: Any) -> Page:
        client = enter(Client(), Utente.objects.get(email=email))
        page = browser_page(width, **options)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        return page

    return open_as


def _note(message: ConsoleMessage, problems: list[str]) -> None:
    if message.type in {"error", "warning"}:
        problems.append(
            f"{message.type} on {message.page.url if message.page else '?'}: {message.text}"
        )
