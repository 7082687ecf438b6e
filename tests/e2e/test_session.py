"""Who fills in a form slowly stays logged in; who is away does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)


def test_typing_counts_as_use_at_most_every_five_minutes(
    personas: Personas, login_as: Callable[..., Page]
) -> None:
    page = login_as(personas.segreteria.email)
    signs: list[str] = []
    page.on("request", lambda sent: sent.method == "HEAD" and signs.append(sent.url))
    page.clock.install()
    page.goto("/denunce/nuovo/")
    surname = page.locator("#id_testo")
    surname.press_sequentially("Bian")
    assert signs == []  # the page itself was a request a moment ago
    page.clock.fast_forward("06:00")
    with page.expect_response("**/aiuto/") as answered:
        surname.press_sequentially("chi")
    assert answered.value.status == 200
    surname.press_sequentially("ni")
    assert [url.rpartition("/aiuto")[2] for url in signs] == ["/"]
