"""The letter: in the language of who asked, to the PEC or the e-mail, and nothing too much."""

from __future__ import annotations

import pytest

from portal.base.outbox import Refused
from portal.base.outbox.models import OutboxMessage
from tests.factories import credenziali
from utenti.credenziali import motivi
from utenti.credenziali.actions.esame import Approvazione, Motivazione, approve, ask, refuse
from utenti.credenziali.choices import Esito, Lingua
from utenti.credenziali.handlers_revisione import send_decision
from utenti.credenziali.lettera import compose, lettera_di

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What is handed to the mail server."""
    mails = []
    monkeypatch.setattr(
        "portal.base.mail.send",
        lambda message_id, subject, text, html, to: mails.append((message_id, subject, text, to)),
    )
    return mails


@pytest.mark.parametrize("lingua", Lingua.values)
@pytest.mark.parametrize("code", sorted(motivi.MOTIVI))
def test_every_reason_speaks_every_language(code, lingua):
    (sentence,) = motivi.sentences([code], lingua)
    assert sentence.endswith(".")
    assert len(set(motivi.MOTIVI[code].testi.values())) == len(Lingua.values)


@pytest.mark.parametrize(
    ("lingua", "fields"),
    [
        ("it", "identità: cognome, data di nascita."),
        ("de", "überein: Nachname, Geburtsdatum."),
        ("en", "document: surname, date of birth."),
    ],
)
def test_a_mismatch_names_its_fields_in_one_sentence(lingua, fields):
    codes = ["dati_diversi", "dati_diversi.cognome", "dati_diversi.nato_on"]
    (sentence,) = motivi.sentences(codes, lingua)
    assert sentence.endswith(fields)


@pytest.mark.parametrize(
    "code",
    ["", "x", "dati_diversi.", "dati_diversi.x", "altro.cognome", "dati_diversi.cognome.x", "."],
)
def test_unknown_codes_are_not_known(code):
    assert not motivi.known(code)


@pytest.mark.parametrize("esito", Esito.values)
@pytest.mark.parametrize("lingua", Lingua.values)
def test_the_letter_has_no_more_personal_data_than_needed(richiesta, esito, lingua):
    letter = compose(richiesta, esito, motivi=list(motivi.MOTIVI), testo="", lingua=lingua)
    for secret in (credenziali.CODICE_FISCALE, "Rossi", "1980", richiesta.documento_numero):
        assert secret not in letter.subject + letter.text
    assert richiesta.codice in letter.subject
    assert "{" not in letter.text


@pytest.mark.parametrize(
    ("profilo", "services"),
    [
        ("medico_esterno", ["infortunio", "malattia professionale"]),
        ("presidio", ["infortunio", "malattia professionale", "Gestione utenti-profilo"]),
    ],
)
def test_an_approval_lists_exactly_the_services_of_the_profile(richiesta, profilo, services):
    richiesta.profilo = profilo
    text = compose(richiesta, Esito.APPROVATA).text
    points = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(points) == len(services)
    assert all(service in point for service, point in zip(services, points, strict=True))


@pytest.mark.parametrize("lingua", Lingua.values)
def test_only_an_approval_says_who_transmits_the_certificates(richiesta, lingua):
    words = {"it": "non trasmette", "de": "übermittelt nicht", "en": "does not send them"}[lingua]
    said = [compose(richiesta, esito, motivi=["altro"], lingua=lingua).text for esito in Esito]
    assert [words in text for text in said] == [esito == Esito.APPROVATA for esito in Esito]
    assert not any("versione" in t or "Version" in t or "version" in t for t in said)


def test_a_refusal_goes_to_the_pec_once_with_its_reasons_and_a_fixed_id(presa, by, adesso, sent):
    presa.pec, presa.lingua = "maria.rossi@pec.test", "de"
    presa.save()
    why = Motivazione(["documento_scaduto", "altro"], "Das Foto fehlt.")
    made = refuse(presa, why, by=by, now=adesso)
    message = OutboxMessage.objects.get(key=f"decisione:{made.pk}")
    for _turn in range(2):
        send_decision(message.payload, now=adesso)
    (one, other) = sent
    assert one == other
    message_id, subject, text, to = one
    assert (message_id, to) == (f"decisione-{made.pk}", ["maria.rossi@pec.test"])
    assert "abgelehnt" in subject
    assert "- Das Ausweisdokument ist abgelaufen" in text
    assert "Das Foto fehlt." in text


def test_a_question_goes_to_the_email_where_there_is_no_pec(presa, by, adesso, sent):
    made = ask(presa, Motivazione(["retro_mancante"]), by=by, now=adesso)
    send_decision({"decisione": str(made.pk)}, now=adesso)
    assert sent[0][3] == [presa.email]
    assert "Mantieni il tuo posto in coda." in sent[0][2]


def test_what_left_is_what_the_applicant_reads_again(presa, by, adesso, sent):
    made = approve(presa, Approvazione(), by=by, now=adesso)
    send_decision({"decisione": str(made.pk)}, now=adesso)
    assert lettera_di(made).text == sent[0][2]


def test_a_letter_without_an_address_is_set_aside(presa, by, adesso, sent):
    made = ask(presa, Motivazione(["retro_mancante"]), by=by, now=adesso)
    presa.refresh_from_db()
    presa.email = None
    presa.save()
    with pytest.raises(Refused, match="senza_destinatario"):
        send_decision({"decisione": str(made.pk)}, now=adesso)
    assert sent == []


def test_of_erased_data_no_letter_leaves(presa, by, adesso, sent):
    made = ask(presa, Motivazione(["retro_mancante"]), by=by, now=adesso)
    presa.data_key.destroy(adesso)
    with pytest.raises(Refused, match="dati_cancellati"):
        send_decision({"decisione": str(made.pk)}, now=adesso)
    assert sent == []
