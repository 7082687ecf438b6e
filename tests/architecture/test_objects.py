"""One person, two schools: what she may do in hers opens nothing in the other.

The gate before the views lets her through (she does hold the permission somewhere), so here the
views themselves are on trial: how they scope their rows, and the Decision they ask on the object.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from denunce.abbinamenti.models import Proposta
from denunce.models import Adempimento, Bozza, Caso, Lavoratore
from denunce.workflow import StatoCaso
from portal.base import clock
from portal.base.audit.models import AccessEvent
from portal.base.authz import Permission
from tests.architecture.test_access_matrix import ROWS, address
from tests.architecture.world import World, build_world
from tests.factories import NotaFactory
from utenti.models import Membership
from utenti.ruoli import ABILITAZIONI, Abilitazione, Ruolo

pytestmark = pytest.mark.django_db
# Of a case; what an organisation chose about its reminders tells of nobody, and no case closes it.
ABOUT_AN_OBJECT = sorted(
    name
    for name, row in ROWS.items()
    if row["apre"] == "casi" and row.get("oggetto", "organizzazione") != "organizzazione"
)
FILES = {"documento_pagina", "documento_scarica", "modulo_dati"}
READ_ONLY = {"caso", "documento", "persona"} | FILES
# To the page that shows the object: of a form that goes by no PEC, the form itself.
LEADS_ON = {"bozza_riprendi", "modulo_pec"}
# Names of towns and professions; an earlier form, which is what is written down as read.
SHOWS_ANOTHER = {"modulo_cerca", "modulo_copia_da"}
CHANGES = sorted(set(ABOUT_AN_OBJECT) - READ_ONLY)


@pytest.fixture
def world() -> World:
    cache.clear()
    return build_world()


@pytest.fixture
def guest(world: World) -> Client:
    """The secretary of the second school, who also teaches in the first."""
    school = Caso.objects.get(pk=world.objects["caso"]).organizzazione
    Membership.objects.create(
        utente=world.users["segreteria2"],
        organizzazione=school,
        ruolo=Ruolo.DOCENTE,
        valid_from=date(2025, 9, 1),
    )
    return world.client("segreteria2")


@pytest.fixture
def reader(guest: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The same, with a role that in the first school reads the cases and nothing else."""
    only_reads = Abilitazione(frozenset({Permission.CASO_VIEW, Permission.CASO_HEALTH}))
    monkeypatch.setitem(ABILITAZIONI, Ruolo.DOCENTE, only_reads)
    return guest


def test_a_role_without_cases_shows_none_of_them(world: World, guest: Client) -> None:
    found = {
        name: {guest.generic(m, address(world, name)).status_code for m in ROWS[name]["metodi"]}
        for name in ABOUT_AN_OBJECT
    }
    assert found == {name: {404} for name in ABOUT_AN_OBJECT}
    assert "Bianchi" not in guest.get("/denunce/").content.decode()
    found = guest.post("/denunce/nuovo/", {"testo": "bianchi"}).content.decode()
    assert "Nessuna persona trovata" in found
    assert "Bianchi" not in guest.get("/denunce/bozze/").content.decode()


def test_who_only_reads_is_told_why_the_rest_is_refused(world: World, reader: Client) -> None:
    for name in CHANGES:
        for method in ROWS[name]["metodi"]:
            answer = reader.generic(method, address(world, name))
            assert answer.status_code == 403, (name, method)
            assert "Il tuo ruolo in questa organizzazione" in answer.content.decode(), name
    assert {reader.get(address(world, name)).status_code for name in READ_ONLY} == {200}


@pytest.fixture
def actions_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every action lets everybody through: what is refused now, the views refuse."""
    for name, module in sys.modules.items():
        if name.startswith("denunce.actions.") and hasattr(module, "require"):
            monkeypatch.setattr(module, "require", lambda decision: None)


@pytest.mark.usefixtures("actions_ask_nothing")
def test_the_views_refuse_by_themselves(world: World, reader: Client) -> None:
    passed = [
        (name, method)
        for name in CHANGES
        for method in ROWS[name]["metodi"]
        if reader.generic(method, address(world, name)).status_code != 403
    ]
    assert passed == []


@pytest.fixture
def scope_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is visible to everybody: what is refused now, the Decisions refuse."""
    for rows in (Adempimento, Bozza, Caso, Lavoratore, Proposta):
        monkeypatch.setattr(type(rows.objects.all()), "visible_to", lambda self, scope: self.all())


@pytest.mark.usefixtures("actions_ask_nothing", "scope_hides_nothing")
def test_the_views_ask_about_the_object_even_of_rows_that_nobody_hides(
    world: World, guest: Client
) -> None:
    passed = [
        (name, method)
        for name in ABOUT_AN_OBJECT
        for method in ROWS[name]["metodi"]
        if guest.generic(method, address(world, name)).status_code != 403
    ]
    assert passed == []


