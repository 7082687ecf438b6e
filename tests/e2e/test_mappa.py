"""The body map in a real browser: mouse, keyboard alone, a phone, no scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from certificati.corpo import VISTE
from tests.e2e.pagina_lesioni import Bozza
from tests.e2e.walker import check_axe, check_keyboard, check_width

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser_page: OpenPage, settings) -> OpenPage:
    settings.ROOT_URLCONF = "tests.e2e.pagina_lesioni"
    settings.ACCESS_POLICIES = "tests.e2e.pagina_lesioni.POLICIES"
    Bozza.testi = {}

    def opened(width: int = 1280, **options: bool) -> Page:
        page = browser_page(width, **options)
        page.goto("/prova/lesioni/")
        return page

    return opened


def figure(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^{title}"))


def region(page: Page, title: str, name: str) -> Locator:
    return figure(page, title).get_by_role("checkbox", name=re.compile(f"^{name}"))


def listed(page: Page, code: str) -> Locator:
    return page.locator(f'input[type=checkbox][value="{code}"]')


def truth(page: Page) -> list[list[str]]:
    text = page.locator("[data-lesioni-testo]").input_value()
    return json.loads(text) if text else []


def add(page: Page) -> None:
    page.get_by_role("button", name="Aggiungi lesione").click()


def test_the_mouse_chooses_on_the_figure_and_the_list_follows(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        "window.heard = 0; document.querySelector('form').addEventListener('input', event => {"
        " if (event.target.name === 'lesioni' && event.target.type !== 'hidden') heard += 1; })"
    )
    page.get_by_role("radio", name="Frattura").check()
    region(page, "Davanti", "Polso destro").click()
    region(page, "Piedi", "Caviglia sinistra").click()
    for title in ("Davanti", "Dietro"):
        for name in ("Polso destro", "Caviglia sinistra"):
            expect(region(page, title, name)).to_be_checked()
    expect(listed(page, "POLSO DESTRO")).to_be_checked()
    expect(page.locator("[data-lesioni-scelta]")).to_have_text(
        "Frattura: polso destro, caviglia sinistra"
    )
    add(page)
    assert truth(page) == [["FRATTURA", "POLSO DESTRO"], ["FRATTURA", "CAVIGLIA SINISTRA"]]
    assert page.evaluate("heard") == 1
    expect(page.get_by_role("status").filter(has_text="Aggiunta")).to_have_text(
        "Aggiunta: Frattura: polso destro; Frattura: caviglia sinistra"
    )
    taken = region(page, "Mani", "Polso destro")
    expect(taken).not_to_be_checked()
    expect(taken).to_have_accessible_name("Polso destro, già aggiunta: frattura")
    expect(page.get_by_role("radio", name="Frattura")).not_to_be_checked()
    page.get_by_role("button", name="Togli Frattura: polso destro").click()
    assert truth(page) == [["FRATTURA", "CAVIGLIA SINISTRA"]]
    expect(page.get_by_role("button", name="Togli Frattura: caviglia sinistra")).to_be_focused()
    expect(taken).to_have_accessible_name("Polso destro")
    page.get_by_role("button", name="Continua").click()
    expect(page.locator("#esito")).to_have_text("Frattura: caviglia sinistra")


def test_right_and_left_are_where_the_patient_has_them(open_page: OpenPage) -> None:
    page = open_page()

    def middle(title: str, name: str) -> float:
        box = region(page, title, name).bounding_box()
        whole = figure(page, title).bounding_box()
        assert box
        assert whole
        return (box["x"] + box["width"] / 2 - whole["x"]) / whole["width"]

    assert middle("Davanti", "Coscia destra") < 0.5 < middle("Davanti", "Coscia sinistra")
    assert middle("Dietro", "Coscia sinistra") < 0.5 < middle("Dietro", "Coscia destra")


def test_the_list_chooses_on_the_figures_too(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Cerca una sede nell’elenco").fill("ginocchio")
    expect(page.locator(".pi-sedi__sede:visible")).to_have_count(4)  # two knees, two legs below
    page.get_by_role("group", name="Gamba destra").get_by_label("Ginocchio destro").check()
    expect(region(page, "Davanti", "Ginocchio destro")).to_be_checked()
    expect(region(page, "Dietro", "Ginocchio destro")).to_be_checked()
    page.get_by_label("Cerca una sede nell’elenco").fill("")
    expect(page.locator(".pi-sedi__sede:visible")).to_have_count(0)
    expect(page.locator("summary").filter(has_text="Gamba destra")).to_contain_text("scelte: 1")
    region(page, "Dietro", "Ginocchio destro").click()
    expect(listed(page, "GINOCCHIO DESTRO")).not_to_be_checked()


def test_the_keyboard_alone_is_enough(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("radio", name="Contusione").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    first = VISTE[0].zone[0].sede.label
    expect(region(page, "Davanti", first)).to_be_focused()
    expect(page.locator(".pi-mappa__anello").first).to_have_attribute("d", re.compile("^M"))
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")  # the face
    expect(region(page, "Davanti", "Faccia")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(region(page, "Davanti", "Orecchio sinistro")).to_be_focused()
    page.keyboard.press("Space")
    expect(region(page, "Davanti", "Orecchio sinistro")).to_be_checked()
    page.keyboard.press("Enter")
    expect(region(page, "Davanti", "Orecchio sinistro")).not_to_be_checked()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # one stop for each figure
    expect(figure(page, "Dietro").locator(":focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(region(page, "Davanti", "Orecchio sinistro")).to_be_focused()
    page.get_by_role("button", name="Aggiungi lesione").focus()
    page.keyboard.press("Enter")
    assert truth(page) == [["CONTUSIONE", "ORECCHIO SINISTRO"]]


def test_arrows_reach_every_region_of_every_figure(open_page: OpenPage) -> None:
    page = open_page()
    for vista in VISTE:
        reached = page.evaluate(
            """slug => {
              const view = document.querySelector(`[data-vista="${slug}"]`), seen = new Set();
              const todo = [view.querySelector('[tabindex="0"]')];
              while (todo.length) {
                const one = todo.pop();
                if (seen.has(one)) continue;
                seen.add(one);
                for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
                  one.focus();
                  one.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
                  todo.push(document.activeElement);
                }
              }
              return seen.size;
            }""",
            vista.slug,
        )
        assert reached == len(vista.zone), vista.slug


def test_what_is_missing_is_said_at_once(open_page: OpenPage) -> None:
    page = open_page()
    alert = page.get_by_role("alert").filter(has_text="Scegli")
    add(page)
    expect(alert).to_have_text("Scegli prima la natura della lesione.")
    expect(page.get_by_role("radio", name="Contusione")).to_be_focused()
    page.keyboard.press("Space")
    expect(alert).to_have_count(0)
    add(page)
    expect(alert).to_have_text("Scegli almeno una sede, sulla figura o nell’elenco.")
    region(page, "Testa", "Naso").click()
    page.get_by_role("button", name="Annulla la scelta").click()
    expect(listed(page, "NASO")).not_to_be_checked()
    assert truth(page) == []
    page.get_by_role("radio", name="Ferita").check()
    page.get_by_role("button", name="Continua").click()
    page.locator(".pi-error-summary a", has_text="scegli anche almeno una sede").click()
    expect(page.get_by_role("radio", name="Contusione")).to_be_focused()


def test_chosen_and_not_added_is_not_lost_by_going_on(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("radio", name="Ferita").check()
    region(page, "Mani", "Pollice destro").click()
    page.get_by_role("button", name="Continua").click()
    expect(page.locator("#esito")).to_have_text("Ferita: pollice destro")


def test_a_phone_shows_one_figure_and_the_whole_list(open_page: OpenPage) -> None:
    page = open_page(360)
    expect(page.locator(".pi-mappa__vista:visible")).to_have_count(1)
    page.get_by_role("radio", name="Mani").check(force=True)
    expect(page.locator(".pi-mappa__vista:visible")).to_have_count(1)
    region(page, "Mani", "Mignolo sinistro").click()
    page.get_by_role("radio", name="Ferita").check()
    page.locator("summary").filter(has_text="Addome e bacino").click()
    page.locator("[data-sedi]").get_by_label("Fegato").check()
    add(page)
    assert truth(page) == [["FERITA", "FEGATO"], ["FERITA", "MIGNOLO SINISTRO"]]
    check_width(page)
    check_axe(page)


@pytest.mark.parametrize("width", [1280, 1000])
def test_axe_and_the_tab_key_find_nothing_wrong(open_page: OpenPage, width: int) -> None:
    Bozza.testi = {}
    page = open_page(width)
    page.get_by_role("radio", name="Frattura").check()
    region(page, "Testa", "Occhio destro").click()
    add(page)
    page.locator("summary").first.click()
    region(page, "Davanti", "Collo").click()
    check_axe(page)
    check_width(page)
    page.reload()
    check_keyboard(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_without_scripts_labels_and_buttons_do_the_same(open_page: OpenPage, width: int) -> None:
    page = open_page(width, javascript=False)
    page.get_by_role("button", name="Aggiungi lesione").click()  # nothing yet: nothing happens
    page.get_by_role("radio", name="Frattura").check()
    shape = page.locator('[data-vista="davanti"] .pi-zona--coscia-destra')
    shape.click()
    expect(listed(page, "COSCIA DESTRA")).to_be_checked()
    expect(shape).to_have_css("fill", "rgb(0, 89, 179)")
    page.locator("summary").filter(has_text="Collo e colonna").click()
    page.get_by_label("Collo", exact=True).check()
    page.get_by_role("button", name="Aggiungi lesione").click()
    expect(page.locator(".pi-lesioni__elenco li")).to_have_count(2)
    page.get_by_role("button", name="Togli Frattura: collo").click()
    expect(page.locator(".pi-lesioni__elenco li")).to_have_count(1)
    page.locator("summary").filter(has_text="Testa").click()
    page.get_by_label("Naso").check()
    page.get_by_role("button", name="Aggiungi lesione").click()  # without a nature
    expect(page.locator(".pi-error-summary")).to_contain_text("scegli anche la natura")
    expect(listed(page, "NASO")).to_be_checked()
    page.get_by_role("radio", name="Ferita").check()
    page.get_by_label("Diagnosi").press("Enter")  # the form, not the first button of the list
    expect(page.locator(".pi-lesioni__elenco li")).to_have_text(
        [re.compile("Frattura: coscia destra"), re.compile("Ferita: naso")]
    )
    check_width(page)
