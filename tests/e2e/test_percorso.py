"""The wizard of a new case in a real browser: R12, R13, R14, and how much one has to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from denunce.actions.bozze import typed
from denunce.models import Bozza, Caso, Documento
from portal.base import clock
from portal.base.riferimenti.loading import load_reference
from tests.e2e.counting import Keyboard
from tests.e2e.saving import (
    end_sessions,
    enter_in_new_tab,
    expect_saved,
    status,
    type_and_wait,
)
from tests.e2e.walker import check_axe, check_width
from tests.factories.casi import BozzaFactory, LavoratoreFactory
from tests.personas import PASSWORD, Personas
from utenti.models import Organizzazione

pytestmark = pytest.mark.django_db(transaction=True)
INTERACTIONS = 40


@pytest.fixture
def bozza(personas: Personas) -> Bozza:
    """A draft about Luca, just begun."""
    user = personas.segreteria
    luca = LavoratoreFactory(organizzazione=personas.scuola, created_by=user, classe="2B")
    return BozzaFactory(organizzazione=personas.scuola, lavoratore=luca, created_by=user)


@pytest.fixture
def page(login_as: Callable[..., Page], personas: Personas, bozza: Bozza) -> Page:
    """Laura's page of what happened."""
    page = login_as(personas.segreteria.email)
    page.goto(f"/denunce/bozze/{bozza.pk}/cosa/")
    return page


def account(page: Page):
    return page.get_by_label("Come è successo")


def kept(bozza: Bozza, name: str = "dinamica") -> str | None:
    return typed(Bozza.objects.get(pk=bozza.pk)).get(name)


def test_a_step_pressed_in_the_list_takes_along_what_was_just_typed(
    page: Page, bozza: Bozza
) -> None:
    account(page).fill("Caduta in palestra")
    page.locator("#bozza-passi").get_by_role("link", name="Quando e dove").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quando e dove")
    assert kept(bozza) == "Caduta in palestra"
    with page.expect_response("**/salva/"):
        page.get_by_role("group", name="Giorno e ora").get_by_label("Ora").fill("10:15")
    expect_saved(page)  # nobody else wrote: another step of the same person is no conflict
    assert kept(bozza, "avvenuto_at_ora") == "10:15"
    page.go_back()
    expect(account(page)).to_have_value("Caduta in palestra")


def test_half_a_codice_fiscale_survives_everything(
    page: Page, bozza: Bozza, personas: Personas, problems: list[str]
) -> None:
    Bozza.objects.filter(pk=bozza.pk).update(lavoratore=None)
    page.goto(f"/denunce/bozze/{bozza.pk}/chi/")
    code = page.get_by_label("Codice fiscale")
    type_and_wait(page, code, "BNCLCU1")
    page.context.set_offline(True)
    code.press_sequentially("3E")
    expect(status(page)).to_contain_text("Non sei in linea")
    page.context.set_offline(False)
    expect_saved(page)
    assert kept(bozza, "codice_fiscale") == "BNCLCU13E"
    end_sessions()
    code.press_sequentially("03")
    expect(page.get_by_text("La sessione è finita", exact=True)).to_be_visible()
    enter_in_new_tab(page, personas.segreteria.email).close()
    expect_saved(page)
    assert kept(bozza, "codice_fiscale") == "BNCLCU13E03"
    problems.clear()  # requests that the test itself cut


def test_a_closed_browser_is_resumed_on_a_phone_by_a_colleague_in_two_clicks(
    page: Page, bozza: Bozza, personas: Personas, login_as: Callable[..., Page]
) -> None:
    type_and_wait(page, account(page), "Caduta in")
    account(page).press_sequentially(" palestra")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    phone = login_as(personas.dirigente.email, 360)
    phone.goto("/denunce/")
    expect(phone.get_by_text("NON INVIATA").first).to_be_visible()
    phone.get_by_role("link", name="Riprendi").first.click()
    phone.locator("#bozza-passi").get_by_role("link", name="Che cosa è successo").click()
    expect(account(phone)).to_have_value("Caduta in palestra")


