"""A doctor issues; the employer confirms without typing the number and reads what is due; then the
doctor annuls, and the employer is warned. On a phone as on a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from certificati.actions.vita import annul_certificato
from certificati.models import Certificato
from denunce.abbinamenti.models import Proposta
from denunce.models import Bozza, RiferimentoCertificato
from portal.base import clock, outbox
from tests.certificati.scena import emesso
from tests.denunce.abbinamenti import scena
from tests.e2e.walker import check_axe, check_width
from tests.personas import Personas
from utenti.access import Scope

pytestmark = pytest.mark.django_db(transaction=True)


def confirm(page: Page) -> None:
    """From the worklist to the decision card: a choice is already made, two buttons."""
    page.goto("/denunce/")
    page.get_by_text("1 certificato medico da confermare.").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Certificati dal medico")).to_be_visible()
    check_axe(page)
    check_width(page)
    page.get_by_role("link", name="Conferma il certificato").click()
    expect(page.get_by_label("Numero identificativo")).to_have_count(0)
    check_axe(page)
    check_width(page)
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    expect(page.get_by_text("Non è ancora stato registrato niente.")).to_be_visible()
    page.get_by_role("button", name="Registra il certificato").dblclick()
    expect(page.get_by_role("heading", name="Devi inviare la denuncia")).to_be_visible()


def answer(page: Page) -> None:
    """The warning on the case, then the withdrawal noted."""
    page.reload()
    expect(page.get_by_text("Il medico ha annullato o sostituito il certificato")).to_be_visible()
    page.get_by_role("link", name="Decidi che cosa fare").click()
    check_axe(page)
    check_width(page)
    page.get_by_role("button", name="Annota il ritiro").dblclick()
    expect(page.get_by_text("la tua scelta è nella storia del caso")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_doctor_to_the_decision_without_typing_the_number(
    login_as: Callable[..., Page], personas: Personas, width: int
) -> None:
    now = clock.now()
    caso = scena.caso_di_ada(personas, now - timedelta(hours=3))
    row = emesso(personas, now - timedelta(minutes=5), scena.scritto(now))
    outbox.dispatch()
    page = login_as(personas.segreteria.email, width)
    confirm(page)
    received = RiferimentoCertificato.objects.get()
    assert (received.numero, received.caso) == (row.numero, caso)
    assert Proposta.objects.get().stato == "confermata"
    expect(page.get_by_text("Abbinato al certificato del portale")).to_be_visible()

    doctor = Certificato.objects.select_related("medico").get().medico
    at = clock.now()
    annul_certificato(row, motivo="dati", by=Scope(doctor, clock.today()), now=at)
    outbox.dispatch()
    answer(page)
    assert RiferimentoCertificato.objects.get().annullato_at is not None


def test_a_certificate_without_a_case_becomes_one(
    login_as: Callable[..., Page], personas: Personas
) -> None:
    now = clock.now()
    scena.senza_caso(personas, now)
    page = login_as(personas.segreteria.email)
    page.goto("/abbinamenti/")
    page.get_by_role("button", name="Apri il caso").dblclick()
    # Who she is is known already: the wizard goes on from what only the employer can tell.
    expect(page.get_by_role("heading", level=1)).to_have_text("Quando e dove")
    day = page.locator("[name=avvenuto_at_giorno]")
    expect(day).to_have_value(f"{clock.local(now - timedelta(days=9)):%Y-%m-%d}")
    page.get_by_role("link", name="Chi").first.click()
    expect(page.get_by_label("Codice fiscale")).to_have_value(scena.ADA)
    assert Bozza.objects.count() == 1
