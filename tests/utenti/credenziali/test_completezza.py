"""What keeps a request from being sent, and what only looks odd."""

from __future__ import annotations

from datetime import date

import pytest

from tests.utenti.credenziali.scena import FILES, begun, filled
from utenti.credenziali.anagrafica import Dichiarato, birth_of, doubts_of, name_doubt
from utenti.credenziali.completezza import Difetto, doubts, gaps_of
from utenti.credenziali.composizione import changes_of, message_of
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.passi import Passo, steps_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)
CODE = "SLOMRA70E04F205I"


def gaps(richiesta, files=FILES, livello="generico", today=TODAY):
    return {
        gap.campo: (gap.difetto, gap.messaggio) for gap in gaps_of(richiesta, files, livello, today)
    }


def test_an_empty_draft_lacks_everything_but_what_the_account_knows(bozza):
    found = gaps(bozza, files=())
    assert {difetto for difetto, _ in found.values()} == {Difetto.MANCA}
    assert {"cognome", "nome", "email", "pec", "lingua"}.isdisjoint(found)
    assert {"codice_fiscale", "residenza", "documento_numero", "ordine_numero"} <= set(found)
    assert set(FILES) <= set(found)


@pytest.mark.parametrize("profilo", ["medico_esterno", "presidio"])
def test_a_complete_request_lacks_nothing(mario, adesso, profilo):
    assert gaps(filled(begun(mario, adesso, profilo), adesso)) == {}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("codice_fiscale", "SLOMRA70E04F205X", "non è corretto"),
        ("codice_fiscale", "SLOMRA", "16 caratteri"),
        ("residenza_cap", "2012", "cinque cifre"),
        ("residenza_provincia", "M", "due lettere"),
        ("telefono", "casa", "solo cifre"),
        ("email", "mario", "e-mail"),
        ("nato_on", date(2026, 3, 13), "non è ancora venuto"),
        ("documento_rilasciato_on", date(2026, 4, 1), "non è ancora venuto"),
        (
            "documento_scade_on",
            date(2026, 3, 11),
            "Il documento è scaduto mercoledì 11 marzo 2026: serve un documento in corso",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(bozza, adesso, field, value, said):
    difetto, sentence = gaps(filled(bozza, adesso, **{field: value}))[field]
    assert difetto is Difetto.SBAGLIATO
    assert said in sentence


def test_a_document_is_good_on_its_last_day_and_expires_after_it_was_issued(bozza, adesso):
    last_day = filled(bozza, adesso, documento_scade_on=TODAY)
    assert gaps(last_day) == {}
    same = {"documento_rilasciato_on": TODAY, "documento_scade_on": TODAY}
    assert "dopo il rilascio" in gaps(filled(last_day, adesso, **same))["documento_scade_on"][1]


@pytest.mark.parametrize(
    ("code", "wrong"), [("00743110157", False), ("00743110158", True), (CODE, False), ("X", True)]
)
def test_a_hospital_has_the_code_of_a_company_or_of_its_owner(mario, adesso, code, wrong):
    hospital = filled(begun(mario, adesso, "presidio"), adesso, struttura_codice_fiscale=code)
    assert ("struttura_codice_fiscale" in gaps(hospital)) is wrong


# --- the message ------------------------------------------------------------------------------


def test_a_message_is_a_step_only_where_inailrisponde_carries_it(bozza):
    assert Passo.MESSAGGIO not in steps_of(bozza, "generico")
    assert Passo.MESSAGGIO in steps_of(bozza, "cns")
    bozza.canale = "credenziali_dispositive"
    assert Passo.MESSAGGIO not in steps_of(bozza, "cns")  # the channel of the first sending stays


def test_the_message_is_that_of_the_source_and_knows_where_to_answer(bozza, adesso):
    message = message_of(filled(bozza, adesso))
    assert message.testo == (
        "Richiesta abilitazione ai servizi telematici Medici Esterni.\n"
        "In allegato il modulo debitamente compilato e firmato."
    )
    assert (message.indirizzo_risposte, message.cap) == ("mario.solo@persone.test", "20121")
    assert message.oggetto == "registrazione_autenticazione"


def test_only_what_the_person_changed_of_the_message_is_kept(bozza, adesso):
    richiesta = filled(bozza, adesso)
    same = {name: getattr(message_of(richiesta), name) for name in ("cap", "telefono", "testo")}
    assert changes_of(richiesta, same) == ""
    assert changes_of(richiesta, same | {"cap": ""}) == '{"cap": ""}'


def test_a_message_without_a_starred_field_is_a_gap(bozza, adesso):
    richiesta = filled(bozza, adesso)
    richiesta.messaggio_dati = '{"cap": "", "testo": "x", "telefono": "casa"}'
    found = gaps(richiesta, livello="cns")
    assert found["cap"][0] is Difetto.MANCA
    assert found["telefono"][0] is Difetto.SBAGLIATO
    assert "testo" not in found
    assert gaps(richiesta) == {}  # with generic credentials no message goes


# --- doubts -----------------------------------------------------------------------------------


def person(**changes):
    said = Dichiarato("Solo", "Mario", "M", date(1970, 5, 4), CODE)
    return said._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"cognome": "Sòlo"}, []),
        ({"cognome": "Mario", "nome": "Solo"}, ["cognome"]),
        ({"cognome": "Bianchi"}, ["cognome"]),
        ({"nato_on": date(1970, 5, 14)}, ["nato_on"]),
        ({"sesso": "F"}, ["sesso"]),
        ({"cognome": "", "nato_on": None, "sesso": ""}, []),
        ({"codice_fiscale": ""}, []),
        ({"codice_fiscale": "ZZZZZZ99Z99Z999Z"}, ["codice_fiscale"]),
    ],
)
def test_what_disagrees_with_the_code_is_a_doubt(changes, fields):
    assert [doubt.field for doubt in doubts_of(person(**changes))] == fields


@pytest.mark.parametrize(
    ("declared", "account", "odd"),
    [
        ("Solo Mario", "Mario Solo", False),
        ("SÒLO  mario", "Mario Solo", False),
        ("D’Angelo Ada", "Ada D'Angelo", False),
        ("Solo Maria", "Mario Solo", True),
        ("", "Mario Solo", False),
        ("Solo", "", False),
    ],
)
def test_a_name_that_differs_by_accents_or_order_is_the_same_name(declared, account, odd):
    assert (name_doubt(declared, account) is not None) is odd


def test_doubts_refuse_nothing_and_wait_for_a_right_code(bozza, adesso):
    richiesta = filled(bozza, adesso, nato_on=date(1970, 5, 14))
    assert [field for field, _ in doubts(richiesta, "Mario Solo")] == ["nato_on"]
    assert gaps(richiesta) == {}
    wrong = RichiestaAbilitazione(cognome="Solo", nome="Mario", codice_fiscale="SLOMRA")
    assert doubts(wrong, "Mario Solo") == []


def test_a_code_tells_the_birth_of_an_adult():
    assert birth_of(CODE, TODAY) == ("M", date(1970, 5, 4), "Milano")
    assert birth_of("SLOMRA20E04F205W", TODAY).nato_on.year == 1920
    assert birth_of("non è un codice", TODAY) is None
