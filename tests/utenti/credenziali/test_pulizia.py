"""The files of a request go on their day, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.base.audit import AuditEvent
from portal.base.background import _jobs
from portal.base.files.models import StoredFile
from portal.base.files.uploads import store_upload
from tests.utenti.credenziali.scena import decided, pdf, png, ready, scope, sent
from utenti.credenziali.actions import pulizia
from utenti.credenziali.actions.allegati import attach
from utenti.credenziali.actions.domande import request_print
from utenti.credenziali.actions.invio import withdraw
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.actions.pulizia import delete_due, sweep_documents
from utenti.credenziali.models import Domanda, RichiestaAbilitazione

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def living():
    return StoredFile.objects.filter(deleted_at=None).count()


def page(browser, richiesta):
    return browser.get(f"/credenziali/richieste/{richiesta.pk}/").content.decode()


def test_after_a_withdrawal_the_files_go_on_the_day_that_was_said(browser, mario, adesso):
    gone = sent(mario, adesso)
    assert "30 giorni dopo la decisione" in page(browser, gone)
    back = withdraw(gone, expected=gone.version, by=scope(mario, adesso), now=adesso)
    assert "saranno cancellati sabato 11 aprile 2026." in page(browser, back)
    assert delete_due(adesso + 29 * DAY) == 0
    assert living() == 3
    assert delete_due(adesso + 30 * DAY) == 1
    assert living() == 0
    assert delete_due(adesso + 31 * DAY) == 0
    event = AuditEvent.objects.get(code="richiesta.documenti_cancellati")
    assert (event.actor_id, event.data) == (None, {"codice": gone.codice, "file": 3})
    said = page(browser, back)
    assert "sono stati cancellati sabato 11 aprile 2026." in said
    assert "Anteprima" not in said


def test_after_a_decision_too_even_if_nobody_wrote_the_day(mario, personas, adesso):
    decided(sent(mario, adesso), "approvata", personas.segreteria, adesso)
    assert delete_due(adesso + 29 * DAY) == 0
    assert delete_due(adesso + 30 * DAY) == 1


def test_an_abandoned_draft_loses_its_files_and_goes_on(browser, pronta, mario, adesso):
    assert "Se non la continui" in page(browser, pronta)
    assert delete_due(adesso + 89 * DAY) == 0
    later = adesso + 90 * DAY
    assert delete_due(later) == 1
    found = RichiestaAbilitazione.objects.get()
    assert (found.stato, found.cognome) == ("bozza", "Solo")
    attach(found, Upload(png(7), "f.png"), "altro", by=scope(mario, later), now=later)
    found.refresh_from_db()
    assert found.documenti_cancellati_at is None
    assert living() == 1
    assert delete_due(later + DAY) == 0


def test_what_waits_for_a_reviewer_keeps_its_files(mario, adesso):
    sent(mario, adesso)
    assert delete_due(adesso + 400 * DAY) == 0
    assert living() == 3


def test_the_printed_application_goes_with_the_rest(mario, adesso):
    by = scope(mario, adesso)
    draft = ready(mario, adesso)
    asked = request_print(draft, by=by, now=adesso)
    printed = store_upload(pdf(), "domanda.pdf", None, "file", mario, adesso)
    Domanda.objects.filter(pk=asked.pk).update(stato="pronta", file=printed, ready_at=adesso)
    withdraw(draft, expected=draft.version, by=by, now=adesso)
    assert delete_due(adesso + 30 * DAY) == 1
    assert living() == 0
    assert not Domanda.objects.exists()


def test_who_comes_back_in_the_last_moment_keeps_the_files(pronta, adesso, monkeypatch):
    due = pulizia._due

    def saved_meanwhile(now):
        rows = due(now)
        found = list(rows.order_by("pk"))
        RichiestaAbilitazione.objects.filter(pk__in=[row.pk for row in found]).update(saved_at=now)
        return rows

    stale = [pronta]
    monkeypatch.setattr(pulizia, "_due", saved_meanwhile)
    assert sum(pulizia._delete(row, adesso + 90 * DAY) for row in stale) == 0
    assert living() == 3


def test_the_job_is_registered_and_looks_once_an_hour(pronta, adesso):
    assert _jobs["documenti"] is sweep_documents
    sweep_documents(adesso + 90 * DAY - timedelta(minutes=30))
    sweep_documents(adesso + 90 * DAY)
    assert living() == 3
    sweep_documents(adesso + 90 * DAY + timedelta(minutes=31))
    assert living() == 0
