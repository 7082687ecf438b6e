"""A prolongation turns a comunicazione into a denuncia: the question, the verdict, the form."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiInvio, DatiLavoratore
from denunce.actions.dispatch import record_dispatch
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.moduli import save_modulo, start_modulo
from denunce.models import Caso
from portal.base import clock
from tests.e2e.conftest import OpenPage
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caso(personas: Personas) -> Caso:
    """Luca fell yesterday, is absent today; the comunicazione was written and sent."""
    by, now = personas.scope(personas.segreteria, clock.today()), clock.now()
    luca = DatiLavoratore(
        categoria="studente",
        cognome="Bianchi",
        nome="Luca",
        sesso="M",
        nato_on=clock.today() - timedelta(days=4800),
    )
    opened = open_caso(
        DatiCaso(avvenuto_at=now - timedelta(days=1)),
        lavoratore=create_lavoratore(luca, organizzazione=personas.scuola, by=by, now=now),
        organizzazione=personas.scuola,
        by=by,
        now=now,
        request_key=uuid4(),
    )
    references = DatiCertificato(
        numero="A00000000001",
        rilasciato_at=now - timedelta(hours=3),
        prognosi_dal=clock.today(),
        prognosi_al=clock.today(),
        received_at=now - timedelta(hours=2),
        received_via="lavoratore",
    )
    receive_certificato(opened, references, expected=opened.version, by=by, now=now)
    duty = opened.adempimenti.get(tipo="comunicazione")
    modulo = start_modulo(duty, by=by, now=now)
    data = json.loads(modulo.dati)
    data["cause"] = data.get("cause", {}) | {"dinamica": "Scivola scendendo dalla spalliera."}
    data["lavoratore"]["cittadinanza"] = "Italiana"
    save_modulo(modulo, data, expected=modulo.version, by=by, now=now)
    sent = DatiInvio(canale="sidi", sent_at=now - timedelta(hours=1))
    record_dispatch(duty, sent, request_key=uuid4(), by=by, now=now)
    return opened


def test_a_second_certificate_upgrades_what_was_already_sent(
    login_as: OpenPage, personas: Personas, caso: Caso
) -> None:
    page = login_as(personas.segreteria.email)
    page.goto(f"/denunce/casi/{caso.pk}/")
    question = page.get_by_role("region", name="La prognosi finisce oggi. Luca è rientrato?")
    expect(question).to_contain_text("la Comunicazione diventa Denuncia")
    question.get_by_role("button", name="Non lo so ancora").click()
    expect(question).to_contain_text("Te lo chiediamo di nuovo")
    question.get_by_role("link", name="C’è un altro certificato").click()

    page.get_by_label("Numero identificativo").fill("A00000000002")
    page.get_by_role("group", name="Rilasciato il").get_by_label("Giorno").fill(
        clock.today().isoformat()
    )
    page.get_by_label("Prognosi: dal").fill(clock.today().isoformat())
    page.get_by_label("al (compreso)").fill((clock.today() + timedelta(days=6)).isoformat())
    page.get_by_label("Come li hai ricevuti").select_option("lavoratore")
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    expect(page.get_by_text("Non è ancora stato registrato niente")).to_be_visible()
    expect(page.get_by_text("Devi inviare la denuncia di infortunio")).to_be_visible()
    expect(page.get_by_text("Due giorni dal quarto giorno di assenza")).to_be_visible()
    page.get_by_role("button", name="Registra il certificato").click()

    expect(page.get_by_text("Comunicazione: inviata")).to_be_visible()
    expect(page.locator("#prognosi")).to_have_count(0)
    page.get_by_role("button", name="Compila il Mod. 4 bis").first.click()
    expect(page.get_by_text("La comunicazione è già stata inviata")).to_be_visible()
    story = page.locator("[name=cause__dinamica]")
    expect(story).to_have_value("Scivola scendendo dalla spalliera.")
    expect(story).to_have_attribute("readonly", "")
    expect(page.locator("#id_lavoratore__cittadinanza_note")).to_contain_text(
        "dalla comunicazione, bloccato"
    )
    expect(page.locator("[name=certificato__numero]")).to_have_value("A00000000002")
    expect(page.locator("[name=certificato__numero]")).to_be_editable()
