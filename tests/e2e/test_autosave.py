"""R13 and R14 on Mod. 4 bis: two pages never overwrite each other, and what is typed survives.

Network cut, answers lost on the way, server restarting, session ended, browser closed: each is
done to a real browser, and what counts is what the database holds afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from denunce.actions.moduli import start_modulo
from denunce.models import Modulo
from tests.denunce.promemoria.scena import Scena
from tests.e2e.saving import (
    end_sessions,
    enter_in_new_tab,
    expect_saved,
    let_sessions_expire,
    log_in,
    lose_answers,
    refuse,
    saves,
    status,
    type_and_wait,
)
from tests.e2e.walker import check_axe, check_width
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)
FIVE_SECONDS = 5_000


@pytest.fixture
def modulo(personas: Personas) -> Modulo:
    """Luca's denuncia, just begun."""
    now = datetime.now(UTC) - timedelta(hours=1)
    duty = Scena(personas).denuncia(now)
    return start_modulo(duty, by=personas.scope(personas.segreteria), now=now)


@pytest.fixture
def page(login_as: Callable[..., Page], personas: Personas, modulo: Modulo) -> Page:
    """Laura's page of it."""
    page = login_as(personas.segreteria.email)
    page.goto(f"/denunce/moduli/{modulo.pk}/")
    return page


def activity(page: Page) -> Locator:
    return page.get_by_label("Che cosa stava facendo")


def kept(modulo: Modulo, key: str = "attivita", group: str = "cause") -> str | None:
    modulo.refresh_from_db()
    found: str | None = json.loads(modulo.dati).get(group, {}).get(key)
    return found


def test_what_is_typed_is_saved_within_five_seconds_even_while_typing(
    page: Page, modulo: Modulo
) -> None:
    page.clock.install()
    page.reload()
    answers = saves(page)
    for letter in "Sal":  # a letter a second: never two seconds of rest
        activity(page).press_sequentially(letter)
        page.clock.fast_forward(1000)
    assert answers == []
    with page.expect_response("**/salva/"):
        activity(page).press_sequentially("t")
        page.clock.fast_forward(1000)
    expect_saved(page)
    assert kept(modulo) == "Salt"
    with page.expect_response("**/salva/"):
        activity(page).press_sequentially("ava")
        page.clock.fast_forward(2000)
    expect_saved(page)
    assert kept(modulo) == "Saltava"
    expect(page.locator("#modulo-motivi")).to_contain_text("Cittadinanza")
    page.get_by_label("Cittadinanza").fill("Italiana")
    page.clock.fast_forward(2000)
    expect(page.locator("#modulo-motivi")).not_to_contain_text("Cittadinanza")


def test_a_question_that_begins_to_matter_appears_without_losing_the_place(page: Page) -> None:
    death = page.get_by_label("Data del decesso")
    expect(death).not_to_be_visible()
    yes = page.get_by_role("group", name="Infortunio mortale").get_by_label("SI")
    yes.focus()
    page.keyboard.press("Space")
    expect(death).to_be_visible()
    expect(yes).to_be_focused()
    expect(page.locator("#modulo-motivi")).to_contain_text("Data del decesso")


def test_nonsense_is_said_when_one_leaves_the_field_and_stays_there(page: Page) -> None:
    hour = page.get_by_label("Durante quale ora di lavoro")
    with page.expect_response("**/salva/"):
        hour.fill("terza")
    expect(status(page)).to_contain_text("Salvata in parte")
    note = page.locator("#id_evento__ora_lavoro_note")
    expect(note).not_to_contain_text("Serve un numero intero.")
    page.keyboard.press("Tab")
    expect(note).to_contain_text("Serve un numero intero.")
    expect(hour).to_have_value("terza")
    expect(hour).to_have_attribute("aria-invalid", "true")
    hour.fill("3")
    expect_saved(page)
    expect(note).not_to_contain_text("Serve un numero intero.")


def test_without_a_network_the_page_keeps_it_and_sends_it_later(
    page: Page, modulo: Modulo, problems: list[str]
) -> None:
    page.context.set_offline(True)
    activity(page).fill("Saltava la cavallina")
    expect(status(page)).to_contain_text("Non sei in linea", timeout=FIVE_SECONDS)
    page.get_by_role("button", name="Salva la bozza").click()  # a browser would lose everything
    expect(activity(page)).to_have_value("Saltava la cavallina")
    assert kept(modulo) is None
    page.context.set_offline(False)
    expect_saved(page)
    assert kept(modulo) == "Saltava la cavallina"
    problems.clear()  # requests that the test itself cut


