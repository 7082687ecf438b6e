"""Annulling and noting the transmission, from the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from certificati.eventi import RITIRATI
from certificati.models import Certificato
from portal.base.audit import AuditEvent
from portal.base.outbox import OutboxMessage
from tests.certificati.scena import bozza, emesso
from tests.logins import enter
from tests.pages import read

pytestmark = pytest.mark.django_db


def at(name: str, row: Certificato) -> str:
    return reverse(f"certificato_{name}", args=[row.pk])


def test_annulling_warns_first_and_says_why(rita, personas, ieri):
    found = emesso(personas, ieri)
    page = read(rita.get(at("annulla", found)))
    assert "viene avvisato" in page
    assert "resta inviato" in page
    assert "annullalo anche con il servizio" not in page
    assert "Scegli una risposta" in read(rita.post(at("annulla", found), {"motivo": ""}))
    assert "Scrivi in breve il motivo" in read(rita.post(at("annulla", found), {"motivo": "altro"}))
    found.refresh_from_db()
    assert found.stato == "emesso"


def test_a_second_press_changes_nothing(rita, personas, ieri):
    found = emesso(personas, ieri)
    for _press in range(2):
        answer = rita.post(at("annulla", found), {"motivo": "persona", "nota": ""})
        assert answer.url == at("medico", found)
    assert "non è già più valido" in read(rita.get(at("annulla", found), follow=True))
    assert AuditEvent.objects.filter(code="certificato.annullato").count() == 1
    assert OutboxMessage.objects.filter(handler=RITIRATI).count() == 1


def test_a_draft_is_neither_annulled_nor_transmitted(rita, personas, adesso):
    draft, _by = bozza(personas, adesso)
    assert rita.post(at("annulla", draft), {"motivo": "persona"}).url == at("medico", draft)
    assert rita.post(at("trasmesso", draft), {"quando": "adesso"}).url == at("medico", draft)
    draft.refresh_from_db()
    assert (draft.stato, draft.trasmesso_at) == ("bozza", None)


def test_transmitted_now(rita, personas, adesso, ieri):
    found = emesso(personas, ieri)
    assert "Trasmetti entro giovedì 12 marzo" in read(rita.get(at("trasmesso", found)))
    rita.post(at("trasmesso", found), {"quando": "adesso"})
    found.refresh_from_db()
    assert found.trasmesso_at == adesso
    page = read(rita.get(at("medico", found)))
    assert "nei termini" in page
    assert "Correggi la trasmissione" in page
    annul = read(rita.get(at("annulla", found)))
    assert "annullalo anche con il servizio online dell’INAIL" in annul


def test_a_late_one_says_so_and_can_be_corrected(rita, personas, ora, ieri, a_tempo_fermo):
    found = emesso(personas, ieri)
    a_tempo_fermo.move_to(ora("2026-03-14 10:00"))
    enter(rita, personas.medico_ospedaliero)  # her session ended meanwhile
    other = {
        "quando": "altro",
        "trasmesso_at_giorno": "2026-03-14",
        "trasmesso_at_ora": "09:00",
        "trasmesso_at_volta": "",
    }
    answer = rita.post(at("trasmesso", found), other, follow=True)
    assert "Trasmissione registrata, in ritardo di 1 giorno" in read(answer)
    assert 'value="2026-03-14"' in read(rita.get(at("trasmesso", found)))
    rita.post(at("trasmesso", found), other | {"trasmesso_at_giorno": "2026-03-12"})
    found.refresh_from_db()
    assert found.trasmesso_at == ora("2026-03-12 09:00")
    assert AuditEvent.objects.filter(code="certificato.trasmesso").count() == 2


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        ("2026-03-12", "10:01", "è nel futuro"),
        ("2026-03-11", "09:00", "non può precedere la prima assistenza"),
        ("", "", "Scrivi giorno e ora"),
        ("2026-03-12", "", "Manca l’ora"),
        ("31/02/2026", "10:00", "Scrivi il giorno come"),
    ],
)
def test_an_instant_that_cannot_be_is_refused_beside_its_field(
    rita, personas, ieri, day, hour, said
):
    found = emesso(personas, ieri)
    sent = {"quando": "altro", "trasmesso_at_giorno": day, "trasmesso_at_ora": hour}
    assert said in read(rita.post(at("trasmesso", found), sent))
    found.refresh_from_db()
    assert found.trasmesso_at is None


def test_now_ignores_what_is_typed_in_the_other_box(rita, personas, adesso, ieri):
    found = emesso(personas, ieri)
    sent = {"quando": "adesso", "trasmesso_at_giorno": "boh", "trasmesso_at_ora": ""}
    rita.post(at("trasmesso", found), sent)
    found.refresh_from_db()
    assert found.trasmesso_at == adesso


def test_without_an_answer_nothing_is_noted(rita, personas, ieri):
    found = emesso(personas, ieri)
    assert "Scegli una risposta" in read(rita.post(at("trasmesso", found), {}))
