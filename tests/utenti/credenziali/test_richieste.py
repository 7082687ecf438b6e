"""The draft of a request: begun once, saved as it is, never over somebody else's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.base.audit import AuditEvent
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from tests.utenti.credenziali.scena import PERSONA, decided, scope, sent
from utenti.credenziali.actions.richieste import save_message, save_step, start_richiesta
from utenti.credenziali.models import RichiestaAbilitazione

pytestmark = pytest.mark.django_db


def save(richiesta, passo, values, adesso, expected=None):
    by = scope(richiesta.richiedente, adesso)
    version = expected or richiesta.version
    return save_step(richiesta, passo, values, expected=version, by=by, now=adesso)


def test_a_draft_begins_with_what_the_account_knows(mario, adesso):
    mario.set_codice_fiscale("slo mra 70e04 f205i", now=adesso)
    mario.save()
    by = scope(mario, adesso)
    started = start_richiesta("medico_esterno", by=by, now=adesso)
    found = RichiestaAbilitazione.objects.get(pk=started.pk)
    assert (found.cognome, found.nome, found.email) == ("Solo", "Mario", mario.email)
    assert (found.codice_fiscale, found.sesso, found.nato_a) == ("SLOMRA70E04F205I", "M", "Milano")
    assert found.codice_fiscale_index == RichiestaAbilitazione.index_of(
        "codice_fiscale", "SLOMRA70E04F205I"
    )
    assert found.nome_ricerca == "solo mario"


def test_an_account_whose_code_says_no_birth_gives_the_code_alone(mario, adesso):
    mario.set_codice_fiscale("ZZZZZZ99Z99Z999Z", now=adesso)
    mario.save()
    started = start_richiesta("presidio", by=scope(mario, adesso), now=adesso)
    assert (started.codice_fiscale, started.nato_on) == ("ZZZZZZ99Z99Z999Z", None)


def test_one_open_request_for_each_profile(bozza, mario, adesso):
    by = scope(mario, adesso)
    again = start_richiesta("medico_esterno", by=by, now=adesso + timedelta(hours=1))
    other = start_richiesta("presidio", by=by, now=adesso)
    assert again.pk == bozza.pk
    assert other.pk != bozza.pk
    with pytest.raises(ActionError, match="Scegli il profilo"):
        start_richiesta("capo", by=by, now=adesso)


def test_a_step_keeps_half_filled_and_wrong_words_and_nothing_else(bozza, adesso):
    words = {"cognome": "Solò", "codice_fiscale": "SLO", "stato": "approvata", "decided_by": "x"}
    saved = save(bozza, "persona", words, adesso)
    found = RichiestaAbilitazione.objects.get(pk=bozza.pk)
    assert (found.cognome, found.codice_fiscale, found.stato) == ("Solò", "SLO", "bozza")
    assert found.nome_ricerca == "solo mario"
    assert saved.version == bozza.version + 1
    assert found.saved_at == adesso
    assert AuditEvent.objects.filter(code="richiesta.salvata").get().data == {"passo": "persona"}


def test_saving_what_is_there_changes_nothing_even_from_an_old_page(bozza, adesso):
    save(bozza, "persona", PERSONA, adesso)
    again = save(bozza, "persona", PERSONA, adesso, expected=1)
    assert again.version == 2
    assert AuditEvent.objects.filter(code="richiesta.salvata").count() == 1


def test_of_two_tabs_the_second_is_told(bozza, adesso):
    save(bozza, "persona", {"nome": "Marco"}, adesso)
    with pytest.raises(VersionConflict, match="un’altra scheda"):
        save(bozza, "persona", {"nome": "Mauro"}, adesso, expected=1)
    assert RichiestaAbilitazione.objects.get().nome == "Marco"


def test_a_message_keeps_only_what_was_changed(bozza, mario, adesso):
    by = scope(mario, adesso)
    told = {"testo": "Altro testo", "indirizzo_risposte": mario.email, "cap": ""}
    saved = save_message(bozza, told, expected=1, by=by, now=adesso)
    assert saved.messaggio_dati == '{"testo": "Altro testo"}'
    same = save_message(saved, told, expected=1, by=by, now=adesso)
    assert same.version == 2


def test_nobody_else_writes_and_nobody_writes_what_was_sent(bozza, mario, personas, adesso):
    with pytest.raises(PermissionDenied, match="un’altra persona"):
        save_step(
            bozza, "persona", {}, expected=1, by=scope(personas.segreteria, adesso), now=adesso
        )
    gone = sent(mario, adesso)
    with pytest.raises(PermissionDenied, match="già inviata"):
        save(gone, "persona", {"nome": "X"}, adesso)
    ended = decided(gone, "approvata", personas.segreteria, adesso)
    with pytest.raises(PermissionDenied, match="conclusa"):
        save(ended, "persona", {"nome": "X"}, adesso)


def test_a_refused_request_lends_its_data_not_its_files(mario, personas, adesso):
    refused = decided(sent(mario, adesso), "rifiutata", personas.segreteria, adesso)
    by = scope(mario, adesso)
    second = start_richiesta("medico_esterno", by=by, now=adesso, da=refused)
    assert second.pk != refused.pk
    found = RichiestaAbilitazione.objects.get(pk=second.pk)
    assert (found.codice_fiscale, found.residenza) == (refused.codice_fiscale, refused.residenza)
    assert found.documento_index == refused.documento_index
    assert (found.stato, found.canale, found.submitted_at) == ("bozza", "", None)
    assert not found.allegati.exists()
    event = AuditEvent.objects.filter(code="richiesta.iniziata", target_id=second.pk).get()
    assert event.data["da"] == refused.codice


def test_only_a_refused_or_withdrawn_request_lends_its_data(bozza, mario, personas, adesso):
    with pytest.raises(PermissionDenied, match="Si ricomincia solo"):
        start_richiesta("presidio", by=scope(mario, adesso), now=adesso, da=bozza)
    with pytest.raises(PermissionDenied, match="un’altra persona"):
        start_richiesta("presidio", by=scope(personas.segreteria, adesso), now=adesso, da=bozza)