def test_an_answer_cut_on_the_way_and_a_restarting_server_cost_nothing(
    page: Page, modulo: Modulo, problems: list[str]
) -> None:
    page.clock.install()
    page.reload()
    lost = lose_answers(page, "**/salva/", 1)
    activity(page).fill("Saltava")
    page.clock.fast_forward(2000)
    expect(status(page)).to_have_attribute("data-state", "attesa")
    assert kept(modulo) == "Saltava"  # the server had heard
    activity(page).fill("Saltava la")
    page.clock.fast_forward(4000)
    expect_saved(page)
    assert (lost(), kept(modulo)) == (1, "Saltava la")
    page.unroute("**/salva/")
    refused = refuse(page, "**/salva/", 502, 2)
    activity(page).fill("Saltava la cavallina")
    for _ in range(3):
        page.clock.fast_forward(7000)
        page.wait_for_timeout(0)
    expect_saved(page)
    assert (refused(), kept(modulo)) == (2, "Saltava la cavallina")
    expect(page.locator("[data-autosave-alert]")).to_be_empty()
    problems.clear()


def test_after_the_session_ended_one_click_and_a_password_go_on(
    page: Page, modulo: Modulo, personas: Personas, problems: list[str]
) -> None:
    type_and_wait(page, activity(page), "Saltava")
    end_sessions()
    activity(page).press_sequentially(" la cavallina")
    expect(page.get_by_text("La sessione è finita", exact=True)).to_be_visible()
    page.get_by_role("button", name="Salva la bozza").click()
    expect(activity(page)).to_have_value("Saltava la cavallina")
    other = enter_in_new_tab(page, personas.dirigente.email)  # not under somebody else's name
    expect(page.get_by_text("ora c’è un’altra persona")).to_be_visible()
    assert kept(modulo) == "Saltava"
    other.close()
    end_sessions()
    enter_in_new_tab(page, personas.segreteria.email).close()
    expect_saved(page)
    assert kept(modulo) == "Saltava la cavallina"
    expect(page.locator("[data-autosave-alert]")).to_be_empty()
    page.get_by_role("button", name="Salva la bozza").click()  # with the token of the new session
    expect(page.get_by_text("Bozza salvata. NON INVIATA")).to_be_visible()
    problems.clear()


def test_a_closed_browser_loses_nothing_and_two_clicks_resume(
    page: Page, modulo: Modulo, personas: Personas, login_as: Callable[..., Page]
) -> None:
    type_and_wait(page, activity(page), "Saltava")
    activity(page).press_sequentially(" la cavallina")
    page.on("dialog", lambda dialog: pytest.fail("nothing was unsaved"))
    page.goto("about:blank")  # closed in the middle of a word
    elsewhere = login_as(personas.segreteria.email, 360)
    elsewhere.goto("/denunce/")
    elsewhere.get_by_role("link", name="Bianchi").first.click()
    elsewhere.get_by_role("link", name="Continua il Mod. 4 bis").first.click()
    expect(activity(elsewhere)).to_have_value("Saltava la cavallina")
    expect(status(elsewhere)).to_contain_text("Bozza salvata alle")


def test_without_scripts_an_ended_session_loses_no_text_either(
    login_as: Callable[..., Page], modulo: Modulo, personas: Personas
) -> None:
    page = login_as(personas.segreteria.email, 360, javascript=False)
    page.goto(f"/denunce/moduli/{modulo.pk}/")
    activity(page).fill("Saltava la cavallina in palestra")
    let_sessions_expire()
    page.get_by_role("button", name="Salva la bozza").click()
    expect(page.get_by_text("quello che avevi scritto è al sicuro")).to_be_visible()
    log_in(page, personas.segreteria.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Abbiamo tenuto")
    expect(page.get_by_text("Saltava la cavallina in palestra")).to_be_visible()
    check_width(page)
    page.get_by_role("button", name="Invia di nuovo").click()
    expect(page.get_by_text("Bozza salvata. NON INVIATA")).to_be_visible()
    assert kept(modulo) == "Saltava la cavallina in palestra"


def test_two_tabs_are_compared_field_by_field(
    page: Page, modulo: Modulo, problems: list[str]
) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    second.get_by_label("Cittadinanza").fill("Francese")
    type_and_wait(second, activity(second), "Correva")
    page.get_by_label("Cittadinanza").fill("Italiana")
    activity(page).fill("Saltava")
    expect(page.get_by_text("C’è un’altra versione di questa bozza")).to_be_visible()
    problems.clear()  # 409 is the answer that the test is about
    assert kept(modulo) == "Correva"
    page.get_by_role("button", name="Confronta le due versioni").click()
    for mine, theirs in (("Saltava", "Correva"), ("Italiana", "Francese")):
        expect(page.get_by_text(mine, exact=True)).to_be_visible()
        expect(page.get_by_text(theirs, exact=True)).to_be_visible()
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    choose(page, "Che cosa stava facendo", "Il tuo testo")
    choose(page, "Cittadinanza", "Il testo salvato")
    page.get_by_role("button", name="Salva le scelte").click()
    expect(page.get_by_text("Bozza salvata con le tue scelte")).to_be_visible()
    assert (kept(modulo), kept(modulo, "cittadinanza", "lavoratore")) == ("Saltava", "Francese")


def choose(page: Page, field: str, side: str) -> None:
    page.get_by_role("group", name=field).get_by_text(side).click()
