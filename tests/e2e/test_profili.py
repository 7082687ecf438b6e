"""A hospital creates, corrects and disables a doctor who is inside in another browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walker import check_axe, check_width
from tests.personas import PASSWORD, Personas
from tests.utenti.profili.scena import as_csv, codice, dati, gruppo
from utenti.models import Utente
from utenti.profili.models import ProfiloMedico

pytestmark = pytest.mark.django_db(transaction=True)


def create(page: Page) -> None:
    """Nuovo utente, in two steps."""
    page.goto("/profili/")
    page.get_by_role("link", name="Nuovo utente").first.click()
    page.get_by_label("Gruppo").select_option(label="Ortopedia")
    page.get_by_label("Codice fiscale del medico").fill(codice().lower())
    page.get_by_role("button", name="Continua").click()
    page.get_by_label("Cognome").fill("Verdi")
    page.get_by_label("Nome", exact=False).nth(1).fill("Anna")
    page.get_by_label("E-mail").fill("anna.verdi@medici.test")
    page.get_by_label("Codice fornitore").fill("AB12345")
    check_axe(page)
    page.get_by_role("button", name="Crea il profilo").dblclick()
    expect(page.get_by_role("heading", name="Verdi Anna")).to_be_visible()


def correct(page: Page) -> None:
    """Ricerca nel gruppo, then another code."""
    page.goto("/profili/medici/")
    page.get_by_label("Cerca per cognome").fill("ver")
    page.get_by_role("button", name="Cerca").click()
    page.get_by_role("link", name="Verdi Anna").click()
    page.get_by_role("link", name="Modifica").click()
    page.get_by_label("Codice fornitore").fill("ZZ99999")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("ZZ99999")).to_be_visible()


def enter_by_password(page: Page, email: str) -> None:
    """Through the real page, which keeps track of sessions."""
    page.goto("/accesso/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action] button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Certificati", exact=True)).to_be_visible()


def test_a_doctor_disabled_while_inside_is_out_at_the_next_click(
    login_as: Callable[..., Page], browser_page: Callable[..., Page], personas: Personas
) -> None:
    gruppo(personas)
    bruna = login_as(personas.amministratore_presidio.email)
    create(bruna)
    assert ProfiloMedico.objects.count() == 1
    correct(bruna)
    anna = Utente.objects.get(email="anna.verdi@medici.test")
    anna.set_password(PASSWORD)
    anna.save()
    hers = browser_page(360)
    enter_by_password(hers, anna.email)
    bruna.get_by_role("link", name="Disabilita").click()
    bruna.get_by_role("button", name="Disabilita").click()
    expect(bruna.get_by_text("non può più entrare").first).to_be_visible()
    hers.reload()
    hers.wait_for_url("**/accesso/**")


def test_a_full_list_is_uploaded_looked_at_and_confirmed(
    login_as: Callable[..., Page], personas: Personas, tmp_path: Path
) -> None:
    file = tmp_path / "medici.csv"
    file.write_bytes(as_csv(dati(0), dati(1), dati(2, email="male")))
    page = login_as(personas.amministratore_presidio.email, 360)
    page.goto("/profili/confronta/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Carica e controlla").click()
    expect(page.get_by_text("un indirizzo come nome@esempio.it")).to_be_visible()
    check_axe(page)
    check_width(page)
    page.get_by_label("Lascia fuori Verdi Anna").last.check()
    page.get_by_role("button", name="Conferma").dblclick()
    expect(page.get_by_role("heading", name="Esito dell’importazione")).to_be_visible()
    assert ProfiloMedico.objects.count() == 1
