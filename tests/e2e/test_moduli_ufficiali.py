"""An employer and a ship owner, from the case to the PDF of their own form, in a real browser.

The worker runs in this process (``outbox.dispatch``) where a person would wait for it.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Caso, Documento, Modulo
from denunce.moduli.example import example
from denunce.moduli.exchange import as_file
from denunce.moduli.registry import declaration_on
from portal.base import clock, outbox
from tests.e2e.conftest import OpenPage
from tests.e2e.walker import check_axe, check_frame, check_width
from tests.personas import Personas
from utenti.models import Organizzazione, Utente

pytestmark = pytest.mark.django_db(transaction=True)


def case_of(
    personas: Personas, user: Utente, where: Organizzazione, categoria: str, **facts: object
) -> Caso:
    """A case with ten days of prognosis, received an hour ago."""
    by, now = personas.scope(user, clock.today()), clock.now()
    person = create_lavoratore(
        DatiLavoratore(
            categoria=categoria,
            cognome="Marini",
            nome="Lia",
            sesso="F",
            nato_on=date(1990, 5, 3),
            nato_a="Genova",
        ),
        organizzazione=where,
        by=by,
        now=now,
    )
    happened = {"avvenuto_at": now - timedelta(days=1), "dinamica": "Caduta"}
    caso = open_caso(
        DatiCaso(**(happened | facts)),
        lavoratore=person,
        organizzazione=where,
        by=by,
        now=now,
        request_key=uuid4(),
    )
    today = clock.today()
    receive_certificato(
        caso,
        DatiCertificato(
            numero="A00000000003",
            rilasciato_at=now - timedelta(hours=5),
            prognosi_dal=today,
            prognosi_al=today + timedelta(days=9),
            received_at=now - timedelta(hours=1),
            received_via="lavoratore",
        ),
        expected=caso.version,
        by=by,
        now=now,
    )
    return caso


def take_the_example(page: Page, code: str) -> None:
    """Fill the draft with the data of a file: first what would change, then the change."""
    form = declaration_on(code, None)
    content = as_file(form, example(form)).encode()
    page.get_by_role("link", name="Carica i dati da un file JSON").click()
    file = {"name": "dati.json", "mimeType": "application/json", "buffer": content}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Leggi il file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Che cosa cambierebbe")
    check_frame(page)
    check_width(page)
    check_axe(page)
    page.get_by_role("button", name="Sostituisci i dati della bozza").click()
    expect(page.get_by_text("Dati del file caricati nella bozza")).to_be_visible()
    assert json.loads(Modulo.objects.get().dati)["lavoratore"] == example(form)["lavoratore"]


def freeze(page: Page) -> None:
    """What is complete becomes definitive."""
    page.get_by_role("button", name="Rendi definitivo").click()
    expect(page.get_by_text("Questo modulo è definitivo")).to_be_visible()


def wait_for_the_file(page: Page) -> None:
    """The page reloads itself until the worker is done."""
    expect(page.get_by_text("Stiamo preparando il PDF")).to_be_visible()
    outbox.dispatch()
    expect(page.get_by_role("heading", name="Il file è pronto")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_employer_from_a_disease_to_the_copies_of_mod_101(
    login_as: OpenPage, personas: Personas, width: int
) -> None:
    caso = case_of(
        personas, personas.datore, personas.impresa, "lavoratore",
        tipo="malattia_professionale", avvenuto_at=None, dinamica="",
        manifestata_on=clock.today() - timedelta(days=10),
    )  # fmt: skip
    page = login_as(personas.datore.email, width)
    page.goto(f"/denunce/casi/{caso.pk}/")
    page.get_by_role("button", name="Compila il Mod. 101").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mod. 101")
    take_the_example(page, "mod101")
    freeze(page)
    page.get_by_text("Una copia sola").click()
    page.get_by_role("button", name="Copia B").click()
    wait_for_the_file(page)
    expect(page.get_by_text("B: da inviare all’INAIL per la ASL")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Prepara di nuovo").click()
    check_frame(page)
    check_axe(page)
    page.get_by_role("button", name="Prepara di nuovo").click()
    wait_for_the_file(page)
    expect(page.get_by_role("heading", name="Le stampe degli stessi dati")).to_be_visible()
    check_width(page)
    page.get_by_role("link", name="Torna al modulo").click()
    page.get_by_role("button", name="Prepara il PDF (copie A, B e C)").click()
    wait_for_the_file(page)
    made = Documento.objects.order_by("created_at").values_list("copia", "stampa", "stato")
    assert list(made) == [("B", 1, "pronto"), ("B", 2, "pronto"), ("", 1, "pronto")]
    with page.expect_download() as waited:
        page.get_by_role("link", name="Scarica il PDF").click()
    assert waited.value.suggested_filename.startswith("mod-101-caso-")


def test_a_ship_owner_from_an_injury_on_board_to_mod_4_bis_nav(
    login_as: OpenPage, personas: Personas
) -> None:
    caso = case_of(personas, personas.armatore, personas.armatore_org, "marittimo", luogo="a_bordo")
    page = login_as(personas.armatore.email, 1280)
    page.goto(f"/denunce/casi/{caso.pk}/")
    page.get_by_role("button", name="Compila il Mod. 4 bis Nav.").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mod. 4 bis Nav.")
    page.get_by_role("link", name="Che cosa scrivo qui?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I campi del Mod. 4 bis Nav.")
    page.get_by_label("Cerca un campo").fill("cognome")
    page.get_by_role("button", name="Cerca").click()
    expect(page.get_by_text("campi trovati per «cognome»")).to_be_visible()
    page.go_back()
    page.go_back()
    take_the_example(page, "mod4bis_nav")
    freeze(page)
    page.get_by_role("button", name="Prepara il PDF").click()
    wait_for_the_file(page)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Scarica il PDF").click()
    assert waited.value.suggested_filename.startswith("mod-4-bis-nav-caso-")
