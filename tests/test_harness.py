"""The harness is strict: each of its traps is sprung here once."""

from __future__ import annotations

import socket
import urllib.request
from datetime import datetime

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.template import engines
from django.template.base import Origin
from django.utils import timezone

from tests.conftest import ROOT
from tests.factories import CasoFactory, OrganizzazioneFactory, UtenteFactory
from utenti.models import Organizzazione, Utente


def template(text: str, *, ours: bool):
    made = engines["django"].from_string(text)
    name = ROOT / "templates" / "prova.html" if ours else "/elsewhere/prova.html"
    for node in made.template.nodelist:
        node.origin = Origin(str(name))
    return made


def test_an_undefined_variable_in_our_template_fails():
    with pytest.raises(pytest.fail.Exception, match="ignota"):
        template("{{ ignota }}", ours=True).render({})


def test_a_package_s_template_may_lean_on_silence():
    assert template("{{ ignota }}", ours=False).render({}) == ""


def test_asking_whether_something_is_there_is_no_mistake():
    assert template("{% if ignota %}no{% endif %}", ours=True).render({}) == ""


@pytest.mark.django_db
def test_rows_without_an_order_come_in_any():
    for number in range(8):
        OrganizzazioneFactory(denominazione=f"Istituto {number}")
    orders = {tuple(org.denominazione for org in Organizzazione.objects.all()) for _ in range(30)}
    assert len(orders) > 1


@pytest.mark.django_db
def test_rows_with_an_order_come_in_it():
    for number in range(8):
        OrganizzazioneFactory(denominazione=f"Istituto {number}")
    rows = Organizzazione.objects.order_by("denominazione")
    assert [org.denominazione[-1] for org in rows] == list("01234567")


@pytest.mark.django_db
def test_pages_of_an_unordered_list_are_an_error():
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Utente.objects.all(), 10).page(1)


@pytest.mark.django_db
def test_a_naive_datetime_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive"):
        CasoFactory(created_at=datetime(2026, 3, 10, 11, 0))


def test_other_machines_are_out_of_reach():
    with pytest.raises(OSError, match="a test asked for"):
        urllib.request.urlopen("http://portale.example/")
    with socket.socket() as line, pytest.raises(ConnectionRefusedError, match="a test tried"):
        line.connect(("192.0.2.1", 80))


def test_this_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_time_stands_still(a_tempo_fermo, adesso):
    assert timezone.now() == adesso
    a_tempo_fermo.move_to(datetime(2026, 3, 13, tzinfo=adesso.tzinfo))
    assert timezone.localdate().day == 13


@pytest.mark.django_db
def test_the_cast_is_made_when_first_named(personas):
    assert not Utente.objects.exists()
    assert personas.scope(personas.segreteria).workplaces[0].name == "IC Esempio Nord"
    assert UtenteFactory.build().email.endswith(".test")
