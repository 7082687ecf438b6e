"""For whom one works now: the switch in the header."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from portal.base.audit import AuditEvent
from tests.factories import AdempimentoFactory, CasoFactory, LavoratoreFactory
from tests.pages import text
from tests.personas import Personas
from utenti.actions.sessioni import end_sessions
from utenti.models import Delega

pytestmark = pytest.mark.django_db
SWITCH = "/organizzazioni/lavora-per/"


@pytest.fixture
def elena(personas: Personas, inside) -> Client:
    """A consultant with two firms, each with an injury."""
    Delega.objects.create(
        delegante=personas.impresa, delegato=personas.studio, valid_from=personas.since
    )
    client = inside(personas.consulente)
    for org, name in ((personas.cliente, "Verdi"), (personas.impresa, "Rossi")):
        person = LavoratoreFactory(organizzazione=org, cognome=name)
        AdempimentoFactory(caso=CasoFactory(organizzazione=org, lavoratore=person))
    return client


def choose(client: Client, pk: object):
    return client.post(SWITCH, {"organizzazione": str(pk)})


def test_lists_and_new_cases_follow_the_choice_and_links_still_open(elena, personas: Personas):
    page = text(elena.get("/denunce/?vista=tutti"))
    assert "Verdi" in page
    assert "Rossi" in page
    assert "tutte le tue organizzazioni" in page
    choose(elena, personas.cliente.pk)
    page = text(elena.get("/denunce/?vista=tutti"))
    assert "Verdi" in page
    assert "Rossi" not in page
    assert "Stai lavorando per:" in page
    assert "<strong>Cliente Esempio</strong>" in page
    assert "Officine Esempio" not in text(elena.get("/denunce/nuovo/"))
    found = text(elena.post("/denunce/nuovo/", {"testo": "rossi"}))
    assert "Nessuna persona trovata" in found
    other = CasoFactory(organizzazione=personas.impresa)
    page = text(elena.get(f"/denunce/casi/{other.pk}/"))
    assert "Questa pagina è di:" in page
    assert "Officine Esempio" in page
    assert "Questa pagina è di:" not in text(elena.get("/denunce/"))


def test_all_of_them_again(elena, personas: Personas):
    choose(elena, personas.cliente.pk)
    choose(elena, "")
    page = text(elena.get("/denunce/?vista=tutti"))
    assert "Verdi" in page
    assert "Rossi" in page


def test_the_own_studio_has_no_cases_and_its_home_says_what_it_does(elena, personas: Personas):
    choose(elena, personas.studio.pk)
    page = text(elena.get("/"))
    assert "Studio Esempio" in page
    assert "Verdi" not in text(elena.get("/denunce/?vista=tutti"))


def test_the_choice_changes_the_key_of_the_session_and_is_on_record(elena, personas: Personas):
    before = elena.session.session_key
    UserSession.objects.create(
        user=personas.consulente, ip="127.0.0.1", session_key=before, user_agent="prova"
    )
    choose(elena, personas.cliente.pk)
    after = elena.session.session_key
    assert after != before
    event = AuditEvent.objects.get(code="utenti.lavora_per")
    assert event.organizzazione_id == personas.cliente.pk
    choose(elena, personas.cliente.pk)  # the same again changes nothing
    assert elena.session.session_key == after
    assert AuditEvent.objects.filter(code="utenti.lavora_per").count() == 1
    assert end_sessions(personas.consulente) == 1  # the list of sessions followed
    assert elena.get("/denunce/").status_code == 302


def test_an_ended_delegation_drops_the_choice_silently(elena, personas: Personas):
    choose(elena, personas.cliente.pk)
    personas.end_delega()
    page = text(elena.get("/denunce/?vista=tutti"))
    assert "Rossi" in page
    assert "Verdi" not in page
    assert "tutte le tue organizzazioni" in page


@pytest.mark.parametrize("typed", ["scuola", "non-un-uuid"])
def test_an_organisation_of_others_cannot_be_chosen(elena, personas: Personas, typed: str):
    value = personas.scuola.pk if typed == "scuola" else typed
    assert choose(elena, value).url == SWITCH
    assert "organizzazione" not in elena.session
    assert not AuditEvent.objects.filter(code="utenti.lavora_per").exists()


def test_who_works_for_one_alone_is_not_asked(personas: Personas, inside):
    assert "Stai lavorando per" not in text(inside(personas.segreteria).get("/denunce/"))


def test_the_choice_costs_no_query(elena, personas: Personas, queries):
    every = queries(elena, "/denunce/?vista=tutti")
    choose(elena, personas.cliente.pk)
    elena.get("/denunce/")  # shows the message of the choice
    # One organisation alone is in view: its sites are offered as a filter, as for anybody.
    assert queries(elena, "/denunce/?vista=tutti") <= every + 1
