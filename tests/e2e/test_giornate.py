"""The other days of the people who use the portal, each from the worklist to its end: a short
absence, no certificate, an employer, a consultant with two firms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from denunce.models import Adempimento, Caso
from portal.base import clock
from tests.e2e.test_percorsi import at, card, record_as_sent
from tests.factories.casi import LavoratoreFactory
from tests.personas import Personas
from utenti.models import Delega, Organizzazione, TipoOrganizzazione

pytestmark = pytest.mark.django_db(transaction=True)
Login = Callable[..., Page]


def begin(page: Page, name: str) -> None:
    """From the worklist to a draft about somebody on record."""
    page.goto("/denunce/")
    page.get_by_role("link", name="Nuovo infortunio").first.click()
    page.get_by_label("Cognome e nome").fill(name)
    page.get_by_role("button", name="Cerca", exact=True).click()
    page.locator(".pi-people__pick").first.click()


def tell(page: Page, account: str, *, days: int = 1) -> Caso:
    """Yesterday morning, in the usual place; the case is opened."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Quando e dove")
    at(page, "Giorno e ora dell’infortunio", clock.now() - timedelta(days=days))
    page.get_by_role("button", name="Continua").click()
    page.get_by_label("Come è successo").fill(account)
    page.get_by_role("button", name="Continua").click()
    expect(heading).to_have_text("Gravità")
    page.get_by_role("button", name="Continua").click()
    page.get_by_role("button", name="Apri il caso").click()
    page.wait_for_url("**/casi/**")
    return Caso.objects.latest("created_at")


def certify(page: Page, days: int) -> None:
    """So many days from today, received now."""
    page.get_by_role("link", name="Ho il certificato").first.click()
    page.get_by_label("Numero identificativo").fill("B00000000001")
    group = page.get_by_role("group", name="Rilasciato il")
    group.get_by_label("Giorno").fill(clock.today().isoformat())
    group.get_by_label("Ora").fill("00:00")
    page.get_by_label("Prognosi: dal").fill(clock.today().isoformat())
    last = clock.today() + timedelta(days=days - 1)
    page.get_by_label("al (compreso)").fill(last.isoformat())
    page.get_by_label("Come li hai ricevuti").select_option("email")
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    page.get_by_role("button", name="Registra il certificato").click()
    page.wait_for_url("**/casi/**")


def worker(personas: Personas, firm: Organizzazione, surname: str) -> None:
    user = personas.segreteria
    LavoratoreFactory(
        organizzazione=firm, created_by=user, categoria="lavoratore", cognome=surname, nome="Ada"
    )


def test_two_days_at_home_are_a_comunicazione_sent_and_done(
    login_as: Login, personas: Personas
) -> None:
    LavoratoreFactory(organizzazione=personas.scuola, created_by=personas.segreteria)
    page = login_as(personas.segreteria.email)
    begin(page, "bianchi")
    caso = tell(page, "Scontro con un compagno in cortile")
    certify(page, 2)
    due = card(page, caso, "comunicazione")
    expect(due).to_contain_text("Devi inviare la comunicazione di infortunio")
    expect(due).to_contain_text("art. 18")
    expect(due).to_contain_text("non trasmette all’INAIL")
    assert not Adempimento.objects.filter(tipo="denuncia").exists()
    record_as_sent(page, due, "sidi")
    page.goto("/denunce/?vista=fatti")
    expect(page.get_by_role("link", name="Comunicazione").first).to_be_visible()


def test_without_a_certificate_the_case_waits_and_says_what_for(
    login_as: Login, personas: Personas
) -> None:
    LavoratoreFactory(organizzazione=personas.scuola, created_by=personas.segreteria)
    page = login_as(personas.segreteria.email, 360)
    begin(page, "bianchi")
    tell(page, "Urto contro il banco")
    expect(page.get_by_text("Per ora nessun termine corre verso l’INAIL")).to_be_visible()
    expect(page.get_by_text("Riferimenti del certificato medico")).to_be_visible()
    page.goto("/denunce/?vista=in_attesa")
    expect(page.get_by_text("Ho il certificato").first).to_be_visible()


def test_an_employer_has_no_insurer_and_goes_to_inail(login_as: Login, personas: Personas) -> None:
    worker(personas, personas.impresa, "Fabbri")
    page = login_as(personas.datore.email)
    begin(page, "fabbri")
    caso = tell(page, "La chiave è scivolata dal dado")
    certify(page, 9)
    due = card(page, caso, "denuncia")
    expect(due).to_contain_text("Devi inviare la denuncia di infortunio")
    expect(due).to_contain_text("servizi online dell’INAIL")
    assert set(caso.adempimenti.values_list("tipo", flat=True)) == {"denuncia"}
    record_as_sent(page, due, "portale_inail")


def test_a_consultant_keeps_two_firms_apart(login_as: Login, personas: Personas) -> None:
    second = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.IMPRESA, denominazione="Seconda Esempio", comune="Bologna"
    )
    Delega.objects.create(delegante=second, delegato=personas.studio, valid_from=personas.since)
    page = login_as(personas.consulente.email)
    for firm, surname in ((personas.cliente, "Neri"), (second, "Gallo")):
        worker(personas, firm, surname)
        begin(page, surname)
        caso = tell(page, "Taglio alla mano")
        assert caso.organizzazione == firm
        certify(page, 9)
    page.goto("/denunce/")
    for firm in ("Cliente Esempio", "Seconda Esempio"):
        expect(page.locator(".pi-duty__note", has_text=firm)).to_be_visible()
    page.locator(".pi-workfilters__more > summary").click()
    page.get_by_label("Organizzazione").select_option(label="Seconda Esempio")
    page.get_by_role("button", name="Filtra").click()
    expect(page.locator(".pi-duty__person")).to_have_text(["Gallo Ada"])
    page.goto("/denunce/nuovo/")
    page.get_by_label("Cognome e nome").fill("sconosciuto")
    page.get_by_role("button", name="Cerca", exact=True).click()
    page.get_by_label("Per quale organizzazione").select_option(label="Seconda Esempio")
    page.get_by_role("button", name="Aggiungi la persona").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chi")
