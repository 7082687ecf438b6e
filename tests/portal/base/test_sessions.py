"""A session ends by itself: unused for half an hour, or twelve hours after the login."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import Traveller

from portal.base.sessions import SessionStore
from tests.personas import PASSWORD, Personas

pytestmark = pytest.mark.django_db
PAGE = "/denunce/"


@pytest.fixture
def laura(personas: Personas, a_tempo_fermo: Traveller) -> Client:
    """The secretary, just logged in through the page."""
    client = Client()
    client.post("/accesso/", {"login": personas.segreteria.email, "password": PASSWORD})
    assert client.get(PAGE).status_code == 200
    return client


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_half_an_hour_without_a_request_ends_it(
    laura: Client, a_tempo_fermo: Traveller, minutes: int, status: int
) -> None:
    a_tempo_fermo.shift(timedelta(minutes=minutes))
    assert laura.get(PAGE).status_code == status


@pytest.mark.parametrize("path", [PAGE, "/aiuto/"])
def test_every_request_keeps_it_alive_a_public_page_included(
    laura: Client, a_tempo_fermo: Traveller, path: str
) -> None:
    for _turn in range(4):
        a_tempo_fermo.shift(timedelta(minutes=20))
        assert laura.head(path).status_code == 200
    assert laura.get(PAGE).status_code == 200


def test_twelve_hours_after_the_login_it_ends_however_busy(
    laura: Client, a_tempo_fermo: Traveller
) -> None:
    for _turn in range(12 * 3 - 1):
        a_tempo_fermo.shift(timedelta(minutes=20))
        # A search rewrites the data of the session: that must not prolong it either.
        laura.post("/denunce/cerca/", {"testo": "rossi"})
        assert laura.get(PAGE).status_code == 200
    a_tempo_fermo.shift(timedelta(minutes=21))
    assert laura.get(PAGE).status_code == 302


def test_a_new_login_after_the_end_starts_anew(
    laura: Client, personas: Personas, a_tempo_fermo: Traveller
) -> None:
    a_tempo_fermo.shift(timedelta(hours=13))
    laura.post("/accesso/", {"login": personas.segreteria.email, "password": PASSWORD})
    a_tempo_fermo.shift(timedelta(minutes=20))
    assert laura.get(PAGE).status_code == 200


def test_a_busy_minute_costs_one_write_at_most(laura: Client, a_tempo_fermo: Traveller) -> None:
    before = Session.objects.get().expire_date
    a_tempo_fermo.shift(timedelta(seconds=59))
    laura.get(PAGE)
    assert Session.objects.get().expire_date == before
    a_tempo_fermo.shift(timedelta(seconds=1))
    laura.get(PAGE)
    assert Session.objects.get().expire_date == before + timedelta(minutes=1)


def test_a_logout_meanwhile_is_not_undone(laura: Client, a_tempo_fermo: Traveller) -> None:
    slow = SessionStore(laura.cookies["sessionid"].value)
    assert SESSION_KEY in slow
    a_tempo_fermo.shift(timedelta(minutes=5))
    laura.post("/accesso/esci/")
    slow.touch()
    assert not Session.objects.filter(session_key=slow.session_key).exists()
