"""Witnesses and vehicles: one more, one taken away, with and without a script."""

from __future__ import annotations

import json

import pytest

from denunce.models import Modulo
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def modulo(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


@pytest.fixture
def scrivi(laura, modulo):
    """Send the form with these texts."""

    def sent(**texts):
        modulo.refresh_from_db()
        values = {"version": str(modulo.version), "modulo_intero": "1"} | texts
        return laura.post(f"/denunce/moduli/{modulo.pk}/", values)

    return sent


THREE = {f"testimoni__{n}__cognome": name for n, name in enumerate(("Uno", "Due", "Tre"))}


def surnames(modulo):
    modulo.refresh_from_db()
    return [row["cognome"] for row in json.loads(modulo.dati).get("testimoni", [])]


def test_one_more_row_comes_by_its_button_and_what_is_typed_is_kept(laura, modulo, scrivi):
    page = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
    assert "testimoni__1__cognome" not in page
    answer = scrivi(testimoni__0__cognome="Uno", aggiungi="testimoni")
    assert answer["Location"].endswith("?aggiungi=testimoni#gruppo-testimoni-ultima")
    assert surnames(modulo) == ["Uno"]
    page = read(laura.get(answer["Location"]))
    assert "testimoni__1__cognome" in page
    assert "testimoni__2__cognome" not in page
    assert "veicoli__1__targa" not in page


def test_the_form_has_no_more_rows_than_its_paper(laura, modulo, scrivi):
    scrivi(**{f"testimoni__{n}__cognome": f"T{n}" for n in range(5)})
    page = read(laura.get(f"/denunce/moduli/{modulo.pk}/?aggiungi=testimoni"))
    assert "testimoni__5__cognome" not in page
    assert "al massimo 5" in page


def test_the_row_taken_away_is_the_one_asked_for_and_can_come_back(laura, modulo, scrivi):
    scrivi(**THREE)
    scrivi(**THREE, togli="testimoni__1")
    assert surnames(modulo) == ["Uno", "Tre"]
    laura.post(f"/denunce/moduli/{modulo.pk}/annulla/", {"version": str(modulo.version)})
    assert surnames(modulo) == ["Uno", "Due", "Tre"]


@pytest.mark.parametrize(
    "button",
    ["testimoni", "testimoni__5", "testimoni__-1", "lavoratore__0", "x__0", "testimoni__١", "\0"],
)
def test_what_is_no_row_takes_nothing_away(modulo, scrivi, button):
    scrivi(**THREE, togli=button)
    assert surnames(modulo) == ["Uno", "Due", "Tre"]


@pytest.mark.parametrize("more", ["lavoratore", "x", "<i data-canary>", "\0"])
def test_what_is_no_list_gets_no_row(laura, modulo, scrivi, more):
    assert scrivi(aggiungi=more)["Location"] == f"/denunce/moduli/{modulo.pk}/"
    page = laura.get(f"/denunce/moduli/{modulo.pk}/", {"aggiungi": more})
    assert page.status_code == 200
    assert "data-canary" not in read(page)


@pytest.mark.parametrize(("where", "page"), [("rivedi", "rivedi/"), ("copia", "copia/")])
def test_the_other_pages_are_reached_with_what_is_typed_kept(modulo, scrivi, where, page):
    answer = scrivi(lavoratore__cognome="Bianco", vai=where)
    assert answer["Location"] == f"/denunce/moduli/{modulo.pk}/{page}"
    modulo.refresh_from_db()
    assert json.loads(modulo.dati)["lavoratore"]["cognome"] == "Bianco"


def test_an_address_that_is_not_ours_leads_nowhere(modulo, scrivi):
    answer = scrivi(lavoratore__cognome="Bianco", vai="https://esempio.test/")
    assert answer["Location"] == f"/denunce/moduli/{modulo.pk}/"


def test_enter_saves_and_takes_no_row_away(laura, modulo, scrivi):
    scrivi(**THREE)
    page = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
    form = page[page.index('id="modulo"') :]
    assert form.index("Salva la bozza") < form.index('name="togli"')
