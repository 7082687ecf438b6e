"""A doctor notes a transmission and annuls; the hospital reads who and when, never what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from certificati.models import Certificato
from certificati.numero import grouped
from portal.base import clock
from tests.certificati.scena import LUNGO, emesso, with_canaries
from tests.e2e.walker import check_axe, check_width
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)


def issue(personas: Personas) -> Certificato:
    """A certificate of three days ago, which nobody transmitted: its term is over."""
    now = clock.now()
    return emesso(
        personas,
        now - timedelta(days=3),
        with_canaries(),
        prima_assistenza_at=now - timedelta(days=3, hours=1),
    )


def test_the_hospital_reads_no_health_and_an_annulment_warns_first(
    login_as: Callable[..., Page], personas: Personas
) -> None:
    found = issue(personas)
    bruna = login_as(personas.amministratore_presidio.email)
    bruna.goto("/")
    bruna.get_by_role("link", name="Certificati del presidio").click()
    bruna.get_by_role("link", name=re.compile("in ritardo")).first.click()
    row = bruna.get_by_role("row").filter(has_text=grouped(found.numero or ""))
    expect(row).to_contain_text("Bianchi Luca")
    expect(row).to_contain_text("in ritardo di")
    assert LUNGO not in bruna.content()
    check_axe(bruna)
    assert bruna.request.get(f"/certificati/{found.pk}/").status == 404

    rita = login_as(personas.medico_ospedaliero.email, 360)
    rita.goto("/")
    expect(rita.get_by_text("1 in ritardo")).to_be_visible()
    rita.get_by_role("link", name=re.compile("Bianchi Luca")).click()
    expect(rita.get_by_text(f"diagnosi {LUNGO}")).to_be_visible()
    rita.get_by_role("link", name="Annulla il certificato").click()
    expect(rita.get_by_text("resta inviato")).to_be_visible()
    check_width(rita)
    rita.get_by_label("Motivo").select_option(label="Era di un’altra persona")
    rita.get_by_role("button", name="Annulla il certificato").dblclick()
    expect(
        rita.get_by_text("Certificato annullato. Chi aveva i riferimenti lo saprà.")
    ).to_be_visible()
    expect(rita.get_by_text("Era di un’altra persona").first).to_be_visible()
    found.refresh_from_db()
    assert found.stato == "annullato"
    bruna.reload()
    expect(bruna.get_by_text("Nessuno è in ritardo")).to_be_visible()
