"""A consultant of two firms, by keyboard and without scripts: whose cases are on the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.counting import Keyboard
from tests.e2e.walker import check_width
from tests.factories import AdempimentoFactory, CasoFactory, LavoratoreFactory
from tests.personas import Personas
from utenti.models import Delega

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_consultant_switches_between_two_firms(
    personas: Personas, login_as: Callable[..., Page]
) -> None:
    Delega.objects.create(
        delegante=personas.impresa, delegato=personas.studio, valid_from=personas.since
    )
    user = personas.consulente
    for org, name in ((personas.cliente, "Verdi"), (personas.impresa, "Rossi")):
        person = LavoratoreFactory(organizzazione=org, cognome=name, created_by=user)
        AdempimentoFactory(caso=CasoFactory(organizzazione=org, lavoratore=person))
    page = login_as(user.email, javascript=False)
    keys = Keyboard(page, "/denunce/?vista=tutti")
    expect(page.get_by_text("Verdi Luca", exact=True)).to_be_visible()
    expect(page.get_by_text("Rossi Luca", exact=True)).to_be_visible()
    keys.press(".pi-working a", "**/lavora-per/")
    keys.press(f"button[value='{personas.cliente.pk}']", "**/denunce/")
    page.goto("/denunce/?vista=tutti")
    expect(page.locator(".pi-working")).to_contain_text("Cliente Esempio")
    expect(page.get_by_text("Verdi Luca", exact=True)).to_be_visible()
    expect(page.get_by_text("Rossi Luca", exact=True)).to_have_count(0)
    keys.press(".pi-working a", "**/lavora-per/")
    keys.press(f"button[value='{personas.impresa.pk}']", "**/denunce/")
    page.goto("/denunce/?vista=tutti")
    expect(page.get_by_text("Rossi Luca", exact=True)).to_be_visible()
    other = CasoFactory(organizzazione=personas.cliente, created_by=user)
    page.goto(f"/denunce/casi/{other.pk}/")  # a link of yesterday
    expect(page.get_by_text("Questa pagina è di: Cliente Esempio")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