@pytest.mark.usefixtures("actions_ask_nothing")
def test_choosing_the_person_of_a_draft_is_asked_by_its_view(world: World, reader: Client) -> None:
    chosen = {"bozza": str(world.objects["bozza"]), "request_key": str(uuid4())}
    assert reader.post(reverse("bozza_inizia"), chosen).status_code == 403


@pytest.mark.parametrize("health", [False, True])
def test_who_only_reads_is_offered_nothing_that_would_be_refused(
    world: World, guest: Client, monkeypatch: pytest.MonkeyPatch, health: bool
) -> None:
    """Who may read about health reads the notes, and writes none."""
    held = {Permission.CASO_VIEW} | ({Permission.CASO_HEALTH} if health else set())
    monkeypatch.setitem(ABILITAZIONI, Ruolo.DOCENTE, Abilitazione(frozenset(held)))
    for name in sorted(READ_ONLY - FILES):
        page = guest.get(address(world, name)).content.decode()
        offered = {named(path) for path in re.findall(r'(?:href|action)="(/[^"?#]*)', page)}
        assert offered & {*CHANGES, "bozza_inizia"} == set(), name


def test_who_sees_cases_alone_reads_nothing_of_health(
    world: World, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases_alone = Abilitazione(frozenset({Permission.CASO_VIEW}))
    monkeypatch.setitem(ABILITAZIONI, Ruolo.DOCENTE, cases_alone)
    caso = Caso.objects.get(pk=world.objects["caso"])
    NotaFactory(caso=caso, testo="Ha la caviglia gonfia.")
    page = reader.get(address(world, "caso")).content.decode()
    assert "Bianchi" in page
    assert "caviglia" not in page
    assert "È caduto in palestra" not in page
    own = world.client("segreteria").get(address(world, "caso")).content.decode()
    assert "caviglia" in own
    assert "È caduto in palestra" in own


def named(path: str) -> str:
    """The name of an address; a file of the look of the pages has none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def test_a_closed_case_is_read_and_not_touched(world: World) -> None:
    closing = {"chiuso_at": clock.now(), "chiuso_by": world.users["dirigente"]}
    Caso.objects.update(stato=StatoCaso.CHIUSO, **closing)
    client = world.client("segreteria")
    still = {"caso_riapri", "caso_archivia", "persona_modifica", "persona_unisci"}
    still.add("proposta_apri_caso")  # there is no case yet
    for name in (n for n in CHANGES if ROWS[n]["oggetto"] != "bozza" and n not in still):
        for method in ROWS[name]["metodi"]:
            answer = client.generic(method, address(world, name))
            if (name, method) == ("caso_chiudi", "POST"):  # closing what is closed is done
                assert answer.status_code == 302
                continue
            assert answer.status_code == 403, (name, method)
            assert "Il caso è chiuso" in answer.content.decode(), name
    assert client.get(address(world, "caso")).status_code == 200


def test_who_only_reads_is_refused_even_when_there_is_nothing_left_to_close(
    world: World, reader: Client
) -> None:
    closing = {"chiuso_at": clock.now(), "chiuso_by": world.users["dirigente"]}
    Caso.objects.filter(pk=world.objects["caso"]).update(stato=StatoCaso.CHIUSO, **closing)
    answer = reader.post(address(world, "caso_chiudi"))
    assert answer.status_code == 403
    assert "Il tuo ruolo in questa organizzazione" in answer.content.decode()


def test_every_page_about_an_object_writes_who_read_it(world: World) -> None:
    client = world.client("segreteria")
    for name in ABOUT_AN_OBJECT:
        if "GET" not in ROWS[name]["metodi"] or name in LEADS_ON | SHOWS_ANOTHER:
            continue
        before = AccessEvent.objects.count()
        assert client.get(address(world, name)).status_code == 200, name
        event = AccessEvent.objects.order_by("-at", "-id").first()
        assert AccessEvent.objects.count() == before + 1, name
        assert (event.user_id, event.kind == "denied") == (world.users["segreteria"].pk, False)
        assert event.organizzazione_id is not None, name
        assert event.target_id == world.objects[ROWS[name]["oggetto"]], name


def test_every_refusal_on_an_object_is_written_down_once(world: World, reader: Client) -> None:
    for name in CHANGES:
        before = AccessEvent.objects.filter(kind="denied").count()
        reader.generic(ROWS[name]["metodi"][0], address(world, name))
        rows = AccessEvent.objects.filter(kind="denied")
        assert rows.count() == before + 1, name
        assert rows.filter(target_type=f"url:{name}").count() == 1, name
