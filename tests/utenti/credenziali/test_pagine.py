"""The applicant's pages: begin, write step by step, two tabs, send, follow."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from portal.base.audit import AccessEvent
from tests.logins import enter
from tests.pages import text
from tests.utenti.credenziali.scena import (
    DOCUMENTO,
    PERSONA,
    PROFESSIONE,
    RECAPITI,
    STRUTTURA,
    decided,
    png,
    ready,
    scope,
    sent,
)
from utenti.credenziali.actions.allegati import attach
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.models import Decisione, Messaggio, RichiestaAbilitazione

pytestmark = pytest.mark.django_db
FIRST = "/credenziali/"
MINE = "/credenziali/richieste/"
CANARY = "<i data-canary>"


def at(richiesta, end=""):
    return f"{MINE}{richiesta.pk}/{end}"


def current():
    return RichiestaAbilitazione.objects.order_by("-created_at").first()


def post(browser, richiesta, passo, values, **more):
    data = {name: str(value) for name, value in values.items()}
    data |= {"version": richiesta.version, **more}
    return browser.post(at(richiesta, f"passo/{passo}/"), data, follow=True)


# --- the first page ---------------------------------------------------------------------------


def test_a_stranger_is_shown_the_way_in_and_back(client):
    page = text(client.get(FIRST))
    assert "Questo portale non è dell’INAIL" in page
    assert "Nessuna credenziale <strong>(il tuo caso)</strong>" in page
    back = "next=%2Fcredenziali%2Frichieste%2Fnuova%2F%3Fprofilo%3Dpresidio"
    assert re.search(rf'/accesso/[^"]*\?{re.escape(back)}', page)
    assert "Non hai credenziali? Registrati" in page


@pytest.mark.parametrize(
    ("livello", "name"), [("generico", "Credenziali generiche"), ("cie", "Carta d’identità elett")]
)
def test_who_is_in_sees_the_channel_of_their_level(mario, livello, name):
    page = text(enter(Client(), mario, livello=livello).get(FIRST))
    assert re.search(rf"{name}[^<]* <strong>\(il tuo caso\)", page)
    assert "Comincia la richiesta" in page


def test_the_menu_and_the_home_page_of_a_citizen_lead_here(browser, altrui):
    home = text(browser.get("/"))
    assert 'href="/credenziali/"' in home
    assert "chiedi il profilo per i certificati" in home
    assert 'href="/credenziali/"' not in text(altrui.get(FIRST)).split("<main")[0]


def test_a_request_begins_once(browser):
    assert "Nessuna richiesta" in text(browser.get(MINE))
    page = text(browser.get(f"{MINE}nuova/?profilo=presidio"))
    assert re.search(r'value="presidio"[^>]*checked', page)
    assert "Chi sei" in text(browser.post(f"{MINE}nuova/", {"profilo": "presidio"}, follow=True))
    assert RichiestaAbilitazione.objects.count() == 1
    assert "Tocca a te" in text(browser.get(MINE))
    wrong = text(browser.post(f"{MINE}nuova/", {"profilo": "capo"}))
    assert "Controlla questi punti" in wrong


def test_a_request_already_begun_is_gone_on_with(browser, bozza, a_tempo_fermo):
    a_tempo_fermo.shift(60)
    page = text(browser.post(f"{MINE}nuova/", {"profilo": "medico_esterno"}, follow=True))
    assert "era già cominciata" in page


# --- the steps --------------------------------------------------------------------------------


def test_a_doctor_writes_sends_and_follows(browser, bozza, mario, adesso):
    page = text(browser.get(at(bozza, "passo/persona/")))
    assert "Bozza salvata alle 10:00 · NON INVIATA" in page
    assert 'value="Solo"' in page
    post(browser, bozza, "persona", PERSONA)
    post(browser, current(), "recapiti", RECAPITI)
    post(browser, current(), "documento", DOCUMENTO)
    page = text(post(browser, current(), "professione", PROFESSIONE))
    assert "Domanda e allegati" in page
    for shade, tipo in enumerate(("modulo_firmato", "documento_fronte", "documento_retro")):
        attach(bozza, Upload(png(shade), "f.png"), tipo, by=scope(mario, adesso), now=adesso)
    page = text(browser.get(at(bozza, "riepilogo/")))
    assert "Perché non posso inviare" not in page
    assert "SLOMRA70E04F205I" in page
    sent_page = text(
        browser.post(at(bozza, "riepilogo/"), {"version": current().version}, follow=True)
    )
    assert "Tocca a chi esamina le richieste" in sent_page
    assert f"Richiesta {bozza.codice} inviata." in sent_page
    again = browser.post(at(bozza, "riepilogo/"), {"version": current().version}, follow=True)
    assert again.redirect_chain[-1][0] == at(bozza)
    assert "Ritira la richiesta" in sent_page


def test_a_step_left_half_way_is_there_on_another_device(browser, mario, bozza):
    answer = post(browser, bozza, "persona", {"cognome": "Solo", "nome": "", "nato_a": "Lodi"})
    assert answer.redirect_chain[-1][0] == at(bozza, "passo/recapiti/")
    elsewhere = enter(Client(), mario)
    page = text(elsewhere.get(at(bozza, "passo/persona/")))
    assert 'value="Lodi"' in page
    assert "parziale" in page
    assert 'href="' + at(bozza, "passo/persona/") + '#id_nome"' in text(elsewhere.get(at(bozza)))


def test_what_is_wrong_is_kept_and_said_beside_its_field(browser, bozza):
    values = PERSONA | {"codice_fiscale": "SLOMRA70E04F205X", "nato_on": "31/02/1970"}
    page = text(post(browser, bozza, "persona", values))
    assert "Il codice fiscale non è corretto" in page
    assert "Scrivi il giorno come" in page
    assert 'value="31/02/1970"' in page
    held = current()
    assert held.codice_fiscale == "SLOMRA70E04F205X"
    assert f'name="version" value="{held.version}"' in page
    later = text(browser.get(at(bozza, "passo/persona/")))
    assert "Da correggere prima di inviare" in later
    assert "con errori" in later


def test_an_expired_document_is_said_at_once_and_refused_at_the_end(browser, bozza):
    values = DOCUMENTO | {"documento_scade_on": "2026-03-11"}
    page = text(post(browser, bozza, "documento", values))
    assert "Il documento è scaduto mercoledì 11 marzo 2026" in page
    page = text(browser.get(at(bozza, "riepilogo/")))
    assert "Perché non posso inviare" in page
    assert "Il documento è scaduto" in page or "il documento è scaduto" in page
    forced = browser.post(at(bozza, "riepilogo/"), {"version": current().version}, follow=True)
    assert "Manca" in text(forced)
    assert current().stato == "bozza"


def test_two_tabs_show_both_and_a_second_press_keeps_this_one(browser, bozza):
    post(browser, bozza, "persona", {"nome": "Marco"})
    page = text(post(browser, bozza, "persona", {"nome": "Mauro", "nato_a": f"Lodi {CANARY}"}))
    assert "in un’altra scheda" in page
    assert "Marco" in page
    assert "Mauro" in page
    assert CANARY not in page
    assert current().nome == "Marco"
    post(browser, current(), "persona", {"nome": "Mauro"})
    assert current().nome == "Mauro"


def test_one_can_go_back_or_leave_with_everything_saved(browser, bozza):
    back = post(browser, bozza, "recapiti", {"residenza_cap": "2"}, vai="indietro")
    assert back.redirect_chain[-1][0] == at(bozza, "passo/persona/")
    out = post(browser, current(), "recapiti", {"residenza_cap": "20121"}, vai="esci")
    assert out.redirect_chain[-1][0] == at(bozza)
    assert current().residenza_cap == "20121"


def test_fields_that_are_not_of_the_step_change_nothing(browser, bozza, mario):
    fields = {"nome": "Mario", "stato": "approvata", "decided_by": mario.pk, "livello": "cns"}
    post(browser, bozza, "persona", fields | {"richiedente": uuid4(), "documento_numero": "X"})
    held = current()
    assert (held.stato, held.decided_by_id, held.livello) == ("bozza", None, "")
    assert (held.richiedente_id, held.documento_numero) == (mario.pk, None)


def test_a_form_without_its_version_saves_nothing(browser, bozza):
    page = text(browser.post(at(bozza, "passo/persona/"), {"nome": "Marco"}))
    assert "Ricarica la pagina e riprova." in page
    assert current().nome == "Mario"


def test_a_hospital_tells_of_itself(browser, mario, adesso):
    hospital = ready(mario, adesso, "presidio")
    page = text(browser.get(at(hospital, "passo/professione/")))
    assert "Denominazione" in page
    post(browser, hospital, "professione", STRUTTURA | {"qualifica": "Primario"})
    assert current().qualifica == "Primario"


def test_with_a_strong_access_the_message_is_a_step_and_goes_too(mario, pronta, a_tempo_fermo):
    browser = enter(Client(), mario, livello="spid2")
    page = text(browser.get(at(pronta, "passo/messaggio/")))
    assert "Componi messaggio" in page
    assert "Richiesta abilitazione ai servizi telematici Medici Esterni." in page
    told = {
        "categoria": "prestazioni_lavoratore",
        "sottocategoria": "assistenza_servizi_online",
        "oggetto": "registrazione_autenticazione",
        "indirizzo_risposte": "mario.solo@persone.test",
        "telefono": "02 1234567",
        "cap": "20121",
        "testo": "Prego di abilitarmi.\r\nGrazie.",
    }
    page = text(post(browser, pronta, "messaggio", told | {"telefono": "casa"}))
    assert "con errori" in page
    post(browser, current(), "messaggio", told)
    assert "Prego di abilitarmi." in text(browser.get(at(pronta, "riepilogo/")))
    browser.post(at(pronta, "riepilogo/"), {"version": current().version})
    assert Messaggio.objects.get().testo == "Prego di abilitarmi.\nGrazie."
    assert Messaggio.objects.get().codice in text(browser.get(at(pronta)))


# --- who may, and when ------------------------------------------------------------------------

ENDS = ("", "passo/persona/", "allegati/", "riepilogo/", "domanda/", "domanda/pdf/", "ritira/")


@pytest.mark.parametrize("end", ENDS)
def test_a_guessed_id_is_a_page_that_does_not_exist(altrui, pronta, end):
    missing = altrui.get(f"{MINE}{uuid4()}/{end}")
    other = altrui.get(at(pronta, end))
    assert (other.status_code, other.content) == (404, missing.content)


def test_a_step_that_does_not_exist_is_a_404_and_copying_is_for_its_person(browser, altrui, pronta):
    for passo in ("tesoro", "allegati", "riepilogo", "messaggio"):
        assert browser.get(at(pronta, f"passo/{passo}/")).status_code == 404
    assert altrui.post(at(pronta, "copia/")).status_code == 404


def test_what_was_sent_is_read_and_not_written(browser, mario, adesso):
    gone = sent(mario, adesso)
    assert browser.get(at(gone, "passo/persona/")).status_code == 302
    assert browser.get(at(gone, "riepilogo/")).status_code == 302
    refused = browser.post(at(gone, "passo/persona/"), {"nome": "X", "version": gone.version})
    assert refused.status_code == 403
    assert "già inviata" in text(refused)


def test_reading_ones_own_request_is_written_down(browser, pronta):
    browser.get(at(pronta))
    seen = AccessEvent.objects.get(target_id=pronta.pk)
    assert (seen.target_type, seen.kind) == ("credenziali.richiestaabilitazione", "view")


# --- its life ---------------------------------------------------------------------------------


def test_a_request_is_withdrawn_after_a_question_and_asked_again(browser, mario, adesso):
    gone = sent(mario, adesso)
    assert "non si può riaprire" in text(browser.get(at(gone, "ritira/")))
    stale = text(browser.post(at(gone, "ritira/"), {"version": 1}))
    assert "cambiata nel frattempo" in stale
    back = browser.post(at(gone, "ritira/"), {"version": current().version}, follow=True)
    assert "Richiesta ritirata." in text(back)
    assert "non c’è più niente da ritirare" in text(browser.get(at(gone, "ritira/"), follow=True))
    again = text(browser.post(at(gone, "copia/"), follow=True))
    assert "Abbiamo copiato i dati, non i file" in again
    assert "<h1>Chi sei</h1>" in again
    assert "è stata rifiutata" not in again  # it was withdrawn
    new = RichiestaAbilitazione.objects.exclude(pk=gone.pk).get()
    drawn = text(browser.get(at(new)))
    assert "Domanda firmata: manca il file." in drawn
    assert at(new, "passo/persona/") in drawn  # the data too are one press away
    assert "i file che hai caricato" not in drawn
    assert RichiestaAbilitazione.objects.count() == 2
    browser.post(at(gone, "copia/"))
    assert RichiestaAbilitazione.objects.count() == 2


def test_an_open_request_is_not_copied(browser, bozza):
    page = text(browser.post(at(bozza, "copia/"), follow=True))
    assert "Si ricomincia solo da una richiesta rifiutata o ritirata." in page


def decision(richiesta, by, adesso, **changes):
    values = {"esito": "rifiutata", "lingua": "it", "at": adesso, "motivi": [], **changes}
    return Decisione.objects.create(richiesta=richiesta, by=by, **values)


def test_a_refused_person_reads_why_and_not_what_was_only_proposed(
    browser, mario, personas, adesso
):
    gone, reviewer = sent(mario, adesso), personas.segreteria
    decision(gone, reviewer, adesso, testo="Solo una proposta.", da_confermare=True)
    decision(gone, reviewer, adesso, testo=f"Il cognome è diverso. {CANARY}")
    refused = decided(gone, "rifiutata", reviewer, adesso)
    page = text(browser.get(at(refused)))
    assert "Il cognome è diverso." in page
    assert "Solo una proposta." not in page
    assert CANARY not in page
    assert "Chiedi di nuovo con gli stessi dati" in page
    assert str(reviewer) not in page
    again = text(browser.post(at(refused, "copia/"), follow=True))
    assert f"Correggi quello per cui {refused.codice} è stata rifiutata" in again
    assert "Il cognome è diverso." in again  # beside the data to mend
    assert CANARY not in again


def test_a_question_is_shown_answered_and_sent_back(browser, mario, personas, adesso):
    gone = sent(mario, adesso)
    decision(gone, personas.segreteria, adesso, esito="integrazione", testo="Foto sfocata.")
    RichiestaAbilitazione.objects.filter(pk=gone.pk).update(stato="integrazione_chiesta")
    page = text(browser.get(at(gone)))
    assert "Foto sfocata." in page
    assert "Non perdi il tuo turno" in page
    assert "Rimanda la richiesta" in text(browser.get(at(gone, "riepilogo/")))
    assert "non ancora rimandata" in text(browser.get(at(gone, "allegati/")))
    browser.post(at(gone, "riepilogo/"), {"version": current().version})
    assert current().stato == "inviata"


def test_an_approved_person_reads_what_is_unlocked(browser, mario, personas, adesso):
    approved = decided(sent(mario, adesso), "approvata", personas.segreteria, adesso)
    page = text(browser.get(at(approved)))
    assert "Certificati medici di malattia professionale" in page
    assert "Che cosa si è sbloccato" in page
    assert "Ritira la richiesta" not in page


def test_a_signed_application_older_than_the_data_is_pointed_out(browser, pronta):
    assert "dopo aver caricato la domanda firmata" not in text(browser.get(at(pronta, "allegati/")))
    post(browser, pronta, "persona", {"nome": "Marco"})
    assert "dopo aver caricato la domanda firmata" in text(browser.get(at(pronta, "riepilogo/")))


def test_the_list_costs_the_same_for_one_request_and_for_many(
    browser, mario, personas, adesso, django_assert_max_num_queries
):
    for _ in range(3):
        decided(sent(mario, adesso), "rifiutata", personas.segreteria, adesso)
    with django_assert_max_num_queries(8):
        page = text(browser.get(MINE))
    assert page.count("Rifiutata") == 3
