"""Who may administer, offer, ask for help, run the platform: asked of the permission alone."""

from __future__ import annotations

import pytest

from portal.base.clock import now as present
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
