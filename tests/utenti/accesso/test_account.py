"""The account page, its links, the demo's codes, the limits of a login."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import Traveller

from denunce.demo.cast import PASSWORD as DEMO_PASSWORD
from portal.base import clock
from portal.base.audit.presenters import presented_codes
from portal.base.authz import Permission
from tests.logins import enter
from tests.personas import PASSWORD, Personas
from tests.utenti.accesso.conftest import SECRET, code, log_in
from utenti import account_panels
from utenti.accesso import actions
from utenti.accesso.actions.demo import demo_code, give_demo_factor
from utenti.accesso.actions.fattori import add_totp, remove_all
from utenti.livelli import Livello
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
PAGE = "/accesso/account/"


@pytest.fixture
def _no_other_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_panels, "_links", {})


@pytest.mark.parametrize("level", list(Livello))
def test_the_page_says_who_and_at_which_level(personas: Personas, level: Livello) -> None:
    client = enter(Client(), personas.segreteria, livello=level)
    page = client.get(PAGE).content.decode()
    assert "Laura Conti" in page
    assert personas.segreteria.email in page
    words = {"generico": "generiche", "dispositivo": "dispositive", "spid2": "SPID di livello 2"}
    assert words.get(level, "Sei entrato con") in page


@pytest.mark.usefixtures("_no_other_links")
def test_other_parts_hang_their_links_on_it(personas: Personas) -> None:
    account_panels.register_link("Le regole", "regole", order=2)
    account_panels.register_link("Le regole", "regole", order=2)  # the same again is the same
    account_panels.register_link("Guida", "aiuto", Permission.CASO_VIEW, order=1)
    page = enter(Client(), personas.segreteria).get(PAGE).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.index(">Guida</a>") < main.index(">Le regole</a>")
    other = enter(Client(), personas.docente).get(PAGE).content.decode()
    assert "Altro" in other
    assert ">Guida</a></li>" not in other[other.index("Altro") : other.index("</main>")]
    with pytest.raises(ValueError, match="registered twice"):
        account_panels.register_link("Altre regole", "regole")


@pytest.fixture
def nadia(db: None) -> Utente:
    """A reviewer of the demo."""
    office = Organizzazione.objects.create(
        tipo="sede_inail", denominazione="Sede dimostrativa", dimostrativa=True
    )
    nadia = Utente.objects.create_user("nadia@demo.test", DEMO_PASSWORD, nome="N", cognome="E")
    Membership.objects.create(
        utente=nadia, organizzazione=office, ruolo=Ruolo.REVISORE, valid_from="2025-09-01"
    )
    give_demo_factor(nadia)
    give_demo_factor(nadia)
    return nadia


def test_the_code_of_a_demo_account_opens_it(
    nadia: Utente, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("codice_demo", nadia.email)
    shown = capsys.readouterr().out.strip()
    client = log_in(nadia)
    client.post("/accesso/codice/", {"code": shown})
    assert client.get(PAGE).status_code == 200


def test_it_refuses_outside_the_demo(nadia: Utente, personas: Personas, settings: Settings) -> None:
    def refused(email: str) -> tuple[str, int]:
        with pytest.raises(CommandError) as caught:
            call_command("codice_demo", email)
        return str(caught.value), caught.value.returncode

    assert refused("nessuno") == ("«nessuno» non è un indirizzo e-mail.", 2)
    assert refused("altra@demo.test") == ("Non è un account dimostrativo.", 1)
    assert refused(personas.segreteria.email) == ("Non è un account dimostrativo.", 1)
    Membership.objects.create(
        utente=nadia, organizzazione=personas.scuola, ruolo=Ruolo.DOCENTE, valid_from="2025-09-01"
    )
    assert refused(nadia.email) == ("Non è un account dimostrativo.", 1)
    Membership.objects.filter(ruolo=Ruolo.DOCENTE).delete()
    settings.DEMO = False
    assert refused(nadia.email)[1] == 1
    assert "DEMO=1" in refused(nadia.email)[0]


def test_an_app_of_one_s_own_gives_no_code(nadia: Utente) -> None:
    remove_all(nadia, now=clock.now())
    with pytest.raises(Exception, match="sola password"):
        demo_code(nadia.email, now=clock.now())
    add_totp(nadia, SECRET, code(), now=clock.now())
    with pytest.raises(Exception, match="un’altra app"):
        demo_code(nadia.email, now=clock.now())


def test_the_wait_grows_and_ends(personas: Personas, a_tempo_fermo: Traveller) -> None:
    """Ten in a quarter of an hour, twenty in an hour, forty in a day from one address; elsewhere
    the same person enters all the while."""
    a_tempo_fermo.move_to(clock.now().replace(hour=1, minute=0))
    login = {"login": personas.segreteria.email, "password": "sbagliata-1234"}

    def until_refused() -> tuple[int, int]:
        for n in range(60):
            answer = Client(REMOTE_ADDR="203.0.113.9").post("/accesso/", login)
            if answer.status_code == 429:
                return n, int(answer["Retry-After"])
        raise AssertionError

    assert until_refused() == (10, 900)
    a_tempo_fermo.shift(900)
    assert until_refused()[0] <= 10
    waits = []
    for _ in range(4):
        a_tempo_fermo.shift(3600)
        waits.append(until_refused()[1])
    assert max(waits) > 3600
    assert (
        "Puoi riprovare fra"
        in Client(REMOTE_ADDR="203.0.113.9").post("/accesso/", login).content.decode()
    )
    good = login | {"password": PASSWORD}
    assert Client(REMOTE_ADDR="198.51.100.1").post("/accesso/", good).status_code == 302
    a_tempo_fermo.shift(24 * 3600)
    assert Client(REMOTE_ADDR="203.0.113.9").post("/accesso/", good).status_code == 302


# Names of outbox messages, indexes and jobs, not of events.
NOT_EVENTS = {
    "accesso.cambi_email",
    "accesso.cambio_email",
    "accesso.codice_identita",
    "accesso.iscrizioni",
}


def test_every_code_has_its_sentence() -> None:
    sources = "".join(p.read_text("utf-8") for p in Path(actions.__file__).parent.glob("*.py"))
    written = set(re.findall(r'"(accesso\.[a-z_]+)"', sources)) - NOT_EVENTS
    assert len(written) > 15
    assert written <= set(presented_codes())
