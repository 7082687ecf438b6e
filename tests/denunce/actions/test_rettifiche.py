"""After a dispatch: rectified, proved later, taken back; and which doubtful reading is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch, record_outcome
from denunce.actions.letture import FOLLOWED, choose_reading, readings_of
from denunce.actions.rettifiche import attach_receipt, rectify_dispatch, undo_dispatch
from denunce.models import Caso
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from tests.denunce.actions.test_dispatch import PNG


@pytest.fixture
def denuncia(caso, riferimenti, certifica, adempimenti):
    """Due on Saturday night."""
    certifica(caso, riferimenti)
    return adempimenti(caso)["denuncia"]


@pytest.fixture
def dati(adesso):
    """Sent an hour ago through SIDI."""
    return DatiInvio(canale="sidi", sent_at=adesso - timedelta(hours=1))


@pytest.fixture
def invio(denuncia, dati, laura, adesso):
    """The dispatch of the denuncia."""
    return record_dispatch(denuncia, dati, request_key=uuid4(), by=laura, now=adesso)


@pytest.fixture
def rettifica(laura, adesso, dati):
    """Rectify a dispatch through the action."""

    def rectified(invio, **other):
        values = {"request_key": uuid4(), "by": laura, "now": adesso + timedelta(minutes=1)}
        return rectify_dispatch(invio, replace(dati, sent_at=adesso), **(values | other))

    return rectified


# --- rectified ----------------------------------------------------------------------------------


def test_a_rectification_names_the_dispatch_it_corrects(denuncia, invio, rettifica):
    new = rettifica(invio)
    denuncia.refresh_from_db()
    assert (new.rettifica, new.stato) == (invio, "inviato")
    assert (denuncia.stato, denuncia.done_at) == ("rettificato", invio.sent_at)


def test_two_presses_are_one_rectification(denuncia, invio, rettifica):
    key = uuid4()
    assert rettifica(invio, request_key=key) == rettifica(invio, request_key=key)
    assert denuncia.invii.count() == 2


def test_a_rectification_does_not_precede_what_it_corrects(invio, laura, adesso, dati):
    early = replace(dati, sent_at=dati.sent_at - timedelta(minutes=1))
    with pytest.raises(ActionError) as refusal:
        rectify_dispatch(invio, early, request_key=uuid4(), by=laura, now=adesso)
    assert refusal.value.field == "sent_at"


def test_only_the_last_dispatch_is_rectified(invio, rettifica):
    rettifica(invio)
    with pytest.raises(ActionError, match="ce n’è un altro"):
        rettifica(invio)


def test_the_answer_to_a_rectification(denuncia, invio, rettifica, laura, adesso):
    new = rettifica(invio)
    denuncia.refresh_from_db()
    later = adesso + timedelta(hours=1)
    record_outcome(denuncia, accepted=True, by=laura, now=later)
    denuncia.refresh_from_db()
    new.refresh_from_db()
    assert (denuncia.stato, new.stato) == ("rettificato", "accettato")


def test_a_refused_rectification_opens_the_duty_again(denuncia, invio, rettifica, laura, adesso):
    rettifica(invio)
    denuncia.refresh_from_db()
    record_outcome(
        denuncia, accepted=False, motivo="dati errati", by=laura, now=adesso + timedelta(hours=1)
    )
    denuncia.refresh_from_db()
    assert denuncia.stato == "respinto"
    assert denuncia.prossimo_promemoria_at is not None


def test_an_answer_has_its_day_and_reason(denuncia, invio, laura, adesso):
    when = adesso - timedelta(minutes=10)
    record_outcome(
        denuncia, accepted=False, esito_at=when, motivo=" manca il CF ", by=laura, now=adesso
    )
    invio.refresh_from_db()
    assert (invio.esito_at, invio.esito_motivo) == (when, "manca il CF")


@pytest.mark.parametrize("minutes", [-61, 1])
def test_an_answer_comes_after_the_dispatch_and_not_after_now(
    denuncia, invio, laura, adesso, minutes
):
    with pytest.raises(ActionError) as refusal:
        record_outcome(
            denuncia,
            accepted=True,
            esito_at=adesso + timedelta(minutes=minutes),
            by=laura,
            now=adesso,
        )
    assert refusal.value.field == "esito_at"


# --- proved later -------------------------------------------------------------------------------


def test_the_receipt_arrives_later_and_once(invio, laura, adesso):
    held = attach_receipt(invio, PNG, "ricevuta.png", by=laura, now=adesso)
    assert held.ricevuta.titolo == "Ricevuta: Denuncia di infortunio"
    with pytest.raises(ActionError, match="c’è già"):
        attach_receipt(invio, PNG, "ricevuta.png", by=laura, now=adesso)


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90\x00"])
def test_a_receipt_that_is_no_document_is_refused(invio, laura, adesso, content):
    with pytest.raises(ActionError) as refusal:
        attach_receipt(invio, content, "ricevuta.pdf", by=laura, now=adesso)
    assert refusal.value.field == "ricevuta"


# --- taken back ---------------------------------------------------------------------------------


def test_a_dispatch_recorded_by_mistake_opens_the_duty_again(denuncia, invio, laura, adesso):
    undone = undo_dispatch(invio, motivo=" era un altro caso ", by=laura, now=adesso)
    denuncia.refresh_from_db()
    assert (undone.stato, undone.esito_motivo) == ("fallito", "era un altro caso")
    assert (denuncia.stato, denuncia.done_at, denuncia.done_by) == ("da_fare", None, None)
    assert denuncia.prossimo_promemoria_at is not None
    assert AuditEvent.objects.filter(code="invio.annullato", target_id=invio.pk).count() == 1


def test_what_it_had_absorbed_is_due_again(
    caso, due_giorni, riferimenti, certifica, adempimenti, dati, laura, adesso, ora
):
    certifica(caso, replace(due_giorni, received_at=ora("2026-03-11 09:00")))
    longer = replace(riferimenti, numero="A00000000009", tipo="continuativo")
    certifica(caso, longer)
    duty = adempimenti(caso)["denuncia"]
    sent = record_dispatch(duty, dati, request_key=uuid4(), by=laura, now=adesso)
    assert "comunicazione" not in adempimenti(caso)
    undo_dispatch(sent, motivo="mai inviata", by=laura, now=adesso)
    assert adempimenti(caso)["comunicazione"].stato == "da_fare"


def test_taking_back_a_rectification_leaves_the_first_dispatch(
    denuncia, invio, rettifica, laura, adesso
):
    new = rettifica(invio)
    with pytest.raises(ActionError, match="ce n’è un altro"):
        undo_dispatch(invio, motivo="errore", by=laura, now=adesso)
    undo_dispatch(new, motivo="errore", by=laura, now=adesso + timedelta(hours=1))
    denuncia.refresh_from_db()
    assert (denuncia.stato, denuncia.done_at) == ("inviato", invio.sent_at)


def test_taking_back_the_second_of_two_rectifications(denuncia, invio, rettifica, laura, adesso):
    first = rettifica(invio)
    later = adesso + timedelta(hours=1)
    second = rettifica(first, now=later)
    undo_dispatch(second, motivo="errore", by=laura, now=later)
    denuncia.refresh_from_db()
    assert denuncia.stato == "rettificato"


def test_an_accepted_dispatch_stays_accepted_under_a_rectification_taken_back(
    denuncia, invio, rettifica, laura, adesso
):
    record_outcome(denuncia, accepted=True, by=laura, now=adesso)
    invio.refresh_from_db()
    undo_dispatch(rettifica(invio), motivo="errore", by=laura, now=adesso + timedelta(hours=1))
    denuncia.refresh_from_db()
    assert denuncia.stato == "accettato"


@pytest.mark.parametrize("motivo", ["", "  "])
def test_nothing_is_taken_back_without_a_reason(invio, laura, adesso, motivo):
    with pytest.raises(ActionError) as refusal:
        undo_dispatch(invio, motivo=motivo, by=laura, now=adesso)
    assert refusal.value.field == "motivo"


def test_twice_is_once(invio, laura, adesso):
    undo_dispatch(invio, motivo="errore", by=laura, now=adesso)
    with pytest.raises(ActionError, match="Da fare"):
        undo_dispatch(invio, motivo="errore", by=laura, now=adesso)


def test_a_closed_case_gives_nothing_back(invio, laura, adesso):
    values = {"stato": "chiuso", "chiuso_at": adesso, "chiuso_by": laura.user}
    Caso.objects.update(**values)
    with pytest.raises(PermissionDenied, match="riaprilo"):
        undo_dispatch(invio, motivo="errore", by=laura, now=adesso)


# --- late ---------------------------------------------------------------------------------------


def test_a_late_dispatch_wants_its_reason(denuncia, dati, laura, ora):
    late = ora("2026-03-17 09:00")
    with pytest.raises(ActionError) as refusal:
        record_dispatch(
            denuncia, replace(dati, sent_at=late), request_key=uuid4(), by=laura, now=late
        )
    assert refusal.value.field == "motivo_ritardo"


# --- readings -----------------------------------------------------------------------------------


@pytest.fixture
def dubbia(caso, due_giorni, certifica, adempimenti):
    """A comunicazione, whose 48 hours are read in more ways."""
    certifica(caso, due_giorni)
    return adempimenti(caso)["comunicazione"]


def test_the_choice_is_recorded_with_who_and_when_and_moves_nothing(dubbia, laura, adesso):
    held = choose_reading(dubbia, "due_giorni", by=laura, now=adesso)
    assert (held.lettura_scelta, held.lettura_scelta_at) == ("due_giorni", adesso)
    assert held.lettura_scelta_by == laura.user
    assert held.termine_at == dubbia.termine_at
    assert held.prossimo_promemoria_at == dubbia.prossimo_promemoria_at


def test_it_can_be_chosen_again_and_twice_the_same_is_once(dubbia, laura, adesso):
    choose_reading(dubbia, "due_giorni", by=laura, now=adesso)
    choose_reading(dubbia, "due_giorni", by=laura, now=adesso)
    choose_reading(dubbia, FOLLOWED, by=laura, now=adesso)
    dubbia.refresh_from_db()
    assert dubbia.lettura_scelta == FOLLOWED
    chosen = AuditEvent.objects.filter(code="adempimento.lettura", target_id=dubbia.pk)
    assert sorted(event.data["lettura"] for event in chosen) == ["due_giorni", FOLLOWED]


@pytest.mark.parametrize("lettura", ["", "a_piacere"])
def test_only_what_is_shown_can_be_chosen(dubbia, laura, adesso, lettura):
    with pytest.raises(ActionError, match="letture mostrate"):
        choose_reading(dubbia, lettura, by=laura, now=adesso)


def test_without_doubts_there_is_nothing_to_choose(denuncia, laura, adesso):
    assert readings_of(denuncia) == ()
    with pytest.raises(ActionError):
        choose_reading(denuncia, FOLLOWED, by=laura, now=adesso)


def test_what_is_done_keeps_its_reading(dubbia, dati, laura, adesso):
    record_dispatch(dubbia, dati, request_key=uuid4(), by=laura, now=adesso)
    with pytest.raises(ActionError, match="non è più da fare"):
        choose_reading(dubbia, "due_giorni", by=laura, now=adesso)
