"""Filling in an official form: searching while typing, rows, copying, rereading it as on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from denunce.actions.moduli import start_modulo
from denunce.models import Modulo
from portal.base.models import Comune
from tests.architecture.world_parts.moduli import earlier_form
from tests.denunce.promemoria.scena import Scena
from tests.e2e.saving import expect_saved
from tests.e2e.walker import check_axe, check_width
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def modulo(personas: Personas) -> Modulo:
    """Luca's denuncia, just begun; two towns have the same name."""
    Comune.objects.bulk_create(
        Comune(
            nome="Castro",
            nome_norm="castro",
            provincia=provincia,
            codice_istat=istat,
            catastale=catastale,
            valid_from=date(1900, 1, 1),
        )
        for provincia, istat, catastale in (("BG", "016065", "C337"), ("LE", "075096", "M261"))
    )
    now = datetime.now(UTC) - timedelta(hours=1)
    duty = Scena(personas).denuncia(now)
    return start_modulo(duty, by=personas.scope(personas.segreteria), now=now)


@pytest.fixture
def apri(login_as: Callable[..., Page], personas: Personas, modulo: Modulo) -> Callable[..., Page]:
    """Laura's page of the form, at a width."""

    def opened(width: int = 1280, *, javascript: bool = True) -> Page:
        page = login_as(personas.segreteria.email, width, javascript=javascript)
        page.goto(f"/denunce/moduli/{modulo.pk}/")
        return page

    return opened


def kept(modulo: Modulo, group: str) -> dict[str, str]:
    modulo.refresh_from_db()
    found: dict[str, str] = json.loads(modulo.dati).get(group, {})
    return found


def option(page: Page, text: str) -> Locator:
    return page.get_by_role("option", name=re.compile(text))


@WIDTHS
def test_a_town_is_chosen_with_the_keyboard_and_brings_its_province(
    apri: Callable[..., Page], modulo: Modulo, width: int
) -> None:
    page = apri(width)
    town = page.get_by_role("combobox", name="Comune dell’evento")
    town.fill("")
    town.press_sequentially("castr")
    expect(option(page, "Castro.*LE")).to_be_visible()
    expect(town).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-suggest-say]")).to_contain_text("2 voci")
    check_axe(page)
    check_width(page)
    town.press("ArrowDown")
    town.press("ArrowDown")
    chosen = option(page, "Castro.*LE")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(town).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    with page.expect_response("**/salva/"):
        town.press("Enter")
    expect(town).to_have_value("Castro")
    expect(page.locator("#id_luogo__provincia")).to_have_value("LE")
    expect(option(page, "Castro")).to_have_count(0)
    expect_saved(page)
    assert kept(modulo, "luogo")["provincia"] == "LE"


@WIDTHS
def test_a_long_list_is_narrowed_by_typing_and_stays_closed(
    apri: Callable[..., Page], modulo: Modulo, width: int
) -> None:
    page = apri(width)
    site = page.get_by_role("combobox", name="Sede della lesione")
    site.click()
    site.press_sequentially("sinist man")
    with page.expect_response("**/salva/"):
        option(page, "Mano sinistra").click()
    expect(site).to_have_value("Mano sinistra")
    expect_saved(page)
    assert kept(modulo, "cause")["sede_lesione"] == "MANO SINISTRA"
    site.fill("mano di un altro")
    expect(page.get_by_role("option", name="Nessuna voce")).to_be_visible()
    site.press("Tab")
    expect(site).to_have_value("Mano sinistra")
    site.fill("")
    with page.expect_response("**/salva/"):
        site.press("Tab")
    expect_saved(page)
    assert "sede_lesione" not in kept(modulo, "cause")


def test_escape_closes_and_a_free_town_stays_as_typed(
    apri: Callable[..., Page], modulo: Modulo
) -> None:
    page = apri()
    town = page.get_by_role("combobox", name="Comune dell’evento")
    town.fill("")
    town.press_sequentially("Castro")
    expect(option(page, "Castro").first).to_be_visible()
    town.press("Escape")
    expect(option(page, "Castro")).to_have_count(0)
    town.press_sequentially(" di Sopra")
    town.press("Tab")
    page.get_by_role("button", name="Salva la bozza").click()
    expect(page.get_by_text("Bozza salvata. NON INVIATA")).to_be_visible()
    assert kept(modulo, "luogo")["comune"] == "Castro di Sopra"