def test_two_windows_on_one_step_are_compared(
    page: Page, bozza: Bozza, problems: list[str]
) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    type_and_wait(second, account(second), "Scontro con un compagno")
    account(page).fill("Caduta dalla cavallina")
    expect(page.get_by_text("C’è un’altra versione di questa bozza")).to_be_visible()
    problems.clear()  # 409 is the answer that the test is about
    assert kept(bozza) == "Scontro con un compagno"
    page.get_by_role("button", name="Confronta le due versioni").click()
    expect(page.get_by_text("Scontro con un compagno", exact=True)).to_be_visible()
    expect(page.get_by_text("Caduta dalla cavallina", exact=True)).to_be_visible()
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    page.get_by_role("group", name="Come è successo").get_by_text("Il tuo testo").click()
    page.get_by_role("button", name="Salva le scelte").click()
    expect(page.get_by_text("Bozza salvata con le tue scelte")).to_be_visible()
    assert kept(bozza) == "Caduta dalla cavallina"


def test_a_double_click_opens_one_case(page: Page, bozza: Bozza) -> None:
    day = f"{clock.today() - timedelta(days=1):%Y-%m-%d}"
    page.goto(f"/denunce/bozze/{bozza.pk}/quando/")
    group = page.get_by_role("group", name="Giorno e ora dell’infortunio")
    group.get_by_label("Giorno").fill(day)
    group.get_by_label("Ora").fill("10:15")
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/cosa/")
    page.goto(f"/denunce/bozze/{bozza.pk}/riepilogo/")
    page.get_by_role("button", name="Apri il caso").dblclick()
    page.wait_for_url("**/casi/**")
    assert Caso.objects.count() == 1
    page.go_back()
    page.reload()
    expect(page.get_by_text("Caso 2")).not_to_have_count(0)  # led to the case, not to a second one
    assert Caso.objects.count() == 1


def test_towns_are_offered_and_bring_their_province(page: Page, bozza: Bozza) -> None:
    load_reference(clock.now())
    Bozza.objects.filter(pk=bozza.pk).update(lavoratore=None)
    page.goto(f"/denunce/bozze/{bozza.pk}/chi/")
    town = page.get_by_label("Comune", exact=True)
    with page.expect_response("**/comuni/**"):
        town.press_sequentially("monz")
    expect(page.locator("#comuni-elenco option").first).to_have_attribute("value", "Monza")
    town.fill("Monza")
    town.press("Tab")
    expect(page.get_by_label("Provincia")).to_have_value("MB")


def test_from_the_login_to_the_printed_form_in_forty_interactions_by_keyboard(
    browser_page: Callable[..., Page], personas: Personas, tmp_path: Path, capsys
) -> None:
    """A known pupil; one field, one choice or one press is one interaction; the mouse is never
    used, and moving the focus is free."""
    load_reference(clock.now())
    school = Organizzazione.objects.filter(pk=personas.scuola.pk)
    home = {"indirizzo": "via delle Prove 1", "provincia": "MI", "cap": "20121"}
    school.update(codice_fiscale="01234560157", telefono="0200000", **home)
    LavoratoreFactory(
        organizzazione=personas.scuola,
        created_by=personas.segreteria,
        codice_fiscale="BNCLCU13E03F205S",
        nato_a="Milano",
        classe="2B",
        indirizzo="Via delle Prove 1",
        domicilio_comune="Milano",
        domicilio_provincia="MI",
        domicilio_cap="20100",
        telefono="3330000000",
    )
    keys = Keyboard(browser_page(), "/")
    day = clock.today() - timedelta(days=2)
    keys.write("input[name=login]", personas.segreteria.email)
    keys.write("input[name=password]", PASSWORD)
    keys.press("form[action] button[type=submit]", "**/denunce/")
    keys.press("a.pi-primary", "**/nuovo/")
    keys.write("#id_testo", "bianchi")
    keys.press("form.pi-form button[type=submit]", "**/nuovo/")
    keys.press(".pi-people__pick", "**/quando/")
    keys.day("#id_avvenuto_at_0", day)
    keys.write("#id_avvenuto_at_1", "1015AM")
    keys.press("#bozza .btn-primary", "**/cosa/")
    keys.write("#id_dinamica", "Correndo è inciampato in un tappeto della palestra")
    keys.press("#bozza .btn-primary", "**/gravita/")
    keys.press("#bozza .btn-primary", "**/riepilogo/")
    keys.press("form[action$='/apri/'] button", "**/casi/**")
    keys.press("a.pi-primary", "**/certificato/")
    keys.certificate(day)
    keys.press("form[action$='/modulo/'] button", "**/moduli/**")
    keys.complete_form(day)
    keys.print_form(tmp_path / "modulo.pdf")
    with capsys.disabled():
        print(f"\ninterazioni dal login al Mod. 4 bis stampato: {keys.count}")
    assert Documento.objects.filter(bozza=False, stato="pronto").count() == 1
    assert keys.count <= INTERACTIONS
