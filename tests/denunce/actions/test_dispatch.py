"""Recording what was sent elsewhere: the duty is done, its reminders stop, the proof is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch, record_outcome
from denunce.models import Caso, Documento, Invio
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from portal.base.files import StoredFile, read
from tests.factories import ModuloFactory

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa75\x81\x84"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def denuncia(caso, riferimenti, certifica, adempimenti):
    """The denuncia that Luca's certificate made due on Saturday night."""
    certifica(caso, riferimenti)
    return adempimenti(caso)["denuncia"]


@pytest.fixture
def invio(adesso):
    """Sent now through SIDI."""
    return DatiInvio(canale="sidi", sent_at=adesso)


@pytest.fixture
def invia(laura, adesso):
    """Record a dispatch through the action."""

    def sent(duty, data, **other):
        values = {"request_key": uuid4(), "by": laura, "now": adesso}
        return record_dispatch(duty, data, **(values | other))

    return sent


def test_a_dispatch_makes_the_duty_done(denuncia, invio, invia, laura, adesso):
    row = invia(denuncia, replace(invio, numero_inail=" 123456 "))
    denuncia.refresh_from_db()
    assert (denuncia.stato, denuncia.done_at, denuncia.done_by) == ("inviato", adesso, laura.user)
    assert (row.stato, row.numero_inail, row.recorded_by) == ("inviato", "123456", laura.user)


def test_reminders_stop_with_the_dispatch(denuncia, invio, invia):
    assert denuncia.prossimo_promemoria_at is not None
    invia(denuncia, invio)
    denuncia.refresh_from_db()
    assert denuncia.prossimo_promemoria_at is None


def test_the_dispatch_is_audited_with_codes_only(denuncia, invio, invia):
    row = invia(denuncia, invio)
    event = AuditEvent.objects.get(code="invio.registrato")
    assert event.target_id == row.pk
    assert event.data == {"tipo": "denuncia", "caso": str(denuncia.caso_id), "canale": "sidi"}


def test_the_same_request_twice_is_one_dispatch(denuncia, invio, invia):
    key = uuid4()
    assert invia(denuncia, invio, request_key=key) == invia(denuncia, invio, request_key=key)
    assert Invio.objects.count() == 1


def test_a_duty_is_sent_once(denuncia, invio, invia):
    invia(denuncia, invio)
    with pytest.raises(ActionError, match="Inviato"):
        invia(denuncia, invio)


def test_a_late_dispatch_keeps_its_reason(denuncia, invio, invia, ora):
    late = ora("2026-03-17 09:00")
    data = replace(invio, sent_at=late, motivo_ritardo=" SIDI non funzionava ")
    invia(denuncia, data, now=late)
    denuncia.refresh_from_db()
    assert denuncia.motivo_ritardo == "SIDI non funzionava"
    assert denuncia.done_at > denuncia.termine_at


@pytest.mark.parametrize("minutes", [1, -60 * 72])
def test_it_was_sent_after_the_event_and_not_after_now(denuncia, invio, invia, adesso, minutes):
    with pytest.raises(ActionError) as refusal:
        invia(denuncia, replace(invio, sent_at=adesso + timedelta(minutes=minutes)))
    assert refusal.value.field == "sent_at"
    assert not Invio.objects.exists()


def test_the_receipt_is_a_document_of_the_case(denuncia, invio, invia):
    row = invia(denuncia, replace(invio, ricevuta=PNG, ricevuta_nome="ricevuta.png"))
    assert (row.ricevuta.caso_id, row.ricevuta.stato) == (denuncia.caso_id, "pronto")
    assert read(row.ricevuta.file).startswith(b"\x89PNG")


def test_a_receipt_that_is_no_document_is_refused_on_its_field(denuncia, invio, invia):
    with pytest.raises(ActionError) as refusal:
        invia(denuncia, replace(invio, ricevuta=b"<script>", ricevuta_nome="ricevuta.pdf"))
    assert refusal.value.field == "ricevuta"
    assert not StoredFile.objects.exists()
    assert not Documento.objects.exists()
    denuncia.refresh_from_db()
    assert denuncia.stato == "da_fare"


