"""The whole chain of the credentials in a real browser: who asks, who examines, what opens.

A citizen registers and becomes an external doctor; another is refused, mends it and asks again.
"""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from portal.base import clock, outbox
from portal.base.mail.models import MessaggioPosta
from tests.e2e import asking
from tests.e2e.conftest import OpenPage
from tests.e2e.walker import check_axe, check_frame, check_width
from tests.personas import PASSWORD, Personas
from tests.utenti.credenziali import scena
from utenti.credenziali.actions.invio import submit
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.livelli import Livello
from utenti.models import Membership, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "mario.solo@nuovi.test"
APPROVAL_CLICKS_MAX = 3
# Counts what a hand presses, from page to page.
COUNT_CLICKS = """addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0);
}, true)"""


@pytest.fixture
def people(transactional_db: None, live_server: LiveServer, settings: Settings) -> Personas:
    """The cast, in real time; mail waits in the outbox, then arrives in ``mail.outbox``."""
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxEmailBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url
    mail.outbox = []
    return Personas(datetime.now(UTC))


def no_barrier(page: Page) -> None:
    check_frame(page)
    check_axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def arrived() -> list[mail.EmailMessage]:
    """Let the worker send what waits; the mails that arrived so far."""
    outbox.dispatch()
    return list(mail.outbox)


def register(page: Page) -> None:
    """From the page of the credentials to an account of one's own, and back to the request."""
    page.goto("/credenziali/")
    page.get_by_role("link", name="Non hai credenziali? Registrati Medico esterno").click()
    page.get_by_label("Nome", exact=False).first.fill("Mario")
    page.get_by_label("Cognome").fill("Solo")
    page.get_by_label("Indirizzo e-mail").fill(EMAIL)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Ripeti la password").fill(PASSWORD)
    page.get_by_label("Ho letto l’informativa").check()
    page.get_by_role("button", name="Registrati").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controlla la posta")
    waiting = MessaggioPosta.objects.order_by("-created_at").first()
    page.goto(re.findall(r"https?://\S+", json.loads(waiting.contenuto)["body"])[0])
    page.get_by_role("button", name="Sì, è il mio indirizzo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nuova richiesta di credenziali")


def enter(page: Page, email: str, path: str) -> None:
    """Log in as a person does, on the way to ``path``."""
    page.goto(f"/accesso/?next={path}")
    page.get_by_label("Indirizzo e-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    page.wait_for_url(f"**{path}")


def approve(page: Page) -> None:
    """From the queue to "Approvata", counting what the reviewer presses."""
    page.add_init_script(COUNT_CLICKS)
    page.goto("/credenziali/revisione/")
    page.get_by_role("button", name="Prossima richiesta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Solo Mario")
    clicks = page.evaluate("sessionStorage.clicks")
    page.get_by_role("button", name="Approva").click()
    expect(page.get_by_text("approvata").first).to_be_visible()
    assert 0 < int(clicks) < int(page.evaluate("sessionStorage.clicks")) <= APPROVAL_CLICKS_MAX


def test_a_citizen_becomes_an_external_doctor(
    browser_page: OpenPage, login_as: OpenPage, people: Personas, tmp_path: Path
) -> None:
    page = browser_page()
    register(page)
    page.get_by_role("button", name="Comincia la richiesta").click()
    asking.fill_in(page)
    printed = asking.print_application(page, tmp_path)
    said = subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True)
    assert "SLOMRA70E04F205I" in said.stdout
    asking.bring_files(page, tmp_path)
    asking.send(page)
    own_page = page.url

    approve(login_as(people.revisore.email))

    page.goto(own_page)
    expect(page.get_by_role("heading", name="Che cosa si è sbloccato")).to_be_visible()
    expect(page.get_by_role("link", name="Vai ai certificati")).to_be_visible()
    no_barrier(page)
    letter = next(one for one in arrived() if one.subject.endswith("approvata"))
    assert letter.to == [EMAIL]

    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Esci").click()
    page.wait_for_url("**/")
    enter(page, EMAIL, "/credenziali/")
    expect(page.get_by_text("Sei entrato con: Credenziali dispositive.")).to_be_visible()
    expect(page.get_by_text("Hai già questo profilo.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Certificati")
    expect(page.get_by_text("Ancora nessun certificato")).to_be_visible()
    doctor = Utente.objects.get(email=EMAIL)
    roles = Membership.objects.of(doctor, on=clock.today()).values_list("ruolo", flat=True)
    assert list(roles) == [Ruolo.MEDICO_ESTERNO]


def sent_with_a_wrong_birth(people: Personas) -> RichiestaAbilitazione:
    """Mario's request, sent with the birthday of somebody else."""
    now = clock.now()
    begun = scena.begun(people.cittadino, now)
    ready = scena.with_files(scena.filled(begun, now, nato_on=date(1970, 5, 14)), now)
    by = scena.scope(people.cittadino, now, Livello.SPID2)
    return submit(ready, expected=ready.version, by=by, now=now)


def refuse(page: Page, richiesta: RichiestaAbilitazione) -> None:
    """The document says another day: the reason is proposed, the letter is read, then sent."""
    page.goto("/credenziali/revisione/")
    page.get_by_role("button", name="Prossima richiesta").click()
    page.get_by_label("Data di nascita: letto dal documento").fill("04/05/1970")
    expect(page.locator("input[name=nato_on_riscontro][value=diverso]")).to_be_checked()
    page.get_by_role("button", name="Rifiuta").click()
    expect(page.get_by_label("Dati diversi dal documento")).to_be_checked()
    expect(page.locator("[data-letter-text]")).to_contain_text("identità: data di nascita.")
    page.get_by_role("button", name="Rifiuta e invia la lettera").click()
    expect(page.get_by_text("rifiutata: il richiedente riceve la lettera")).to_be_visible()


def test_a_refused_request_is_mended_and_approved(
    login_as: OpenPage, people: Personas, tmp_path: Path
) -> None:
    first = sent_with_a_wrong_birth(people)
    refuse(login_as(people.revisore.email), first)
    letter = next(one for one in arrived() if one.subject.endswith("rifiutata"))
    assert letter.to == [first.email]
    assert "data di nascita" in letter.body

    page = login_as(people.cittadino.email)
    page.goto(f"/credenziali/richieste/{first.pk}/")
    expect(page.get_by_text("documento d’identità: data di nascita.")).to_be_visible()
    page.get_by_role("link", name="Leggi").click()
    page.get_by_role("link", name="Vai alla richiesta").click()
    page.get_by_role("button", name="Chiedi di nuovo con gli stessi dati").click()
    expect(page.get_by_text("Abbiamo copiato i dati, non i file")).to_be_visible()
    expect(page.get_by_text("documento d’identità: data di nascita.")).to_be_visible()
    expect(page.get_by_label("Cognome")).to_have_value("Solo")
    no_barrier(page)
    page.get_by_label("Data di nascita").fill("1970-05-04")
    for _step in asking.STEPS:
        page.get_by_role("button", name="Salva e continua").click()
    asking.bring_files(page, tmp_path)
    asking.send(page)

    approve(login_as(people.revisore.email))
    page.goto("/credenziali/richieste/")
    states = page.locator("main .pi-card p")
    expect(states.nth(0)).to_contain_text("Approvata · Non devi fare altro")
    expect(states.nth(1)).to_contain_text("Rifiutata · Non devi fare altro")
    assert [one.subject.split()[-1] for one in arrived()] == ["rifiutata", "approvata"]
