"""The public pages of the rules, and the first page by role."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from denunce.scadenze import REGOLE, all_entries, termini
from portal.base.authz import Permission
from tests.logins import enter
from tests.pages import read
from utenti.models import Membership, Utente
from utenti.ruoli import ABILITAZIONI, Ruolo

pytestmark = pytest.mark.django_db


def test_every_dated_entry_is_published_with_source_and_confidence():
    page = read(Client().get("/denunce/regole/"))
    for table, entry in all_entries():
        assert table.titolo[1:] in page
        for source in entry.fonti:
            assert source.atto in page
        assert f"(pubblicato il {entry.published_on:%d/%m/%Y})" in page or (
            f"{entry.published_on.day}/{entry.published_on.month:02d}" in page
            or f"{entry.published_on:%d/%m/%Y}" in page
        )


@pytest.mark.parametrize("codice", sorted(REGOLE))
def test_every_rule_has_its_page(codice):
    page = read(Client().get(f"/denunce/regole/{codice}/"))
    assert REGOLE[codice].titolo[1:] in page
    for source in REGOLE[codice].fonti:
        assert source.atto in page
    if REGOLE[codice].da_verificare:
        assert "Da verificare" in page


@pytest.mark.parametrize("codice", ["R-NIENTE", "%00", "<script>", "x" * 500, "r-den-2g"])
def test_a_rule_that_is_none_does_not_exist(codice):
    assert Client().get(f"/denunce/regole/{codice}/").status_code == 404


def test_a_change_of_the_law_shows_on_the_page():
    with termini.override("denuncia_days", 77):
        assert "<strong>77</strong>" in read(Client().get("/denunce/regole/R-DEN-2G/"))
    assert "<strong>77</strong>" not in read(Client().get("/denunce/regole/R-DEN-2G/"))


def test_every_table_belongs_to_some_rule_or_to_the_list():
    page = read(Client().get("/denunce/regole/"))
    assert page.count("tabella-") >= len({table.name for table, _ in all_entries()})


@pytest.mark.parametrize("ruolo", list(Ruolo))
def test_each_role_lands_on_a_page_that_says_something_true(personas, ruolo):
    user = Utente.objects.create_user("prova@persone.test", "x", nome="Ada", cognome="Prova")
    Membership.objects.create(
        utente=user, organizzazione=personas.scuola, ruolo=ruolo, valid_from=personas.since
    )
    client = enter(Client(), user)
    answer = client.get("/", follow=True)
    held = ABILITAZIONI[ruolo].permissions
    expected = "Che cosa puoi fare oggi"
    if Permission.CASO_VIEW in held:
        expected = "Scadenzario"
    elif Permission.RICHIESTA_REVIEW in held:
        expected = "Revisione delle richieste"
    elif held == {Permission.CERTIFICATO_ISSUE}:
        expected = "Nuovo certificato"
    assert expected in read(answer)
    for address in set(re.findall(r'href="(/[^"#?]*)"', read(answer).split("<main")[1])):
        assert address.startswith("/static/") or client.get(address).status_code < 400, address


def test_a_citizen_without_any_role_is_told_so(entra, personas):
    page = read(entra(personas.cittadino).get("/"))
    assert "non è legato a nessuna organizzazione" in page


def test_a_consultant_with_delegations_lands_on_the_worklist(entra, personas):
    answer = entra(personas.consulente).get("/")
    assert answer["Location"] == "/denunce/"


def test_wrong_methods_are_405():
    for address in ("/denunce/regole/", "/denunce/regole/R-DEN-2G/"):
        assert Client().post(address).status_code == 405


def test_fines_are_written_in_euro(client):
    page = client.get("/denunce/regole/R-DEN-2G/").content.decode()
    assert "1.290,00 €" in page
    assert "129000" not in page
