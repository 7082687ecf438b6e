"""A doctor writes a certificate in a real browser: how many times something must be done, and what
happens without scripts, in two windows and after the session ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from certificati.actions.bozze import typed
from certificati.models import Certificato
from portal.base import clock
from portal.base.riferimenti import load_reference
from tests.certificati.scena import emesso
from tests.e2e.conftest import OpenPage
from tests.e2e.saving import enter_in_new_tab, expect_saved, let_sessions_expire, type_and_wait
from tests.e2e.walker import check_axe, check_frame, check_width
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)
INTERACTIONS_MAX = 20
# On the front figure, from the patient's side.
ANKLE = ".pi-mappa__vista >> nth=0 >> path[data-sede='CAVIGLIA SINISTRA']"


class Hand:
    """A doctor's hand: every click and every field typed counts one."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, name: str, role: str = "button") -> None:
        """Click something by its name."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.count += 1

    def click(self, selector: str) -> None:
        """Click what the selector finds."""
        self.page.locator(selector).click()
        self.count += 1

    def write(self, selector: str, text: str) -> None:
        """Fill in a field."""
        self.page.locator(selector).fill(text)
        self.count += 1


def no_barrier(page: Page) -> None:
    """Frame, axe and the width of a phone."""
    check_frame(page)
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_first_certificate_for_a_known_patient_in_two_minutes(
    login_as: OpenPage, personas: Personas
) -> None:
    emesso(personas, clock.now() - timedelta(days=90))
    page = login_as(personas.medico_ospedaliero.email)
    page.goto("/certificati/")
    hand = Hand(page)
    hand.press("Nuovo certificato", "link")
    no_barrier(page)
    hand.write("[name=testo]", "Bianchi")
    hand.press("Cerca il paziente")
    hand.press("Bianchi Luca")
    page.wait_for_url("**/passo/salute/")
    no_barrier(page)
    hand.write("[name=prima_assistenza_at_ora]", "00:00")
    page.get_by_text("Ferita", exact=True).click()
    hand.count += 1
    hand.click(ANKLE)
    hand.write("[name=diagnosi]", "ferita della caviglia sinistra")
    hand.press("7 giorni")
    expect(page.locator("#prognosi-giorni")).to_contain_text("7 giorni, fino a")
    hand.press("Continua")
    page.wait_for_url("**/passo/racconto/")
    hand.write("[name=racconto]", "è inciampato sulle scale")
    hand.press("Continua")
    page.wait_for_url("**/riepilogo/")
    expect(page.get_by_text("Perché non posso emettere")).to_have_count(0)
    no_barrier(page)
    hand.click("[name=firmato]")
    hand.press("Emetti il certificato")
    expect(page.get_by_text("Certificato emesso: numero")).to_be_visible()
    found = Certificato.objects.latest("created_at")
    assert found.stato == "emesso"
    assert [tuple(one) for one in found.dati.lesioni] == [("FERITA", "CAVIGLIA SINISTRA")]
    assert found.prognosi_dal == clock.today()
    assert found.prognosi_al == clock.today() + timedelta(days=6)
    assert found.evento_on == clock.today()
    print(f"interazioni per un primo certificato di un paziente noto: {hand.count}")
    assert hand.count <= INTERACTIONS_MAX


def test_without_scripts_from_nothing_to_the_number(login_as: OpenPage, personas: Personas) -> None:
    load_reference(clock.now())
    page = login_as(personas.medico_ospedaliero.email, 360, javascript=False)
    page.goto("/certificati/nuovo/")
    page.get_by_role("button", name="Comincia da zero").click()
    for name, text in (
        ("codice_fiscale", "BNCLCU13E03F205S"),
        ("cognome", "Bianchi"),
        ("nome", "Luca"),
        ("datore_denominazione", "IC Esempio Nord"),
    ):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=categoria]").select_option("studente")
    page.get_by_role("button", name="Continua").click()
    page.locator("[name=lesioni_natura][value=FERITA]").check(force=True)
    page.locator(ANKLE).click()
    page.locator("button[name=lesione][value=aggiungi]").click()
    expect(page.locator("[data-lesioni-elenco]")).to_contain_text("aviglia")
    page.locator("[name=prima_assistenza_at_ora]").fill("00:00")
    page.locator("[name=diagnosi]").fill("ferita")
    page.locator("[name=prognosi_al]").fill(f"{clock.today() + timedelta(days=3)}")
    page.get_by_role("button", name="Continua").click()
    page.locator("[name=racconto]").fill("è caduto")
    page.get_by_role("button", name="Continua").click()
    page.locator("[name=firmato]").check(force=True)
    page.get_by_role("button", name="Emetti il certificato").click()
    expect(page.get_by_text("Certificato emesso: numero")).to_be_visible()
    assert Certificato.objects.get().dati.nato_a == "Milano"


def test_what_is_typed_survives_two_windows_and_the_end_of_the_session(
    login_as: OpenPage, personas: Personas, problems: list[str]
) -> None:
    load_reference(clock.now())
    page = login_as(personas.medico_ospedaliero.email)
    page.goto("/certificati/nuovo/")
    page.get_by_role("button", name="Comincia da zero").click()
    page.wait_for_url("**/passo/persona/")
    code = page.locator("[name=codice_fiscale]")
    code.press_sequentially("BNCLCU13E03F205S")
    code.blur()
    expect(page.locator("[name=nato_on]")).to_have_value("2013-05-03")
    expect(page.locator("[name=nato_a]")).to_have_value("Milano")
    expect(page.locator("[name=sesso]")).to_have_value("M")
    expect_saved(page)

    other = page.context.new_page()
    other.goto(page.url)
    type_and_wait(other, other.locator("[name=cognome]"), "Verdi")
    page.locator("[name=cognome]").press_sequentially("Bianchi")
    page.get_by_role("button", name="Confronta le due versioni").click()
    expect(page.get_by_text("da un’altra finestra")).to_be_visible()
    no_barrier(page)
    page.get_by_label("Il tuo testo").first.check()
    page.get_by_role("button", name="Salva le scelte").click()
    expect(page.locator("[name=cognome]")).to_have_value("Bianchi")
    other.close()

    let_sessions_expire()
    page.locator("[name=nome]").press_sequentially("Luca")
    expect(page.get_by_role("link", name="Rientra in una nuova scheda")).to_be_visible()
    enter_in_new_tab(page, personas.medico_ospedaliero.email)
    page.bring_to_front()
    expect_saved(page)
    assert typed(Certificato.objects.get())["nome"] == "Luca"
    problems[:] = [each for each in problems if "409" not in each and "401" not in each]
