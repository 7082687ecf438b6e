"""Two journeys of a case after its opening, in a real browser: it gets longer, it gets worse."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Adempimento, Caso
from portal.base import clock
from tests.e2e.conftest import OpenPage
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caso(personas: Personas) -> Caso:
    """Luca fell yesterday; nothing has arrived yet."""
    by, now = personas.scope(personas.segreteria, clock.today()), clock.now()
    luca = DatiLavoratore(
        categoria="studente",
        cognome="Bianchi",
        nome="Luca",
        sesso="M",
        nato_on=clock.today() - timedelta(days=4800),
    )
    return open_caso(
        DatiCaso(avvenuto_at=now - timedelta(days=1)),
        lavoratore=create_lavoratore(luca, organizzazione=personas.scuola, by=by, now=now),
        organizzazione=personas.scuola,
        by=by,
        now=now,
        request_key=uuid4(),
    )


def two_days(caso: Caso, personas: Personas) -> None:
    """The first certificate gives today and tomorrow: a comunicazione."""
    by, now = personas.scope(personas.segreteria, clock.today()), clock.now()
    caso.refresh_from_db()
    receive_certificato(
        caso,
        DatiCertificato(
            numero="A00000000001",
            rilasciato_at=now - timedelta(hours=3),
            prognosi_dal=clock.today(),
            prognosi_al=clock.today() + timedelta(days=1),
            received_at=now - timedelta(hours=2),
            received_via="lavoratore",
        ),
        expected=caso.version,
        by=by,
        now=now,
    )


def at(page: Page, label: str, when: datetime) -> None:
    """Fill day and time of an instant."""
    group, there = page.get_by_role("group", name=label), clock.local(when)
    group.get_by_label("Giorno").fill(f"{there:%Y-%m-%d}")
    group.get_by_label("Ora").fill(f"{there:%H:%M}")


def card(page: Page, caso: Caso, tipo: str) -> Locator:
    """The card of the newest duty of a kind."""
    duty = Adempimento.objects.filter(caso=caso, tipo=tipo).latest("created_at")
    return page.locator("article", has=page.locator(f"#adempimento-{duty.pk}"))


def record_as_sent(page: Page, found: Locator, channel: str) -> None:
    """ "Ho già inviato", by that channel, now."""
    found.get_by_role("link", name="Ho già inviato").click()
    page.get_by_label("Con quale canale").select_option(channel)
    at(page, "Quando hai inviato", clock.now())
    page.get_by_role("button", name="Registra l’invio").click()
    expect(page.get_by_text("i promemoria si fermano qui")).to_be_visible()


def test_a_prolongation_asks_for_the_denuncia_and_forgets_nothing(
    login_as: OpenPage, personas: Personas, caso: Caso
) -> None:
    two_days(caso, personas)
    page = login_as(personas.segreteria.email, 360)
    page.goto(f"/denunce/casi/{caso.pk}/")
    record_as_sent(page, card(page, caso, "comunicazione"), "sidi")

    # The second certificate is dictated on the phone: number, release, until when.
    page.get_by_role("link", name="Registra un certificato").click()
    page.get_by_label("Numero identificativo").press_sequentially("a00000000002")
    expect(page.get_by_label("Numero identificativo")).to_have_value("A000 0000 0002")
    group = page.get_by_role("group", name="Rilasciato il")
    group.get_by_label("Giorno").fill(clock.today().isoformat())
    page.get_by_label("al (compreso)").fill((clock.today() + timedelta(days=6)).isoformat())
    page.get_by_label("al (compreso)").blur()
    expect(page.get_by_label("Prognosi: dal")).to_have_value(clock.today().isoformat())
    expect(page.locator(".pi-count")).to_contain_text("7 giorni dopo l’infortunio")
    page.get_by_label("Come li hai ricevuti").select_option("lavoratore")
    page.get_by_role("button", name="Vedi che cosa comporta").click()
    expect(page.get_by_text("Devi inviare la denuncia di infortunio")).to_be_visible()
    page.get_by_role("button", name="Registra il certificato").click()

    denuncia = card(page, caso, "denuncia")
    expect(denuncia).to_contain_text("Devi inviare la denuncia di infortunio")
    expect(card(page, caso, "comunicazione")).to_contain_text("Comunicazione: inviata")
    record_as_sent(page, denuncia, "sidi")
    expect(card(page, caso, "denuncia")).to_contain_text("Denuncia: inviata")
    story = page.get_by_role("complementary").last
    for told in (
        "Nuovo obbligo: Comunicazione.",
        "Ha registrato l’invio: Comunicazione, canale SIDI.",
        "Nuovo obbligo: Denuncia.",
        "Ha registrato l’invio: Denuncia, canale SIDI.",
    ):
        expect(story).to_contain_text(told)


def test_a_death_is_alerted_at_once_and_the_denuncia_follows(
    login_as: OpenPage, personas: Personas, caso: Caso
) -> None:
    page = login_as(personas.segreteria.email)
    page.goto(f"/denunce/casi/{caso.pk}/")
    page.get_by_role("link", name="Correggi i dati").first.click()
    page.get_by_label("La persona è deceduta").check()
    at(page, "Quando l’hai saputo", clock.now() - timedelta(minutes=30))
    page.get_by_role("button", name="Salva le correzioni").click()

    alert = card(page, caso, "segnalazione_24h")
    expect(alert).to_contain_text("Devi segnalare subito l’infortunio")
    expect(card(page, caso, "denuncia")).to_contain_text("Saputo del decesso")
    record_as_sent(page, alert, "pec")
    expect(card(page, caso, "segnalazione_24h")).to_contain_text("Inviata")
    expect(card(page, caso, "denuncia")).to_contain_text("Devi inviare la denuncia")
