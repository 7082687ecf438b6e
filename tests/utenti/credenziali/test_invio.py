"""Sending a request once, answering a question, taking it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from tests.utenti.credenziali.scena import decided, filled, ready, scope, sent
from utenti.credenziali.actions.allegati import remove
from utenti.credenziali.actions.invio import submit, withdraw
from utenti.credenziali.models import Messaggio, RichiestaAbilitazione

pytestmark = pytest.mark.django_db


def press(richiesta, adesso, livello="generico"):
    by = scope(richiesta.richiedente, adesso, livello)
    return submit(richiesta, expected=richiesta.version, by=by, now=adesso)


def test_sending_takes_the_level_and_the_channel_of_that_moment(pronta, adesso):
    gone = press(pronta, adesso)
    assert (gone.stato, gone.livello, gone.canale) == (
        "inviata",
        "generico",
        "credenziali_dispositive",
    )
    assert (gone.submitted_at, gone.queued_at) == (adesso, adesso)
    assert not Messaggio.objects.exists()
    event = AuditEvent.objects.get(code="richiesta.inviata")
    assert event.data["canale"] == "credenziali_dispositive"


def test_through_inailrisponde_a_message_goes_with_it(pronta, adesso):
    gone = press(pronta, adesso, "spid2")
    message = Messaggio.objects.get(richiesta=gone)
    assert (gone.canale, message.mittente_id) == ("inail_risponde", gone.richiedente_id)
    assert message.testo.startswith("Richiesta abilitazione ai servizi telematici Medici Esterni.")


def test_two_presses_send_once(pronta, adesso):
    first = press(pronta, adesso, "cns")
    second = press(pronta, adesso + timedelta(minutes=1), "cns")
    assert (second.submitted_at, second.version) == (first.submitted_at, first.version)
    assert AuditEvent.objects.filter(code="richiesta.inviata").count() == 1
    assert Messaggio.objects.count() == 1


def test_a_request_with_gaps_is_not_sent(bozza, pronta, adesso, personas):
    with pytest.raises(ActionError) as refused:
        press(filled(bozza, adesso, documento_scade_on=date(2026, 3, 1)), adesso)
    assert "scaduto" in refused.value.message
    assert refused.value.field == "documento_scade_on"
    assert RichiestaAbilitazione.objects.get(pk=bozza.pk).stato == "bozza"


def test_a_request_without_its_files_is_not_sent(pronta, adesso):
    remove(
        pronta.allegati.get(tipo="documento_retro"),
        by=scope(pronta.richiedente, adesso),
        now=adesso,
    )
    with pytest.raises(ActionError, match="retro: Manca il file"):
        press(pronta, adesso)


def test_what_another_tab_changed_is_not_sent_unread(pronta, adesso):
    by = scope(pronta.richiedente, adesso)
    with pytest.raises(VersionConflict):
        submit(pronta, expected=pronta.version - 1, by=by, now=adesso)


def test_nobody_sends_for_somebody_else_nor_what_has_ended(pronta, personas, adesso):
    stranger = scope(personas.segreteria, adesso)
    with pytest.raises(PermissionDenied):
        submit(pronta, expected=pronta.version, by=stranger, now=adesso)
    ended = decided(press(pronta, adesso), "rifiutata", personas.segreteria, adesso)
    with pytest.raises(PermissionDenied, match="conclusa"):
        press(ended, adesso)


def test_an_answer_to_a_question_keeps_the_place_in_the_queue(pronta, adesso):
    gone = press(pronta, adesso, "cns")
    RichiestaAbilitazione.objects.filter(pk=gone.pk).update(stato="integrazione_chiesta")
    asked = RichiestaAbilitazione.objects.get(pk=gone.pk)
    later = adesso + timedelta(days=3)
    back = press(asked, later, "generico")
    assert (back.stato, back.queued_at, back.submitted_at) == ("inviata", adesso, adesso)
    assert (back.livello, back.canale) == ("cns", "inail_risponde")
    assert Messaggio.objects.count() == 1
    assert AuditEvent.objects.filter(code="richiesta.integrata").count() == 1


# --- taking it back ---------------------------------------------------------------------------


def take_back(richiesta, adesso, expected=None):
    by = scope(richiesta.richiedente, adesso)
    return withdraw(richiesta, expected=expected or richiesta.version, by=by, now=adesso)


def test_a_withdrawn_request_says_when_its_files_go(pronta, adesso):
    back = take_back(press(pronta, adesso), adesso)
    assert (back.stato, back.documenti_fino_al) == ("ritirata", date(2026, 4, 11))
    assert take_back(back, adesso, expected=1).version == back.version
    assert AuditEvent.objects.filter(code="richiesta.ritirata").count() == 1


def test_it_can_be_withdrawn_while_somebody_looks_at_it(pronta, personas, adesso):
    gone = press(pronta, adesso)
    RichiestaAbilitazione.objects.filter(pk=gone.pk).update(
        stato="in_esame", claimed_by=personas.segreteria, claimed_until=adesso
    )
    back = take_back(gone, adesso)
    assert (back.stato, back.claimed_by_id, back.claimed_until) == ("ritirata", None, None)


def test_what_is_decided_or_was_changed_is_not_withdrawn(mario, personas, adesso):
    gone = sent(mario, adesso)
    with pytest.raises(VersionConflict, match="cambiata nel frattempo"):
        take_back(gone, adesso, expected=1)
    approved = decided(gone, "approvata", personas.segreteria, adesso)
    with pytest.raises(PermissionDenied, match="conclusa"):
        take_back(approved, adesso)
    with pytest.raises(PermissionDenied, match="un’altra persona"):
        withdraw(
            ready(mario, adesso), expected=1, by=scope(personas.segreteria, adesso), now=adesso
        )
