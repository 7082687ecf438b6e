"""A hospital doctor uses the certificate services and nothing else, over every address."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.base.authz import Permission
from portal.policies import POLICIES
from tests.certificati.scena import emesso
from tests.logins import enter

pytestmark = pytest.mark.django_db
# The services of the doctor: whatever asks for this permission alone, today or later.
SERVICES = Permission.CERTIFICATO_ISSUE
OPEN = {200, 302}
ANYONE = uuid4()
VALUES = {"UUIDConverter": ANYONE, "UUIDStrConverter": ANYONE, "IntConverter": 1}


def addresses() -> dict[str, str]:
    """One address for every reserved name, with something in the place of each argument."""

    def walk(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
        found: list[URLPattern] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns)
            else:
                found.append(pattern)
        return found

    return {
        str(pattern.name): reverse(
            str(pattern.name),
            kwargs={
                name: VALUES.get(type(converter).__name__, "x")
                for name, converter in pattern.pattern.converters.items()
            }
            or dict.fromkeys(re.findall(r"\?P<(\w+)>", str(pattern.pattern)), "a"),
        )
        for pattern in walk(get_resolver().url_patterns)
    }


def reserved() -> list[str]:
    """The names of the pages for holders of some permission that no hospital doctor has."""
    return [
        name
        for name, access in POLICIES.items()
        if access.kind == "permission" and SERVICES not in access.permissions
    ]


def test_every_other_service_is_refused(anna) -> None:
    client, where = enter(Client(), anna.utente), addresses()
    wrong = {}
    for name in reserved():
        for method in ("GET", "POST"):
            cache.clear()
            status = client.generic(method, where[name]).status_code
            if status != 403:
                wrong[name, method] = status
    assert wrong == {}


def test_the_management_of_doctors_is_among_them() -> None:
    assert {name for name in POLICIES if name.startswith("profil")} <= set(reserved())


def test_the_certificate_services_are_open(anna) -> None:
    """Every page of theirs without an object answers; one about an object that is not theirs is
    not there."""
    client, where = enter(Client(), anna.utente), addresses()
    own = [name for name in POLICIES if POLICIES[name].permissions == (SERVICES,)]
    assert {"certificati", "certificato_medico", "certificato_catena"} <= set(own)
    for name in own:
        cache.clear()
        status = client.get(where[name]).status_code
        expected = {404} if VALUES["UUIDConverter"].hex in where[name].replace("-", "") else OPEN
        assert status in expected | {405}, name
    assert client.get(where["certificati"]).status_code == 200


def test_a_sub_doctor_writes_a_certificate_reads_it_and_nobody_else_does(
    anna, bruna, personas, adesso
) -> None:
    own = emesso(personas, adesso, medico=anna.utente, organizzazione=anna.organizzazione)
    client = enter(Client(), anna.utente)
    page = reverse("certificato_medico", args=[own.pk])
    assert client.get(page).status_code == 200
    assert own.person in client.get(reverse("certificati")).content.decode()
    assert bruna.get(page).status_code == 404
    assert client.get(reverse("certificati_struttura")).status_code == 403


def test_the_menu_offers_nothing_of_it(anna) -> None:
    answer = enter(Client(), anna.utente).get("/", follow=True)
    assert answer.redirect_chain == [(reverse("certificati"), 302)]
    page = answer.content.decode()
    assert "/profili/" not in page
    assert 'href="/denunce/"' not in page
