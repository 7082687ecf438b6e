"""A doctor asks for credentials, whole, in a real browser: from the first page to "Inviata".

The worker runs in this process (``outbox.dispatch``) where a person would wait for it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.base import outbox
from tests.e2e.conftest import OpenPage
from tests.personas import Personas
from tests.utenti.credenziali.scena import png
from utenti.credenziali.models import RichiestaAbilitazione

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = (
    {
        "Comune o Stato di nascita": "Milano",
        "Data di nascita": "1970-05-04",
        "Codice fiscale": "SLOMRA70E04F205I",
    },
    {
        "Indirizzo e numero civico": "via Esempio 1",
        "Comune": "Milano",
        "Provincia": "MI",
        "CAP": "20121",
        "Telefono": "02 1234567",
    },
    {
        "Numero": "CA00000AA",
        "Rilasciato da": "Comune di Milano",
        "Rilasciato il": "2022-05-05",
        "Scade il": "2032-05-04",
    },
    {"Ordine dei medici di": "Milano", "Numero di iscrizione": "12345"},
)
CHOICES = {0: ("Sesso", "M"), 2: ("Tipo di documento", "carta_identita")}


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, False)])
def test_a_doctor_asks_from_the_first_page_to_the_queue(
    login_as: OpenPage, personas: Personas, tmp_path: Path, width: int, scripts: bool
) -> None:
    page = login_as(personas.cittadino.email, width, javascript=scripts)
    page.goto("/")
    page.get_by_role("link", name="Credenziali", exact=True).click()
    page.get_by_role("link", name="Comincia la richiesta Medico esterno").click()
    page.get_by_role("button", name="Comincia la richiesta").click()
    for turn, values in enumerate(STEPS):
        if turn in CHOICES:
            label, code = CHOICES[turn]
            page.get_by_label(label).select_option(code)
        for label, value in values.items():
            page.get_by_label(label, exact=False).and_(page.locator("input")).first.fill(value)
        page.get_by_role("button", name="Salva e continua").click()
    signed = print_application(page, tmp_path)
    bring_files(page, signed, tmp_path)
    page.get_by_role("link", name="Vai al riepilogo").click()
    expect(page.get_by_text("Perché non posso inviare")).to_have_count(0)
    page.get_by_role("button", name="Invia la richiesta").click()
    expect(page.get_by_text("Tocca a chi esamina le richieste").first).to_be_visible()
    assert RichiestaAbilitazione.objects.get().stato == "inviata"


def print_application(page: Page, folder: Path) -> Path:
    """Ask for the application, wait for the worker, download it."""
    page.get_by_role("button", name="Prepara la domanda").click()
    expect(page.get_by_text("Stiamo preparando il PDF")).to_be_visible()
    outbox.dispatch()
    page.goto(page.url)
    with page.expect_download() as download:
        page.get_by_role("link", name="Scarica il PDF").click()
    path = folder / "domanda.pdf"
    download.value.save_as(path)
    page.get_by_role("link", name="Torna agli allegati").click()
    return path


def bring_files(page: Page, signed: Path, folder: Path) -> None:
    """The signed application and both sides of the document; a wrong file loses nothing."""
    wrong = folder / "retro.pdf"
    wrong.write_bytes(png(2))
    front = folder / "fronte.png"
    front.write_bytes(png(1))
    page.get_by_label("Domanda firmata").set_input_files(signed)
    page.get_by_label("Documento d’identità, fronte").set_input_files(front)
    page.get_by_label("Documento d’identità, retro").set_input_files(wrong)
    page.get_by_role("button", name="Carica", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("non corrisponde al contenuto")
    page.get_by_label("Documento d’identità, retro").set_input_files(
        wrong.rename(folder / "retro.png")
    )
    page.get_by_role("button", name="Carica", exact=True).click()
    expect(page.get_by_text("1 file caricato.")).to_be_visible()
