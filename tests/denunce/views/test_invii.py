"""Recording a dispatch: the duty is done, with its channel, instant and proof."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from denunce.models import Adempimento, Invio
from tests.pages import text

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    """A real photograph of a receipt, one pixel wide."""
    kept = BytesIO()
    Image.new("RGB", (1, 1)).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def indirizzo(denuncia):
    return f"/denunce/adempimenti/{denuncia.pk}/invio/"


@pytest.fixture
def detto():
    return {
        "canale": "sidi",
        "sent_at_giorno": "2026-03-12",
        "sent_at_ora": "09:45",
        "numero_inail": "123/2026",
        "request_key": str(uuid4()),
    }


def test_the_duty_is_done_and_the_reminders_stop(laura, denuncia, indirizzo, detto, ora):
    answer = laura.post(indirizzo, detto, follow=True)
    assert "i promemoria si fermano qui" in text(answer)
    assert "Denuncia: inviata" in text(answer)
    denuncia.refresh_from_db()
    assert (denuncia.stato, denuncia.done_at) == ("inviato", ora("2026-03-12 09:45"))
    assert denuncia.prossimo_promemoria_at is None


def test_two_presses_are_one_dispatch(laura, indirizzo, detto):
    assert [laura.post(indirizzo, detto).status_code for _ in range(2)] == [302, 302]
    assert Invio.objects.count() == 1


def test_the_receipt_stays_in_the_file_of_the_case(laura, denuncia, indirizzo, detto):
    receipt = SimpleUploadedFile("ricevuta <b>.png", picture(), content_type="image/png")
    answer = laura.post(indirizzo, detto | {"ricevuta": receipt}, follow=True)
    assert "Ricevuta: Denuncia di infortunio" in text(answer)
    document = denuncia.caso.documenti.get()
    download = laura.get(f"/denunce/documenti/{document.pk}/scarica/")
    assert download["Content-Type"] == "image/png"
    assert download["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_recorded(
    laura, indirizzo, detto
):
    fake = SimpleUploadedFile("ricevuta.pdf", b"<script>alert(1)</script>")
    page = laura.post(indirizzo, detto | {"ricevuta": fake})
    assert page.status_code == 200
    assert 'href="#id_ricevuta"' in text(page)
    assert not Invio.objects.exists()


def test_late_wants_a_reason(personas, entra, denuncia, indirizzo, detto, a_tempo_fermo, ora):
    a_tempo_fermo.move_to(ora("2026-03-16 09:00"))
    client = entra(personas.segreteria)
    late = detto | {"sent_at_giorno": "2026-03-15"}
    assert "scrivi in breve perché" in text(client.post(indirizzo, late))
    answer = client.post(indirizzo, late | {"motivo_ritardo": "SIDI fermo"}, follow=True)
    assert "dopo il termine" in text(answer)
    assert "SIDI fermo" in text(answer)


def test_in_time_nobody_is_asked_for_a_reason(laura, indirizzo):
    assert "motivo_ritardo" not in text(laura.get(indirizzo))


@pytest.mark.parametrize(
    "changes",
    [
        {"canale": ""},
        {"canale": "piccione"},
        {"sent_at_giorno": "2026-03-13"},
        {"sent_at_ora": ""},
        {"numero_inail": "x" * 31},
        {"sent_at_giorno": "2026-03-09"},
    ],
)
def test_bad_input_records_nothing(laura, indirizzo, detto, changes):
    assert laura.post(indirizzo, detto | changes).status_code == 200
    assert not Invio.objects.exists()


def test_the_duty_of_another_school_does_not_exist(ugo, indirizzo, detto):
    nobody = f"/denunce/adempimenti/{uuid4()}/invio/"
    for method in (ugo.get, ugo.post):
        other = method(indirizzo, detto)
        assert (other.status_code, other.content) == (404, method(nobody, detto).content)
    assert not Invio.objects.exists()


def test_what_the_doctor_owes_cannot_be_recorded_as_ours(laura, apri, detto, ora):
    caso = apri(prima_assistenza_at=ora("2026-03-10 11:00"))
    duty = Adempimento.objects.get(caso=caso, obbligato="medico")
    assert laura.post(f"/denunce/adempimenti/{duty.pk}/invio/", detto).status_code == 403


def test_wrong_methods_are_405(laura, indirizzo):
    assert laura.put(indirizzo).status_code == 405


# --- late ---------------------------------------------------------------------------------------


def test_a_term_that_has_passed_says_what_to_do_and_what_is_risked(
    entra, personas, denuncia, a_tempo_fermo, ora
):
    a_tempo_fermo.move_to(ora("2026-03-17 09:00"))
    page = text(entra(personas.segreteria).get(f"/denunce/casi/{denuncia.caso_id}/"))
    for words in (
        "Scaduto da 2 giorni: invialo comunque",
        "una sanzione da 1.290,00 € a 7.745,00 €",
        "L. 296/2006, art. 1 c. 1177",
    ):
        assert words in page, words


def test_in_time_nobody_is_threatened(laura, denuncia):
    assert "sanzione" not in text(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
