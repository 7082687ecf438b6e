"""What people wrote comes back as text on every page: never as markup, never as a template."""

from __future__ import annotations

import pytest
from time_machine import Traveller

from denunce.models import Caso
from tests.architecture.test_access_matrix import ROWS, address
from tests.architecture.world import World, build_world
from utenti.models import Organizzazione, Sede, Utente

pytestmark = pytest.mark.django_db
CANARY = "\"><svg/onload=1>'{{7*7}}{% x %}"
ESCAPED = "&quot;&gt;&lt;svg/onload=1&gt;&#x27;{{7*7}}{% x %}"


@pytest.fixture
def world(a_tempo_fermo: Traveller) -> World:
    """The matrix's stage, with the canary in every text that somebody can write."""
    made = build_world()
    caso = Caso.objects.select_related("lavoratore", "evento").get(pk=made.objects["caso"])
    lavoratore, evento = caso.lavoratore, caso.evento
    for name in ("cognome", "nome", "nato_a", "classe", "domicilio_comune", "indirizzo"):
        setattr(lavoratore, name, CANARY)
    lavoratore.save()
    evento.dinamica = evento.indirizzo = evento.comune = CANARY
    evento.sede = Sede.objects.create(organizzazione=caso.organizzazione, denominazione=CANARY)
    evento.save()
    Organizzazione.objects.filter(pk=caso.organizzazione_id).update(denominazione=CANARY)
    Utente.objects.update(nome=CANARY, cognome=CANARY)
    return made


def test_no_page_turns_a_stored_text_into_markup(world: World) -> None:
    client = world.client("segreteria")
    shown = set()
    for name, row in ROWS.items():
        if "GET" not in row["metodi"] or name == "account_logout":
            continue
        answer = client.get(address(world, name))
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert "<svg/onload" not in page, name
            if ESCAPED in page:
                shown.add(name)
    assert {"scadenzario", "caso", "caso_modifica", "modulo", "invio_nuovo"} <= shown


def test_no_search_turns_what_was_typed_into_markup(world: World) -> None:
    client = world.client("segreteria")
    found = client.post(address(world, "persona_cerca"), {"testo": CANARY}).content.decode()
    client.post(address(world, "scadenzario_cerca"), {"testo": CANARY})
    listed = client.get(address(world, "scadenzario")).content.decode()
    for page in (found, listed):
        assert ESCAPED in page
        assert "<svg/onload" not in page
