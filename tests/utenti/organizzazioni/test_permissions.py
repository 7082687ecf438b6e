"""Who may administer, offer, ask for help, run the platform: asked of the permission alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.base.clock import now as present
from tests.logins import enter
from utenti.organizzazioni import permissions
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db


def test_a_closed_organisation_is_administered_by_nobody(personas):
    head = personas.scope(personas.dirigente)
    assert permissions.can_administer(head, personas.scuola)
    personas.scuola.chiusa_at = present()
    assert "chiusa" in permissions.can_administer(head, personas.scuola).reason


def test_a_role_of_another_kind_is_not_offered(personas):
    head = personas.scope(personas.dirigente)
    assert permissions.can_give_role(head, personas.scuola, Ruolo.SEGRETERIA)
    refused = permissions.can_give_role(head, personas.scuola, Ruolo.COMANDANTE)
    assert "non esiste" in refused.reason


def test_the_platform_asks_itself_nothing_and_runs_alone(personas):
    manager = personas.scope(personas.gestore)
    assert "se stessa" in permissions.can_ask_support(manager, personas.piattaforma).reason
    assert permissions.can_run_platform(manager)
    assert "gestisce" in permissions.can_run_platform(personas.scope(personas.dirigente)).reason


def test_a_hospital_gives_no_delegations(personas):
    page = reverse("deleghe", args=[personas.presidio_org.pk])
    assert enter(Client(), personas.amministratore_presidio).get(page).status_code == 403
    own = reverse("deleghe", args=[personas.scuola.pk])
    assert enter(Client(), personas.dirigente).get(own).status_code == 200


def test_the_platform_is_not_offered_its_own_closing(personas):
    inside = enter(Client(), personas.gestore)
    for place, offered in ((personas.piattaforma, False), (personas.scuola, True)):
        page = inside.get(reverse("piattaforma_organizzazione", args=[place.pk]))
        assert (reverse("piattaforma_chiudi", args=[place.pk]) in page.content.decode()) == offered
