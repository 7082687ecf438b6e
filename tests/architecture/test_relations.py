"""Every address that names an object, by how its reader stands to that object.

Its owner, a colleague with the same role in the same place, the same role elsewhere, who guesses an
identifier; then the object thrown away, closed or corrected; then who chose another organisation to
work for, and who entered without the second factor that the role asks for. The expectations are in
``tests/data/matrice_accessi.yaml`` (``relazioni`` and ``stati``).
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from portal.policies import POLICIES
from tests.architecture.test_access_matrix import (
    ANSWERS,
    GROUPS,
    MATRIX,
    OBJECTS,
    ROWS,
    address,
    owners,
    stranger,
)
from tests.architecture.walking import Visitor, undone
from tests.architecture.world import ROLES, World, build_world
from tests.architecture.world_states import STATES
from tests.logins import enter
from utenti.middleware import FOCUS
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import ABILITAZIONI

pytestmark = pytest.mark.django_db
# Pages about an object that not everybody may open.
ABOUT = sorted(
    n for n, row in ROWS.items() if row["apre"] != "tutti" and row.get("oggetto") in OBJECTS
)
# How the owners of a kind own it: "organizzazione" where the table says nothing.
RELATIONS: dict[str, dict[str, list[str]]] = MATRIX["relazioni"] or {}
EXPECTED: dict[str, dict[str, Any]] = MATRIX["stati"]


@pytest.fixture
def world() -> World:
    return build_world()


def relation(kind: str, role: str) -> str:
    """Whether that role owns the kind in person, by its organisation, or by its office anywhere."""
    for word in ("persona", "ufficio"):
        if role in RELATIONS.get(kind, {}).get(word, []):
            return word
    return "organizzazione"


def gate(name: str) -> set[str]:
    """The roles that the door of a page lets through."""
    return GROUPS.get(ROWS[name]["apre"], set(ROLES) - {"anonimo", "disattivato"})


def masters(name: str) -> list[str]:
    """The owners of a page's object who pass its door."""
    return sorted(gate(name) & owners(ROWS[name]["oggetto"]))


def answers(name: str, method: str) -> set[int]:
    """How the owner is answered."""
    return {ROWS[name]["risposta"]} if "risposta" in ROWS[name] else ANSWERS[method]


