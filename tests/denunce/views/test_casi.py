"""Reading and correcting a case by its pages."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.actions.certificati import withdraw_certificato
from denunce.models import Adempimento
from portal.base.audit.models import AccessEvent
from tests.denunce.views.conftest import LUCA
from tests.denunce.views.percorso import CADUTA
from tests.pages import text

pytestmark = pytest.mark.django_db
CANARY = "<i data-canary>"


@pytest.fixture
def fatto():
    """What the secretary types about the fall."""
    return dict(CADUTA)


# --- reading ----------------------------------------------------------------------------------


def test_the_page_says_what_is_due_by_when_why_and_by_which_article(laura, denuncia):
    page = text(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
    for words in (
        "Devi inviare la denuncia di infortunio",
        "sabato 14 marzo, 23:59",
        "sabato 14 marzo, 09:00",
        "mancano 2 giorni",
        "(martedì 10 marzo 2026)",
        "contati dal giorno dopo",
        "D.P.R. 1124/1965, art. 53 c. 1",
        "/denunce/regole/R-DEN-2G/",
        "Cambierebbe se",
        "SIDI, area Infortuni",
        "non trasmette all’INAIL",
        "Compila il Mod. 4 bis",
        "Ho già inviato",
        "A000 0000 0003",
        "da mercoledì 11 marzo a lunedì 16 marzo 2026 (6 giorni)",
        "Ha registrato i riferimenti di un certificato.",
        "Laura Conti",
    ):
        assert words in page, words


def test_two_readings_of_the_norm_stand_side_by_side(laura, caso, certifica):
    certifica(caso, prognosi_al=date_of("2026-03-12"))
    page = text(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Devi inviare la comunicazione" in page
    assert "Da verificare" in page
    assert "Due giorni dalla ricezione" in page
    followed, other = (
        page.index("La lettura che il portale segue"),
        page.index("Due giorni dalla r"),
    )
    assert followed < other < page.index("Dove si invia")


def test_a_long_account_does_not_push_away_what_is_due(laura, denuncia):
    evento = denuncia.caso.evento
    evento.dinamica = "Salta la cavallina e cade. " * 40 + "Fine del racconto."
    evento.save()
    page = text(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
    due, whole = page.index("Devi inviare la denuncia"), page.index("Fine del racconto.")
    assert page.index("Leggi tutto") < due < whole


def test_nothing_is_due_says_why(laura, caso, certifica):
    page = text(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Per ora nessun termine corre verso l’INAIL" in page
    assert "Nessun certificato ricevuto" in page
    certifica(caso, prognosi_dal=date_of("2026-03-10"), prognosi_al=date_of("2026-03-10"))
    page = text(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Nessun obbligo verso l’INAIL" in page
    assert "Prognosi esaurita nel giorno dell’evento" in page


def test_a_duty_that_is_over_is_still_readable(laura, denuncia, by, adesso):
    withdraw_certificato(denuncia.caso.certificati.get(), annullato_at=adesso, by=by, now=adesso)
    page = text(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
    assert "Per ora nessun termine corre verso l’INAIL" in page
    assert "Un adempimento superato o non più dovuto" in page
    assert "Denuncia: non più dovuta" in page
    assert "pi-timeline__superseded" in page
    assert "Ritirato dal medico giovedì 12 marzo 2026, 10:00" in page


def test_a_reading_is_written_down_and_a_refused_one_is_not(laura, ugo, caso, personas):
    laura.get(f"/denunce/casi/{caso.pk}/")
    ugo.get(f"/denunce/casi/{caso.pk}/")
    read = AccessEvent.objects.get(target_type="denunce.caso")
    assert (read.user_id, read.target_id) == (personas.segreteria.pk, caso.pk)
    assert read.organizzazione_id == personas.scuola.pk


def test_the_page_costs_the_same_with_one_duty_and_with_many(laura, denuncia, certifica, ora):
    address = f"/denunce/casi/{denuncia.caso_id}/"
    with CaptureQueriesContext(connection) as before:
        laura.get(address)
    for number in range(6):
        certifica(
            denuncia.caso,
            numero=f"D{number:011d}",
            tipo="continuativo",
            prognosi_al=date_of(f"2026-03-{20 + number}"),
        )
    with CaptureQueriesContext(connection) as after:
        laura.get(address)
    assert len(after) == len(before)


# --- correcting -------------------------------------------------------------------------------


def test_the_form_of_corrections_starts_from_what_is_stored(laura, caso):
    page = text(laura.get(f"/denunce/casi/{caso.pk}/modifica/"))
    assert 'value="2026-03-10"' in page
    assert 'value="10:15"' in page
    assert "Caduta in palestra" in page


def test_a_correction_changes_the_facts_and_the_terms(laura, denuncia, fatto, ora):
    caso = denuncia.caso
    caso.refresh_from_db()
    answer = laura.post(
        f"/denunce/casi/{caso.pk}/modifica/",
        fatto | {"avvenuto_at_giorno": "2026-03-09", "version": caso.version},
        follow=True,
    )
    assert "I termini sono stati ricalcolati" in text(answer)
    caso.evento.refresh_from_db()
    assert caso.evento.avvenuto_at == ora("2026-03-09 10:15")


def test_who_comes_second_reads_that_someone_was_first(laura, caso, fatto):
    address = f"/denunce/casi/{caso.pk}/modifica/"
    old = fatto | {"version": caso.version}
    assert laura.post(address, old).status_code == 302
    page = laura.post(address, old | {"dinamica": "Il mio racconto"})
    assert page.status_code == 200
    assert "Qualcun altro ha modificato" in text(page)
    assert "Il mio racconto" in text(page)


def test_a_version_that_is_no_number_is_refused(laura, caso, fatto):
    for version in ("", "x", "-1", "9" * 40):
        page = laura.post(f"/denunce/casi/{caso.pk}/modifica/", fatto | {"version": version})
        assert page.status_code == 200


# --- doors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "modifica/", "certificato/"])
def test_the_case_of_another_school_looks_like_one_that_does_not_exist(ugo, caso, end):
    other = ugo.get(f"/denunce/casi/{caso.pk}/{end}")
    nobody = ugo.get(f"/denunce/casi/{uuid4()}/{end}")
    assert (other.status_code, other.content) == (nobody.status_code, nobody.content)
    assert other.status_code == 404


def test_wrong_methods_are_405(laura, caso):
    assert laura.post(f"/denunce/casi/{caso.pk}/").status_code == 405
    assert laura.delete(f"/denunce/casi/{caso.pk}/modifica/").status_code == 405


def test_the_stored_derivation_is_what_the_page_shows(laura, denuncia):
    changed = json.loads(denuncia.derivazione)
    changed["passi"][0]["testo"] = "Una ragione scritta allora."
    Adempimento.objects.filter(pk=denuncia.pk).update(derivazione=json.dumps(changed))
    assert "Una ragione scritta allora." in text(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))


def date_of(value: str):
    return type(LUCA.nato_on).fromisoformat(value)
