"""After a dispatch, in the browser: the answer, a rectification, the receipt, a mistake."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import Invio
from tests.denunce.views.test_invii import picture
from tests.pages import text

pytestmark = pytest.mark.django_db
WHEN = {"esito_at_giorno": "2026-03-12", "esito_at_ora": "09:50"}


@pytest.fixture
def invio(denuncia, by, adesso, ora):
    """The denuncia was sent by SIDI at a quarter to ten."""
    data = DatiInvio(canale="sidi", sent_at=ora("2026-03-12 09:45"))
    return record_dispatch(denuncia, data, request_key=uuid4(), by=by, now=adesso)


@pytest.fixture
def esito(denuncia):
    return f"/denunce/adempimenti/{denuncia.pk}/esito/"


def page(invio, end: str) -> str:
    return f"/denunce/invii/{invio.pk}/{end}/"


def test_the_case_says_what_waits_and_what_is_missing(laura, invio, esito):
    shown = text(laura.get(f"/denunce/casi/{invio.adempimento.caso_id}/"))
    assert "SIDI, giovedì 12 marzo 2026, 09:45" in shown
    assert "In attesa di esito" in shown
    assert "Ricevuta: Denuncia" in shown
    assert esito in shown
    for end in ("ricevuta", "rettifica", "annulla"):
        assert page(invio, end) in shown


def test_a_positive_answer_with_the_number_of_the_case(laura, denuncia, invio, esito):
    answer = laura.post(
        esito, WHEN | {"risposta": "positivo", "numero_inail": "517/26"}, follow=True
    )
    assert "Esito positivo registrato" in text(answer)
    assert "caso INAIL 517/26" in text(answer).replace("Caso INAIL", "caso INAIL")
    denuncia.refresh_from_db()
    assert denuncia.stato == "accettato"


def test_a_negative_answer_opens_the_duty_again(laura, denuncia, invio, esito):
    answer = laura.post(
        esito, WHEN | {"risposta": "negativo", "motivo": "manca il codice"}, follow=True
    )
    assert "Devi inviare la denuncia" in text(answer)
    assert "Non vale" in text(answer)
    assert "manca il codice" in text(answer)
    denuncia.refresh_from_db()
    assert denuncia.stato == "respinto"
    assert denuncia.prossimo_promemoria_at is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"risposta": ""},
        {"risposta": "negativo", "motivo": ""},
        {"esito_at_giorno": "2026-03-13"},
        {"esito_at_ora": "09:40"},
        {"numero_inail": "9" * 31},
    ],
    ids=["no answer", "no reason", "future", "before the dispatch", "long"],
)
def test_an_answer_that_cannot_be_is_refused(laura, denuncia, invio, esito, changes):
    answer = laura.post(esito, WHEN | {"risposta": "positivo"} | changes)
    assert answer.status_code == 200
    assert "Controlla questi punti" in text(answer)
    denuncia.refresh_from_db()
    assert denuncia.stato == "inviato"


def test_two_presses_of_the_answer_are_one(laura, denuncia, invio, esito):
    said = WHEN | {"risposta": "positivo"}
    assert [laura.post(esito, said).status_code for _ in range(2)] == [302, 200]


def test_without_a_dispatch_there_is_no_answer(laura, denuncia, esito):
    assert "nessun invio registrato" in text(laura.get(esito))
    assert laura.post(esito, WHEN | {"risposta": "positivo"}).status_code == 200


def test_a_rectification_leaves_both_in_sight(laura, denuncia, invio):
    key = str(uuid4())
    sent = {"sent_at_giorno": "2026-03-12", "sent_at_ora": "09:55"}
    wish = sent | {"canale": "pec", "request_key": key}
    answer = laura.post(page(invio, "rettifica"), wish, follow=True)
    laura.post(page(invio, "rettifica"), wish)
    assert Invio.objects.count() == 2
    assert "Rettifica: PEC, giovedì 12 marzo 2026, 09:55" in text(answer)
    assert "SIDI, giovedì 12 marzo 2026, 09:45" in text(answer)
    assert text(answer).count("In attesa di esito") == 1
    assert "Sostituito dalla rettifica" in text(answer)
    denuncia.refresh_from_db()
    assert denuncia.stato == "rettificato"


def test_a_rectification_offers_the_channels_of_this_school(laura, invio):
    shown = text(laura.get(page(invio, "rettifica")))
    assert 'value="sidi"' in shown
    assert 'value="portale_assicurazione"' not in shown


def test_the_receipt_that_arrived_later(laura, invio):
    file = SimpleUploadedFile("ricevuta.png", picture())
    answer = laura.post(page(invio, "ricevuta"), {"ricevuta": file}, follow=True)
    assert "Ricevuta aggiunta" in text(answer)
    invio.refresh_from_db()
    assert invio.ricevuta is not None
    assert page(invio, "ricevuta") not in text(answer)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"MZ\x90\x00"])
def test_a_receipt_that_is_none_is_refused(laura, invio, content):
    file = SimpleUploadedFile("ricevuta.pdf", content)
    assert laura.post(page(invio, "ricevuta"), {"ricevuta": file}).status_code == 200
    invio.refresh_from_db()
    assert invio.ricevuta is None


def test_a_dispatch_recorded_by_mistake(laura, denuncia, invio):
    answer = laura.post(page(invio, "annulla"), {"motivo": "era di un altro"}, follow=True)
    assert "Devi inviare la denuncia" in text(answer)
    assert "Ha annotato che un invio era stato registrato per errore: Denuncia" in text(answer)
    denuncia.refresh_from_db()
    assert denuncia.stato == "da_fare"
    again = laura.post(page(invio, "annulla"), {"motivo": "era di un altro"})
    assert again.status_code == 200


def test_taking_back_wants_a_reason(laura, denuncia, invio):
    assert laura.post(page(invio, "annulla"), {"motivo": " "}).status_code == 200
    denuncia.refresh_from_db()
    assert denuncia.stato == "inviato"


@pytest.mark.parametrize("end", ["rettifica", "ricevuta", "annulla"])
def test_the_dispatch_of_another_school_does_not_exist(ugo, invio, end):
    assert ugo.get(page(invio, end)).status_code == 404
    assert ugo.post(page(invio, end)).status_code == 404


@pytest.mark.parametrize("state", ["incerto", "consegnato", "preparato"])
def test_no_state_of_a_dispatch_is_hidden(laura, invio, state):
    values = {"stato": state} | ({"sent_at": None} if state == "preparato" else {})
    Invio.objects.filter(pk=invio.pk).update(**values)
    said = {"incerto": "Incerto", "consegnato": "Consegnato", "preparato": "non inviato"}
    assert said[state] in text(laura.get(f"/denunce/casi/{invio.adempimento.caso_id}/"))
