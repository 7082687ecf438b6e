"""Ricerca certificato: found, found with differences, not found; every search is on record."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from denunce.abbinamenti.models import Proposta
from denunce.models import Lavoratore
from portal.base.audit.models import AccessEvent, AuditEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_left_over():
    cache.clear()


def search(browser, caso, numero, giorno="2026-03-11"):
    return browser.post(
        f"/abbinamenti/casi/{caso.pk}/cerca/", {"numero": numero, "rilasciato_on": giorno}
    )


def test_found_it_leads_straight_to_the_confirmation(laura, caso, certificato):
    row = certificato(heard=False)
    page = read(search(laura, caso, row.numero.lower()))
    assert "Trovato: codice fiscale, numero e data coincidono." in page
    assert f'href="/abbinamenti/{Proposta.objects.get().pk}/"' in page
    assert Proposta.objects.get().caso == caso


def test_another_release_day_is_found_with_the_difference(laura, caso, certificato):
    page = read(search(laura, caso, certificato().numero, "2026-03-10"))
    assert "la data di rilascio non è quella che hai scritto" in page
    assert "mercoledì 11 marzo 2026" in page
    assert Proposta.objects.get().differenze == "rilasciato_on"


def test_somebody_else_s_certificate_is_never_shown(laura, apri, persona, certificato):
    caso = apri(persona(cognome="Verdi", nome="Ada", codice_fiscale="VRDDAA13E43F205G"))
    row = certificato(heard=False)
    for giorno in ("2026-03-11", "2026-03-10"):
        page = read(search(laura, caso, row.numero, giorno))
        assert "non è di questa persona" in page
        assert "Bianchi" not in page
        assert "2026-03-13" not in page
        assert "13 marzo" not in page
    assert not Proposta.objects.exists()


@pytest.mark.parametrize(("numero", "typing"), [("ABCDEFGH1234", False), ("PT3467999999", True)])
def test_not_found_and_perhaps_mistyped(laura, caso, numero, typing):
    page = read(search(laura, caso, numero))
    assert "Non trovato" in page
    assert ("forse è scritto male" in page) is typing
    assert f'href="/denunce/casi/{caso.pk}/certificato/"' in page  # a copy without number


def test_without_the_codice_fiscale_nothing_can_be_looked_for(laura, apri, persona, certificato):
    caso = apri(persona(codice_fiscale=None))
    row = certificato()
    page = read(laura.get(f"/abbinamenti/casi/{caso.pk}/cerca/"))
    assert "serve il codice fiscale" in page
    assert "Trovato" not in read(search(laura, caso, row.numero))
    assert Lavoratore.objects.get().codice_fiscale is None


@pytest.mark.parametrize(
    "sent",
    [
        {"numero": "", "rilasciato_on": "2026-03-11"},
        {"numero": "PT34", "rilasciato_on": "2026-03-11"},
        {"numero": "PT34679ACDEF", "rilasciato_on": "2026-03-13"},
        {"numero": "PT34679ACDEF", "rilasciato_on": "ieri"},
        {"numero": "PT34679ACDEF\x00", "rilasciato_on": "2026-03-11"},
    ],
)
def test_bad_input_is_said_beside_its_field_and_not_searched(laura, caso, sent):
    before = AuditEvent.objects.filter(code="abbinamento.cercato").count()
    answer = laura.post(f"/abbinamenti/casi/{caso.pk}/cerca/", sent)
    assert answer.status_code == 200
    assert AuditEvent.objects.filter(code="abbinamento.cercato").count() == before


def test_every_search_is_on_record_without_what_was_typed(laura, personas, caso, certificato):
    row = certificato()
    search(laura, caso, row.numero)
    search(laura, caso, "ABCDEFGH1234")
    events = AuditEvent.objects.filter(code="abbinamento.cercato").order_by("seq")
    assert [(e.actor_id, e.target_id) for e in events] == [(personas.segreteria.pk, caso.pk)] * 2
    assert {e.data["esito"] for e in events} == {"trovato", "non_trovato"}
    assert row.numero not in str([e.data for e in events])
    assert AccessEvent.objects.filter(target_id=caso.pk, user_id=personas.segreteria.pk).exists()


def test_who_guesses_is_stopped(laura, caso):
    answers = [search(laura, caso, f"ABCDEFGH{n:04d}").status_code for n in range(22)]
    assert answers[:20] == [200] * 20
    assert 429 in answers[20:]


def test_a_search_is_never_an_address(laura, caso, certificato):
    row = certificato(heard=False)
    page = read(laura.get(f"/abbinamenti/casi/{caso.pk}/cerca/?numero={row.numero}"))
    assert row.numero not in page
    assert not Proposta.objects.exists()


def test_others_do_not_search_in_this_case(ugo, caso, certificato):
    assert search(ugo, caso, certificato().numero).status_code == 404


def test_one_that_was_discarded_is_taken_up_by_who_finds_it(laura, proposta, caso):
    laura.post(f"/abbinamenti/{proposta.pk}/scarta/")
    search(laura, caso, proposta.numero)
    proposta.refresh_from_db()
    assert proposta.stato == "da_confermare"