def test_the_definitive_form_goes_with_the_dispatch(denuncia, invio, invia, adesso, laura):
    ModuloFactory(caso=denuncia.caso, adempimento=denuncia)
    final = ModuloFactory(
        caso=denuncia.caso,
        adempimento=denuncia,
        stato="definitivo",
        dati_sha256="0" * 64,
        definitivo_at=adesso,
        definitivo_by=laura.user,
    )
    assert invia(denuncia, invio).modulo == final


# --- what came back -----------------------------------------------------------------------------


def test_a_positive_outcome_closes_the_matter(denuncia, invio, invia, laura, adesso):
    row = invia(denuncia, invio)
    accepted = record_outcome(denuncia, accepted=True, by=laura, now=adesso, numero_inail="2026-77")
    row.refresh_from_db()
    assert accepted.stato == "accettato"
    assert (row.stato, row.numero_inail) == ("accettato", "2026-77")


def test_a_positive_outcome_keeps_the_number_known_before(denuncia, invio, invia, laura, adesso):
    row = invia(denuncia, replace(invio, numero_inail="2026-77"))
    record_outcome(denuncia, accepted=True, by=laura, now=adesso)
    row.refresh_from_db()
    assert row.numero_inail == "2026-77"


def test_a_negative_outcome_opens_the_duty_again_with_its_reminders(
    denuncia, invio, invia, laura, adesso
):
    row = invia(denuncia, invio)
    rejected = record_outcome(denuncia, accepted=False, by=laura, now=adesso)
    row.refresh_from_db()
    assert (rejected.stato, row.stato) == ("respinto", "fallito")
    assert rejected.is_open
    assert rejected.prossimo_promemoria_at is not None


def test_a_rejected_duty_is_sent_again(denuncia, invio, invia, laura, adesso):
    invia(denuncia, invio)
    record_outcome(denuncia, accepted=False, by=laura, now=adesso)
    invia(denuncia, invio)
    denuncia.refresh_from_db()
    assert denuncia.stato == "inviato"
    assert denuncia.invii.count() == 2


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_not_sent_has_no_outcome(denuncia, laura, adesso, accepted):
    with pytest.raises(ActionError):
        record_outcome(denuncia, accepted=accepted, by=laura, now=adesso)


def test_an_outcome_needs_a_dispatch_that_waits_for_it(denuncia, invio, invia, laura, adesso):
    invia(denuncia, invio)
    Invio.objects.update(stato="consegnato")
    with pytest.raises(ActionError, match="in attesa di esito"):
        record_outcome(denuncia, accepted=True, by=laura, now=adesso)


@pytest.fixture
def closed_meanwhile(denuncia, laura, adesso):
    """Somebody else closes the case after the page with the duty was read."""

    def close():
        values = {"stato": "chiuso", "chiuso_at": adesso, "chiuso_by": laura.user}
        Caso.objects.filter(pk=denuncia.caso_id).update(**values)

    return close


def test_a_duty_read_before_the_closing_is_not_sent(denuncia, invio, invia, closed_meanwhile):
    assert denuncia.caso.stato == "aperto"
    closed_meanwhile()
    with pytest.raises(PermissionDenied, match="riaprilo"):
        invia(denuncia, invio)
    assert not Invio.objects.exists()


def test_an_answer_read_before_the_closing_opens_no_duty(
    denuncia, invio, invia, closed_meanwhile, laura, adesso
):
    invia(denuncia, invio)
    denuncia.refresh_from_db()
    assert denuncia.caso.stato == "aperto"
    closed_meanwhile()
    with pytest.raises(PermissionDenied, match="riaprilo"):
        record_outcome(denuncia, accepted=False, by=laura, now=adesso)
    denuncia.refresh_from_db()
    assert denuncia.stato == "inviato"