class Cast:
    """The doubles of everybody: the same roles, in the same place or in another of its kind."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._visitors: dict[tuple[str, bool], Visitor] = {}

    def double(self, role: str, *, elsewhere: bool) -> Visitor:
        """Somebody who has all that ``role`` has, apart from being that person."""
        key = (role, elsewhere)
        if key not in self._visitors:
            user = Utente.objects.create_user(
                f"{role}{elsewhere:d}@doppi.test", "x", nome="Dora", cognome="Doppi"
            )
            for held in Membership.objects.filter(utente=self._world.users[role]).order_by("pk"):
                place = self._another(held.organizzazione) if elsewhere else held.organizzazione
                Membership.objects.create(
                    utente=user, organizzazione=place, ruolo=held.ruolo, valid_from=held.valid_from
                )
            self._world.users[f"{role}{elsewhere:d}"] = user
            self._visitors[key] = Visitor(self._world.client(f"{role}{elsewhere:d}"))
        return self._visitors[key]

    def _another(self, place: Organizzazione) -> Organizzazione:
        return Organizzazione.objects.create(tipo=place.tipo, denominazione="Altrove Esempio")


def wrong_answers(world: World, *, elsewhere: bool) -> list[str]:
    """Every page about an object, asked by the double of each of its owners."""
    cast, wrong = Cast(world), []
    for name in ABOUT:
        kind = ROWS[name]["oggetto"]
        for role in masters(name):
            reaches = "ufficio" if elsewhere else "organizzazione ufficio"
            owned = relation(kind, role) in reaches.split()
            for method in ROWS[name]["metodi"]:
                expected = answers(name, method) if owned else {404}
                status = cast.double(role, elsewhere=elsewhere).status(method, address(world, name))
                if status not in expected:
                    wrong.append(f"{name} {method}, doppio di {role}: {status}, atteso {expected}")
    return wrong


def test_a_colleague_opens_what_is_of_the_organisation_and_nothing_personal(world: World) -> None:
    wrong = wrong_answers(world, elsewhere=False)
    assert not wrong, "\n".join(wrong)


def test_the_same_role_elsewhere_opens_nothing(world: World) -> None:
    wrong = wrong_answers(world, elsewhere=True)
    assert not wrong, "\n".join(wrong)


def test_an_identifier_of_something_else_opens_nothing(world: World) -> None:
    visitors: dict[str, Visitor] = {}
    for name in ABOUT:
        kind = ROWS[name]["oggetto"]
        guessed = world.objects["lavoratore" if kind == "caso" else "caso"]
        mine = address(world, name)
        for role in masters(name)[:1]:
            visitor = visitors.setdefault(role, Visitor(world.client(role)))
            for path in (
                mine.replace(str(world.objects[kind]), str(p)) for p in (guessed, uuid4())
            ):
                for method in ROWS[name]["metodi"]:
                    assert visitor.status(method, path) == 404, (name, method)


def test_every_state_of_an_object_is_expected_and_reached() -> None:
    assert set(STATES) == set(EXPECTED)


@pytest.mark.parametrize("state", STATES)
def test_what_has_ended_stays_as_it_is(world: World, state: str) -> None:
    reached, wrong = STATES[state], []
    reached.reach(world)
    rows = reached.model._default_manager.filter(pk=world.objects[reached.kind])
    before = rows.values().get()
    visitors: dict[str, Visitor] = {}
    for name in (n for n in ABOUT if ROWS[n]["oggetto"] == reached.kind):
        for role in (*masters(name)[:1], stranger(name)):
            if role is None:
                continue
            visitor = visitors.setdefault(role, Visitor(world.client(role)))
            for method in ROWS[name]["metodi"]:
                with undone():
                    status = visitor.send(method, address(world, name)).status_code
                    touched = rows.values().get() != before
                expected = expected_of(state, name, method) if role in masters(name) else {404}
                if status not in expected or touched:
                    said = "cambiato" if touched else f"atteso {expected}"
                    wrong.append(f"{state}: {name} {method} da {role}: {status}, {said}")
    assert not wrong, "\n".join(wrong)


def expected_of(state: str, name: str, method: str) -> set[int]:
    """How the owner of what has ended is answered."""
    row = EXPECTED[state]
    apart = row.get("salvo", {}).get(name, {})
    return set(apart.get(method, row[method]))


def test_the_organisation_chosen_in_the_session_opens_nothing_more(world: World) -> None:
    school = world.objects["organizzazione"]
    for role in ("segreteria2", "docente", "cessato"):
        for chosen in (school, uuid4(), world.objects["caso"]):
            client = world.client(role)
            session = client.session
            session[FOCUS] = str(chosen)
            session.save()
            visitor = Visitor(client)
            for name in ("caso", "bozza", "lavoratore", "documento", "promemoria_organizzazione"):
                if name in ROWS:
                    assert visitor.status("GET", address(world, name)) in (403, 404), (role, name)


def test_who_lacks_the_second_factor_that_the_role_asks_for_gets_nowhere(world: World) -> None:
    roles = {role for role, held in ABILITAZIONI.items() if held.second_factor} & set(ROLES)
    assert roles
    wrong = []
    for role in sorted(roles):
        client = world.client("anonimo")
        visitor = Visitor(enter(client, world.users[role], second_factor=False))
        for name in sorted(n for n in ROWS if POLICIES[n].kind == "permission" and role in gate(n)):
            for method in ROWS[name]["metodi"]:
                status = visitor.status(method, address(world, name))
                if status not in (302, 403):
                    wrong.append(f"{name} {method} da {role}: {status}")
    assert not wrong, "\n".join(wrong)
