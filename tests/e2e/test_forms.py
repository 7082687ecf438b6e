"""Plain forms ask only what concerns the case: by the style sheet, so without scripts too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.factories.casi import BozzaFactory, LavoratoreFactory
from tests.personas import Personas

pytestmark = pytest.mark.django_db(transaction=True)
DEATH = ("Giorno e ora del decesso", "Quando hai saputo del decesso")


@pytest.fixture
def page(login_as: OpenPage, personas: Personas) -> Page:
    """How bad it is, in a draft about Luca, in a browser without scripts."""
    luca = LavoratoreFactory(organizzazione=personas.scuola, created_by=personas.segreteria)
    draft = BozzaFactory(
        organizzazione=personas.scuola, lavoratore=luca, created_by=personas.segreteria
    )
    page = login_as(personas.segreteria.email, javascript=False)
    page.goto(f"/denunce/bozze/{draft.pk}/gravita/")
    return page


def test_death_is_asked_only_where_somebody_died(page: Page) -> None:
    for name in DEATH:
        expect(page.get_by_role("group", name=name)).to_be_hidden()
    page.get_by_label("La persona è deceduta").check()
    for name in DEATH:
        expect(page.get_by_role("group", name=name)).to_be_visible()
    page.get_by_label("La persona è deceduta").uncheck()
    for name in DEATH:
        expect(page.get_by_role("group", name=name)).to_be_hidden()


def test_an_answer_that_was_hidden_and_refused_is_shown_again(page: Page) -> None:
    page.get_by_label("La persona è deceduta").check()
    group = page.get_by_role("group", name=DEATH[0])
    group.get_by_label("Giorno").fill("2026-01-10")
    group.get_by_label("Ora").fill("10:00")
    page.get_by_label("La persona è deceduta").uncheck()
    page.get_by_role("button", name="Continua").click()
    expect(page.get_by_text("Hai scritto una data di decesso").first).to_be_visible()
    expect(page.get_by_role("group", name=DEATH[0])).to_be_visible()
    expect(page.get_by_role("group", name=DEATH[1])).to_be_hidden()


def test_the_day_of_a_disease_is_asked_for_a_disease(page: Page) -> None:
    page.get_by_role("link", name="Quando e dove").click()
    day = page.get_by_label("giorno in cui si è manifestata")
    expect(day).to_be_hidden()
    page.get_by_label("Malattia professionale", exact=True).check()
    expect(day).to_be_visible()