def test_a_reason_leads_to_the_search_of_a_long_list(apri: Callable[..., Page]) -> None:
    page = apri()
    page.locator("#modulo-motivi").get_by_role("link", name="Sede della lesione").click()
    expect(page.get_by_role("combobox", name="Sede della lesione")).to_be_focused()


def test_without_scripts_lists_and_towns_are_the_browsers_own(
    apri: Callable[..., Page], modulo: Modulo
) -> None:
    page = apri(360, javascript=False)
    page.locator("#id_luogo__comune").fill("Castro")
    page.get_by_label("Sede della lesione").select_option("MANO SINISTRA")
    page.get_by_role("button", name=re.compile("Aggiungi un altro.*Testimone")).click()
    expect(page.locator("#id_testimoni__1__cognome")).to_be_visible()
    assert kept(modulo, "cause")["sede_lesione"] == "MANO SINISTRA"
    assert kept(modulo, "luogo")["comune"] == "Castro"


@WIDTHS
def test_witnesses_come_and_go(apri: Callable[..., Page], modulo: Modulo, width: int) -> None:
    page = apri(width)
    page.locator("#id_testimoni__0__cognome").fill("Uno")
    page.get_by_role("button", name=re.compile("Aggiungi un altro.*Testimone")).click()
    page.locator("#id_testimoni__1__cognome").fill("Due")
    expect_saved(page)
    page.get_by_role("button", name=re.compile("Togli questo.*Testimone 1")).click()
    expect(page.get_by_text("Riga tolta. Puoi annullare")).to_be_visible()
    expect(page.locator("#id_testimoni__0__cognome")).to_have_value("Due")
    page.get_by_role("button", name="Annulla l’ultima copia").click()
    expect(page.locator("#id_testimoni__0__cognome")).to_have_value("Uno")
    expect(page.locator("#id_testimoni__1__cognome")).to_have_value("Due")


def test_enter_in_a_field_saves_and_takes_no_witness_away(
    apri: Callable[..., Page], modulo: Modulo
) -> None:
    page = apri()
    page.locator("#id_testimoni__0__cognome").fill("Uno")
    page.locator("#id_testimoni__0__cognome").press("Enter")
    expect(page.get_by_text("Bozza salvata. NON INVIATA")).to_be_visible()
    expect(page.locator("#id_testimoni__0__cognome")).to_have_value("Uno")


@WIDTHS
def test_parts_of_an_earlier_form_are_copied_and_taken_back(
    apri: Callable[..., Page], modulo: Modulo, personas: Personas, width: int
) -> None:
    earlier_form(modulo, personas.segreteria, datetime.now(UTC))
    before = kept(modulo, "datore")
    page = apri(width)
    page.get_by_role("button", name="Copia da un altro modulo").click()
    check_axe(page)
    check_width(page)
    page.get_by_role("link", name=re.compile("Bianchi")).last.click()
    check_axe(page)
    check_width(page)
    page.get_by_role("checkbox", name=re.compile("Lavoratore: ")).first.uncheck()
    page.get_by_role("button", name="Copia le parti scelte").click()
    expect(page.get_by_text("Parti copiate")).to_be_visible()
    expect(page.locator("#id_datore__denominazione")).to_have_value("Officine Esempio S.r.l.")
    page.get_by_role("button", name="Annulla l’ultima copia").click()
    expect(page.get_by_text("tornato com’era")).to_be_visible()
    assert kept(modulo, "datore") == before


@WIDTHS
def test_the_form_is_reread_as_on_paper_and_a_box_leads_to_its_control(
    apri: Callable[..., Page], modulo: Modulo, width: int
) -> None:
    page = apri(width)
    page.get_by_role("button", name="Rivedi com’è sulla carta").click()
    expect(page.get_by_role("heading", name="Rivedi il modulo")).to_be_visible()
    expect(page.get_by_text("BOZZA · NON INVIATA", exact=True)).to_be_visible()
    check_axe(page)
    check_width(page)
    missing = page.locator(".is-missing").first
    expect(missing).to_contain_text("Da compilare")
    missing.get_by_role("link", name="Modifica").click()
    expect(page).to_have_url(re.compile(r"#id_"))
    target = page.url.partition("#")[2]
    expect(page.locator(f"#{target}")).to_be_in_viewport()
