"""The main job, whole, in a real browser: from the login of a secretary to the PDF with her data.

The worker runs in this process (``outbox.dispatch``) where a person would wait for it.
"""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from denunce.models import Adempimento
from portal.base import clock, outbox
from portal.base.riferimenti.loading import load_reference
from tests.e2e.conftest import OpenPage
from tests.e2e.walker import check_axe, check_frame, check_width
from tests.personas import PASSWORD, Personas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(personas: Personas) -> Personas:
    """Laura, her school, and the reference tables."""
    personas.segreteria  # noqa: B018  (naming her creates her and her school)
    return personas


@pytest.fixture
def page(browser_page: OpenPage, people: Personas, request: pytest.FixtureRequest) -> Page:
    """A browser nobody is logged into yet; the mark ``screen`` says its width and scripts."""
    width, javascript = getattr(request, "param", (1280, True))
    return browser_page(width, javascript=javascript)


def enter(page: Page, email: str) -> None:
    """Log in as a person does."""
    page.goto("/")
    page.get_by_label("Indirizzo e-mail").or_(page.get_by_label("E-mail")).first.fill(email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scadenzario")


def add_person(page: Page) -> None:
    """From the empty worklist to a new person."""
    page.get_by_role("link", name="Nuovo infortunio").first.click()
    page.get_by_label("Cognome e nome").fill("bianchi luca")
    page.get_by_role("button", name="Cerca").click()
    expect(page.get_by_text("Nessuna persona trovata")).to_be_visible()
    page.get_by_role("button", name="Aggiungi la persona").click()
    expect(page.get_by_label("Cognome")).to_have_value("Bianchi")
    page.get_by_label("Categoria").select_option("studente")
    page.get_by_label("Classe").fill("2B")
    page.get_by_label("Codice fiscale").fill("BNCLCU13E03F205S")
    page.get_by_label("Sesso").select_option("M")
    page.get_by_label("Data di nascita").fill("2013-05-03")
    page.get_by_label("Comune o Stato estero di nascita").fill("Milano")
    page.get_by_role("button", name="Continua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quando e dove")


def tell_what_happened(page: Page) -> None:
    """The fall of three days ago, step by step, then the letter."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Quando e dove")
    moment(page, "Giorno e ora dell’infortunio", days=3, hour="10:15")
    page.get_by_role("button", name="Continua").click()
    expect(heading).to_have_text("Che cosa è successo")
    page.get_by_label("Come è successo").fill("Caduta in palestra saltando la cavallina")
    page.get_by_role("button", name="Continua").click()
    expect(heading).to_have_text("Gravità")
    page.get_by_role("button", name="Continua").click()
    expect(page.get_by_text("Caduta in palestra saltando la cavallina")).to_be_visible()
    expect(page.get_by_text("NON INVIATA").first).to_be_visible()
    page.get_by_role("button", name="Apri il caso").click()
    expect(page.get_by_text("Per ora nessun termine corre verso l’INAIL")).to_be_visible()


def register_certificate(page: Page) -> None:
    """Ten days of prognosis, received now; the verdict is read before saving."""
    page.get_by_role("link", name="Ho il certificato").click()
    page.get_by_label("Numero identificativo").fill("A000 0000 0003")
    moment(page, "Rilasciato il", days=3, hour="12:30")
    start = clock.today() - timedelta(days=3)
    page.get_by_label("Prognosi: dal").fill(start.isoformat())
    page.get_by_label("al (compreso)").fill((start + timedelta(days=9)).isoformat())
    page.get_by_label("Come li hai ricevuti").select_option("lavoratore")
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    expect(page.get_by_text("Non è ancora stato registrato niente")).to_be_visible()
    expect(page.get_by_text("Devi inviare la denuncia di infortunio")).to_be_visible()
    page.get_by_role("button", name="Registra il certificato").click()


def moment(page: Page, label: str, *, days: int, hour: str) -> None:
    """Fill the two parts of an instant, some days ago."""
    group = page.get_by_role("group", name=label)
    group.get_by_label("Giorno").fill((clock.today() - timedelta(days=days)).isoformat())
    group.get_by_label("Ora").fill(hour)


def read_the_verdict(page: Page) -> None:
    """What is due, by when, why, by which article, and that the portal does not send it."""
    duty = Adempimento.objects.get(tipo="denuncia")
    card = page.locator("article", has=page.locator(f"#adempimento-{duty.pk}"))
    due = clock.local(duty.termine_at)
    expect(card).to_contain_text("Devi inviare la denuncia di infortunio")
    expect(card).to_contain_text(f"{due:%H:%M}")
    expect(card).to_contain_text("di assenza dopo quello dell’evento")
    expect(card).to_contain_text("non trasmette all’INAIL")
    expect(card.get_by_role("link", name="D.P.R. 1124/1965, art. 53 c. 1")).to_be_visible()


def print_the_form(page: Page) -> Download:
    """Begin Mod. 4 bis, ask for the PDF, wait for the worker, download it."""
    page.get_by_role("button", name="Compila il Mod. 4 bis").click()
    expect(page.get_by_text("NON INVIATA").first).to_be_visible()
    expect(page.get_by_label("Cognome", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Prepara il PDF della bozza").click()
    expect(page.get_by_text("Stiamo preparando il PDF")).to_be_visible()
    expect(page.get_by_role("link", name="Aggiorna")).to_be_visible()
    outbox.dispatch()
    # The page reloads itself: a click could aim at a link that the reload has just taken away.
    expect(page.get_by_text("Il file è pronto")).to_be_visible(timeout=20_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Scarica il PDF").click()
    return waiting.value


def words_of(download: Download, folder: Path) -> str:
    """The text of the PDF, as a reader finds it."""
    path = folder / "modulo.pdf"
    download.save_as(path)
    shown = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(shown.stdout.decode().split())


def record_the_dispatch(page: Page) -> None:
    """The denuncia was sent by SIDI; the duty is done."""
    page.get_by_role("link", name="Torna al caso").click()
    page.get_by_role("link", name="Ho già inviato").first.click()
    page.get_by_label("Con quale canale").select_option("sidi")
    now = clock.local(clock.now())
    group = page.get_by_role("group", name="Quando hai inviato")
    group.get_by_label("Giorno").fill(f"{now:%Y-%m-%d}")
    group.get_by_label("Ora").fill(f"{now:%H:%M}")
    page.get_by_role("button", name="Registra l’invio").click()
    expect(page.get_by_text("i promemoria si fermano qui")).to_be_visible()
    assert Adempimento.objects.get(tipo="denuncia").stato == "inviato"


@pytest.mark.parametrize(
    "page",
    [(1280, True), (1280, False), (360, True)],
    ids=["wide", "without-scripts", "phone"],
    indirect=True,
)
def test_from_the_fall_to_the_pdf(page: Page, people: Personas, tmp_path: Path) -> None:
    load_reference(clock.now())
    enter(page, people.segreteria.email)
    expect(page.get_by_text("Nessuna scadenza aperta")).to_be_visible()
    add_person(page)
    tell_what_happened(page)
    register_certificate(page)
    read_the_verdict(page)
    words = words_of(print_the_form(page), tmp_path)
    for entered in ("Bianchi", "Luca", "A00000000003", "Caduta in palestra saltando la cavallina"):
        assert entered in words, entered
    assert "B N C L C U 1 3 E 0 3 F 2 0 5 S" in words or "BNCLCU13E03F205S" in words
    assert "BOZZA" in words
    record_the_dispatch(page)


@pytest.mark.parametrize("page", [(360, True)], ids=["phone"], indirect=True)
def test_no_barrier_on_the_way_on_a_phone(page: Page, people: Personas) -> None:
    load_reference(clock.now())
    enter(page, people.segreteria.email)
    steps = (add_person, tell_what_happened, register_certificate)
    for step in steps:
        step(page)
        check_frame(page)
        check_width(page)
        check_axe(page)
    page.get_by_role("link", name="Ho già inviato").first.click()
    page.get_by_role("button", name="Registra l’invio").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_width(page)
    check_axe(page)


def test_the_keyboard_alone_is_enough(page: Page, people: Personas) -> None:
    """No click: Tab to what has the name, type, Enter."""
    load_reference(clock.now())
    page.goto("/")
    tab_to(page, "input[name=login]").keyboard.type(people.segreteria.email)
    tab_to(page, "input[name=password]").keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/denunce/")
    tab_to(page, "a.pi-primary").keyboard.press("Enter")
    page.wait_for_url("**/nuovo/")
    tab_to(page, "form[action$='/inizia/'] button[type=submit]").keyboard.press("Enter")
    page.wait_for_url("**/chi/")
    tab_to(page, "#id_cognome").keyboard.type("Bianchi")
    tab_to(page, "#id_nome").keyboard.type("Luca")
    tab_to(page, "#id_categoria").keyboard.type("Studente")
    tab_to(page, "#id_sesso").keyboard.type("Maschio")
    type_day(page, "#id_nato_on", "2013-05-03")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quando/")
    type_day(page, "#id_avvenuto_at_0", (clock.today() - timedelta(days=2)).isoformat())
    tab_to(page, "#id_avvenuto_at_1").keyboard.type("1015AM")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cosa/")
    tab_to(page, "#bozza .btn-primary").keyboard.press("Enter")
    page.wait_for_url("**/gravita/")
    tab_to(page, "#bozza .btn-primary").keyboard.press("Enter")
    page.wait_for_url("**/riepilogo/")
    tab_to(page, "form[action$='/apri/'] button").keyboard.press("Enter")
    expect(page.get_by_text("Per ora nessun termine corre verso l’INAIL")).to_be_visible()
    tab_to(page, "a.pi-primary").keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Riferimenti del certificato")


def test_j_and_k_walk_the_rows_and_enter_opens_one(page: Page, people: Personas) -> None:
    load_reference(clock.now())
    enter(page, people.segreteria.email)
    add_person(page)
    tell_what_happened(page)
    register_certificate(page)
    page.goto("/denunce/")
    tab_to(page, ".pi-duty__link")
    page.keyboard.press("j")
    expect(page.locator(".pi-duty__link").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Devi inviare la denuncia di infortunio")).to_be_visible()


def tab_to(page: Page, selector: str) -> Page:
    """Press Tab until the first element of that selector has the focus."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            return page
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def type_day(page: Page, selector: str, iso: str) -> None:
    """Type a date part by part, in the order of this browser's language."""
    tab_to(page, selector)
    year, month, day = iso.split("-")
    for order in (day + month + year, month + day + year):
        page.keyboard.type(order)
        if page.input_value(selector) == iso:
            return
        for _ in range(2):
            page.keyboard.press("Shift+Tab")
        tab_to(page, selector)
    assert page.input_value(selector) == iso
