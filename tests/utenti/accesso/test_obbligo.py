"""Who holds a delicate role opens nothing before giving a second factor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.policies import POLICIES
from tests.architecture.test_access_matrix import ROWS, WRITES, address
from tests.architecture.world import World, build_world
from tests.logins import enter
from tests.personas import Personas
from tests.utenti.accesso.conftest import code, log_in
from utenti.accesso.middleware import OPEN
from utenti.livelli import STRONG, Livello
from utenti.models import Membership, Utente
from utenti.ruoli import ABILITAZIONI, Ruolo

pytestmark = pytest.mark.django_db
SET_UP = "/accesso/secondo-fattore/"
ASKED = sorted(role for role, held in ABILITAZIONI.items() if held.second_factor)
READ = (
    *("account/", "secondo-fattore/", "secondo-fattore/codici/", "sessioni/", "email/"),
    *("secondo-fattore/app/togli/", "secondo-fattore/passkey/"),
)
CLOSED = sorted(n for n, policy in POLICIES.items() if policy.kind != "public" and n not in OPEN)


@pytest.fixture
def world() -> World:
    return build_world()


def test_the_roles_are_the_ones_that_open_the_data_of_others() -> None:
    assert ASKED == [Ruolo.AMMINISTRATORE_PRESIDIO, Ruolo.GESTORE, Ruolo.REVISORE]


def test_nothing_opens_without_the_factor_and_everything_with_it(world: World) -> None:
    """Every address that is not public, every method, every role that must: none lets in."""
    for role in ASKED:
        bare = enter(Client(raise_request_exception=False), world.users[role], second_factor=False)
        for name in CLOSED:
            for method in ROWS[name]["metodi"]:
                cache.clear()
                answer = bare.generic(method, address(world, name))
                allowed = ROWS[name]["apre"] == "persone" or answer.status_code != 403
                if allowed:
                    assert (answer.status_code, answer.headers.get("Location")) == (302, SET_UP), (
                        role, name, method,
                    )  # fmt: skip
        assert bare.get("/aiuto/").status_code == bare.get("/salute/viva/").status_code == 200


@pytest.mark.parametrize("level", sorted(STRONG))
def test_an_identity_with_two_factors_is_enough(personas: Personas, level: str) -> None:
    client = Client()
    enter(client, personas.amministratore_presidio, livello=level, second_factor=False)
    assert client.get("/accesso/account/").status_code == 200


@pytest.mark.parametrize("level", sorted(set(Livello) - STRONG))
def test_another_level_is_not(personas: Personas, level: str) -> None:
    client = Client()
    enter(client, personas.amministratore_presidio, livello=level, second_factor=False)
    assert client.get("/accesso/account/")["Location"] == SET_UP


def test_a_second_role_in_the_same_house_asks_as_well(personas: Personas) -> None:
    """The first administrator of an installation is employer and manager of the platform."""
    carla = personas.datore
    Membership.objects.create(
        utente=carla, organizzazione=personas.impresa, ruolo=Ruolo.GESTORE, valid_from="2025-09-01"
    )
    assert log_in(carla).get("/denunce/")["Location"] == SET_UP


def test_a_role_that_ended_asks_nothing(personas: Personas) -> None:
    pia = personas.amministratore_presidio
    personas.end_membership(pia)
    assert log_in(pia).get("/accesso/account/").status_code == 200


def test_she_sets_it_up_and_goes_where_she_wanted(personas: Personas) -> None:
    client = log_in(personas.amministratore_presidio)
    assert client.get("/accesso/sessioni/")["Location"] == SET_UP
    assert "Prima attiva un secondo fattore" in client.get(SET_UP).content.decode()
    client.get(SET_UP + "app/")  # the password was given a moment ago: it is not asked again
    secret = client.session["mfa.totp.secret"]
    page = client.post(SET_UP + "app/", {"code": code(secret=secret)}).content.decode()
    assert 'href="/accesso/sessioni/"' in page
    assert client.get("/accesso/sessioni/").status_code == 200


def test_who_has_one_and_did_not_give_it_is_asked_for_it(
    personas: Personas, with_totp: Callable[[Utente], Utente]
) -> None:
    """A session of before the factor: it is asked for, and the session changes its key."""
    client = enter(Client(), personas.amministratore_presidio, second_factor=False)
    with_totp(personas.amministratore_presidio)
    asked = client.get("/accesso/account/")
    assert asked["Location"] == "/accesso/conferma/codice/?next=%2Faccesso%2Faccount%2F"
    before = client.cookies["sessionid"].value
    assert client.post(asked["Location"], {"code": code()})["Location"] == "/accesso/account/"
    assert client.cookies["sessionid"].value != before
    assert client.get("/accesso/account/").status_code == 200


def test_the_password_again_is_not_a_second_factor(personas: Personas) -> None:
    client = log_in(personas.amministratore_presidio)
    client.post("/accesso/conferma/", {"password": "demo-portale-2026"})
    assert client.get("/accesso/account/")["Location"] == SET_UP


def test_reading_the_pages_writes_nothing(
    personas: Personas, with_totp: Callable[[Utente], Utente]
) -> None:
    from django.db import connection

    client = enter(Client(), with_totp(personas.segreteria))
    with CaptureQueriesContext(connection) as done:
        for path in READ:
            assert client.get(f"/accesso/{path}").status_code == 200
    written = {found[2] for query in done if (found := WRITES.match(query["sql"]))}
    assert written <= {"django_session"}
