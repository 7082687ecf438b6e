"""A doctor asks for credentials on a phone without scripts; a wrong file loses nothing.

The whole chain, with scripts, is in ``test_medico_esterno``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import asking
from tests.e2e.conftest import OpenPage
from tests.personas import Personas
from utenti.credenziali.models import RichiestaAbilitazione

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_doctor_asks_on_a_phone_without_scripts(
    login_as: OpenPage, personas: Personas, tmp_path: Path
) -> None:
    page = login_as(personas.cittadino.email, 360, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="Credenziali", exact=True).click()
    page.get_by_role("link", name="Comincia la richiesta Medico esterno").click()
    page.get_by_role("button", name="Comincia la richiesta").click()
    asking.fill_in(page)
    bring_a_wrong_file(page, asking.print_application(page, tmp_path), tmp_path)
    asking.send(page)
    assert RichiestaAbilitazione.objects.get().stato == "inviata"


def bring_a_wrong_file(page: Page, signed: Path, folder: Path) -> None:
    """A picture that says it is a PDF: the other two are taken, then the third."""
    right = asking.drawn(folder, "Documento d’identità, retro")
    wrong = folder / "retro.pdf"
    wrong.write_bytes(right.read_bytes())
    page.get_by_label("Domanda firmata").set_input_files(signed)
    front = asking.drawn(folder, "Documento d’identità, fronte")
    page.get_by_label("Documento d’identità, fronte").set_input_files(front)
    page.get_by_label("Documento d’identità, retro").set_input_files(wrong)
    page.get_by_role("button", name="Carica", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("non corrisponde al contenuto")
    page.get_by_label("Documento d’identità, retro").set_input_files(right)
    page.get_by_role("button", name="Carica", exact=True).click()
    expect(page.get_by_text("1 file caricato.")).to_be_visible()
