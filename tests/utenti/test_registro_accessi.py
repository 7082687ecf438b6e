"""Each login, failure, logout and new password is one event of the register, without an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from portal.base.audit import AuditEvent
from portal.base.audit.presenters import presented_codes
from tests.personas import PASSWORD, Personas
from utenti import actions

pytestmark = pytest.mark.django_db
NEW = "cavallo-batteria-graffetta"


@pytest.fixture(autouse=True)
def _nobody_tried_yet() -> None:
    cache.clear()


def codes() -> list[str]:
    """What the register says of accesses, oldest first; the register starts empty here."""
    rows = AuditEvent.objects.filter(code__startswith="accesso.").order_by("at", "id")
    return list(rows.values_list("code", flat=True))


def enter(client: Client, login: str, password: str = PASSWORD) -> None:
    client.post("/accesso/", {"login": login, "password": password})


def test_in_and_out(personas: Personas) -> None:
    client, laura = Client(), personas.segreteria
    enter(client, laura.email)
    client.get("/accesso/esci/")  # asking is not leaving
    client.post("/accesso/esci/")
    assert codes() == ["accesso.entrato", "accesso.uscito"]
    assert set(
        AuditEvent.objects.filter(code__startswith="accesso.").values_list("actor_id", "target_id")
    ) == {(laura.pk, laura.pk)}


@pytest.mark.parametrize("known", [True, False])
def test_a_failure_is_told_apart_by_a_keyed_hash_alone(personas: Personas, known: bool) -> None:
    email = personas.segreteria.email if known else "nessuno@persone.test"
    for typed in (email, f" {email.upper()} ", email):
        enter(Client(), typed, "sbagliata-1234")
    events = list(AuditEvent.objects.filter(code="accesso.fallito"))
    assert len(events) == 3
    assert {(event.actor_id, event.target_id) for event in events} == {(None, None)}
    assert len({event.data["indirizzo"] for event in events}) == 1
    assert "@" not in str(events[0].data)


def test_a_disabled_account_does_not_enter(personas: Personas) -> None:
    laura = personas.segreteria
    laura.is_active = False
    laura.save(update_fields=["is_active"])
    enter(Client(), laura.email)
    assert "accesso.entrato" not in codes()


def test_a_new_password(personas: Personas) -> None:
    client = Client()
    client.force_login(personas.segreteria)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accesso/password/", form).status_code == 302
    assert codes() == ["accesso.password_cambiata"]


def test_every_code_has_its_sentence() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    written = {
        code
        for source in sources
        for code in re.findall(r'"((?:accesso|utenti)\.[a-z_]+)"', source.read_text("utf-8"))
    }
    assert written
    assert written <= presented_codes()
