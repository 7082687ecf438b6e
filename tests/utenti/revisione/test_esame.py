"""The exam as a reviewer does it: pictures beside data, three decisions, few clicks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.base.audit import AuditEvent
from portal.base.audit.models import AccessEvent
from portal.base.outbox.models import OutboxMessage
from tests.factories import credenziali
from tests.logins import enter
from tests.pages import text
from utenti.access import Scope
from utenti.credenziali.models import Decisione, Lettura, RichiestaAbilitazione
from utenti.models import Membership
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
CODA = "/credenziali/revisione/"


def at(richiesta, end: str = "") -> str:
    return f"{CODA}{richiesta.pk}/{end}"


def row(richiesta) -> RichiestaAbilitazione:
    return RichiestaAbilitazione.objects.get(pk=richiesta.pk)


def filled(page: str, **changes: str) -> dict[str, str]:
    """What the browser would send: radios as they stand, texts as they are written."""
    sent = dict(re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*checked', page))
    sent |= dict(
        re.findall(r'<input class="form-control[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
    )
    return sent | changes


class Clicks:
    """Counts what is pressed; typing and the pages that answer are free."""

    def __init__(self, client) -> None:
        self.client, self.count = client, 0

    def press(self, address: str, **data: str):
        self.count += 1
        return self.client.post(address, data, follow=True)


# --- three clicks ---------------------------------------------------------------------------


def test_from_the_queue_to_an_approval_in_two_clicks(nadia, richiesta):
    hand = Clicks(nadia)
    page = text(hand.press(f"{CODA}prossima/"))
    assert "Controlli automatici" in page
    page = text(hand.press(at(richiesta), **filled(page, fare="approva")))
    assert "approvata: il richiedente riceve la lettera" in page
    assert hand.count == 2
    assert row(richiesta).stato == "approvata"


@pytest.mark.parametrize(
    ("do", "stato"), [("integrazione", "integrazione_chiesta"), ("rifiuto", "rifiutata")]
)
def test_from_the_queue_to_a_question_or_a_refusal_in_three_clicks(nadia, richiesta, do, stato):
    hand = Clicks(nadia)
    page = text(hand.press(at(richiesta, "prendi/")))
    answer = hand.press(at(richiesta), **filled(page, cognome_letto="Rosso", fare=do))
    page = text(answer)
    assert answer.redirect_chain[-1][0] == at(richiesta, f"{do}/")
    assert re.search(r'value="dati_diversi"[^>]*checked', page)
    assert "documento d’identità: cognome." in page
    page = text(hand.press(at(richiesta, f"{do}/"), motivi="dati_diversi"))
    assert hand.count == 3
    assert row(richiesta).stato == stato
    made = Decisione.objects.get()
    assert made.motivi == ["dati_diversi", "dati_diversi.cognome"]
    assert OutboxMessage.objects.filter(key=f"decisione:{made.pk}").count() == 1


def test_after_a_decision_the_next_request_has_the_focus(nadia, presa):
    page = text(
        nadia.post(at(presa), filled(text(nadia.get(at(presa))), fare="approva"), follow=True)
    )
    assert re.search(r'<button[^>]*aria-keyshortcuts="n" data-focus', page)


# --- what is read ---------------------------------------------------------------------------


def test_the_screen_shows_declared_data_and_the_picture_of_every_page(nadia, presa):
    page = text(nadia.get(at(presa)))
    for shown in (
        "Rossi",
        credenziali.CODICE_FISCALE,
        "01/03/1980",
        "Carta d’identità",
        "Milano, n. 12345",
    ):
        assert shown in page
    pictures = re.findall(r'<img src="(/credenziali/revisione/allegati/[^"]+)"', page)
    assert len(pictures) == 3
    for address in pictures:
        answer = nadia.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert "sandbox" in answer["Content-Security-Policy"]
    assert AccessEvent.objects.filter(target_type="credenziali.allegatorichiesta").count() == 3


def test_the_same_name_written_otherwise_is_equal_and_another_is_not(nadia, presa):
    page = text(nadia.get(at(presa)))
    sent = filled(page, nome_letto="MARÌA", cognome_letto="Bianchi", fare="salva")
    assert "salvato" in text(nadia.post(at(presa), sent, follow=True))
    found = {lettura.campo: (lettura.riscontro, lettura.letto) for lettura in Lettura.objects.all()}
    assert found["nome"] == ("uguale", "MARÌA")
    assert found["cognome"] == ("diverso", "Bianchi")
    assert found["sesso"] == ("uguale", None)
    page = text(nadia.get(at(presa)))
    assert 'value="Bianchi"' in page
    assert "hai segnato come diversi o illeggibili cognome" in text(
        nadia.post(at(presa), filled(page, fare="approva"))
    )
    assert row(presa).stato == "in_esame"


def test_what_differs_must_be_written_and_nothing_else_is_lost(nadia, presa):
    sent = filled(text(nadia.get(at(presa))), cognome_riscontro="diverso", nome_letto="Marta")
    page = text(nadia.post(at(presa), sent | {"fare": "salva"}))
    assert "Scrivi che cosa leggi sul documento" in page
    assert 'value="Marta"' in page
    assert not Lettura.objects.exists()


def test_an_answer_of_the_applicant_is_read_anew(nadia, presa, personas, adesso, a_tempo_fermo):
    sent = filled(text(nadia.get(at(presa))), documento_numero_riscontro="illeggibile")
    nadia.post(at(presa), sent | {"fare": "integrazione"})
    nadia.post(at(presa, "integrazione/"), {"motivi": "documento_illeggibile"})
    a_tempo_fermo.move_to(adesso + timedelta(days=1))
    RichiestaAbilitazione.objects.update(stato="inviata", submitted_at=adesso + timedelta(days=1))
    enter(nadia, personas.revisore)
    page = text(nadia.post(at(presa, "prendi/"), follow=True))
    assert 'value="illeggibile" id="id_documento_numero_riscontro_2"' in page
    assert not re.search(r'name="documento_numero_riscontro" value="illeggibile"[^>]*checked', page)
    nadia.post(at(presa), filled(page, fare="approva"))
    assert row(presa).stato == "approvata"


# --- checks ---------------------------------------------------------------------------------


def test_a_missing_back_stops_an_approval_and_proposes_its_reason(nadia, personas):
    presa = credenziali.with_files(
        credenziali.RichiestaFactory(
            stato="in_esame",
            claimed_by=personas.revisore,
            claimed_until=credenziali.AT + timedelta(minutes=5),
        ),
        "documento_fronte",
        "modulo_firmato",
    )
    page = text(nadia.get(at(presa)))
    assert "Manca il retro del documento." in page
    assert "Manca il retro" in text(nadia.post(at(presa), filled(page, fare="approva")))
    assert row(presa).stato == "in_esame"
    assert re.search(
        r'value="retro_mancante"[^>]*checked', text(nadia.get(at(presa, "integrazione/")))
    )


def test_a_grave_check_wants_a_box_and_then_a_second_signature(nadia, tito, personas):
    presa = credenziali.in_hand(personas.revisore, nato_on=credenziali.date(1981, 3, 1))
    page = text(nadia.get(at(presa)))
    assert "La data di nascita non è quella del codice fiscale." in page
    refused = text(nadia.post(at(presa), filled(page, fare="approva")))
    assert "segna che li hai verificati" in refused
    sent = filled(page, fare="approva", confermo_gravi="on")
    assert "aspetta la firma di un altro revisore" in text(nadia.post(at(presa), sent, follow=True))
    assert row(presa).stato == "inviata"
    assert not OutboxMessage.objects.filter(handler="credenziali.decisione").exists()
    assert nadia.post(at(presa, "prendi/")).status_code == 403
    page = text(tito.post(at(presa, "prendi/"), follow=True))
    assert "Nadia Esame propone: approvata" in page
    page = text(tito.post(at(presa, "conferma/"), {"fare": "conferma"}, follow=True))
    assert "approvata" in page
    made = Decisione.objects.get()
    assert (made.by, made.confermata_by) == (personas.revisore, personas.revisore2)
    assert row(presa).decided_by == personas.revisore2
    assert tito.post(at(presa, "conferma/"), {"fare": "conferma"}).status_code == 302
    assert Membership.objects.filter(utente=presa.richiedente).count() == 1


# --- two signatures -------------------------------------------------------------------------


def test_with_two_signatures_a_refusal_is_proposed_sent_back_and_decided_anew(
    nadia, tito, presa, settings
):
    settings.DOPPIA_FIRMA = True
    nadia.post(at(presa, "rifiuto/"), {"motivi": "documento_scaduto"})
    assert row(presa).stato == "inviata"
    assert "Da confermare" in text(tito.get(f"{CODA}?stato=da_confermare"))
    tito.post(at(presa, "prendi/"))
    page = text(tito.get(at(presa)))
    assert "documento in corso di validità" in page
    sent = filled(page, fare="approva")
    assert "C’è una proposta da confermare" in text(tito.post(at(presa), sent))
    tito.post(at(presa, "conferma/"), {"fare": "rimanda"})
    assert Decisione.objects.get().respinta_at is not None
    tito.post(at(presa), filled(text(tito.get(at(presa))), fare="approva"))
    assert row(presa).stato == "inviata"
    nadia.post(at(presa, "prendi/"))
    nadia.post(at(presa, "conferma/"), {"fare": "conferma"})
    assert row(presa).stato == "approvata"


def test_nothing_is_confirmed_where_nothing_is_proposed(nadia, presa):
    page = text(nadia.post(at(presa, "conferma/"), {"fare": "conferma"}, follow=True))
    assert "Non c’è nessuna proposta da confermare" in page


# --- whose request it is --------------------------------------------------------------------


def test_nobody_reviews_their_own_request_and_the_attempt_is_written_down(nadia, personas):
    own = credenziali.submitted(richiedente=personas.revisore)
    assert own.codice not in text(nadia.get(CODA))
    for answer in (nadia.get(at(own)), nadia.post(at(own, "prendi/"))):
        assert answer.status_code == 403
        assert "la esamina un collega" in text(answer)
    event = AuditEvent.objects.get(code="richiesta.revisione_negata")
    assert (event.actor_id, event.target_id) == (personas.revisore.pk, own.pk)
    assert AccessEvent.objects.filter(kind="denied").count() == 2


def test_nor_one_under_their_own_codice_fiscale(nadia, personas, richiesta, adesso):
    personas.revisore.set_codice_fiscale(credenziali.CODICE_FISCALE, now=adesso)
    personas.revisore.save()
    assert richiesta.codice not in text(nadia.get(CODA))
    assert nadia.post(at(richiesta, "prendi/")).status_code == 403
    assert text(nadia.post(f"{CODA}prossima/", follow=True)).count("nessuna richiesta libera") == 1


@pytest.mark.parametrize("end", ["", "integrazione/", "rifiuto/"])
def test_a_draft_does_not_exist_for_a_reviewer(nadia, end):
    draft = credenziali.RichiestaFactory(stato="bozza", submitted_at=None, queued_at=None)
    assert nadia.get(at(draft, end)).status_code == 404
    assert nadia.post(at(draft, end or "prendi/")).status_code == 404


# --- who has it -----------------------------------------------------------------------------


def test_who_is_quicker_is_named_and_pictures_are_of_whom_has_it(nadia, tito, presa):
    page = text(tito.post(at(presa, "prendi/"), follow=True))
    assert "Già presa in carico da Nadia Esame, fino alle 10:30." in page
    allegato = presa.allegati.order_by("tipo")[0]
    assert tito.get(f"{CODA}allegati/{allegato.pk}/1/").status_code == 302
    assert tito.get(at(presa, "rifiuto/")).status_code == 302


def test_a_decided_request_says_who_decided_and_shows_the_letter(nadia, tito, presa):
    nadia.post(at(presa), filled(text(nadia.get(at(presa))), fare="approva"))
    page = text(tito.get(at(presa)))
    assert "Decisa da Nadia Esame." in page
    assert "Certificati medici di infortunio" in page
    assert "Già decisa da Nadia Esame" in text(tito.post(at(presa, "prendi/"), follow=True))


def test_an_expired_hand_loses_nothing_typed_and_goes_on(nadia, presa, adesso):
    page = text(nadia.get(at(presa)))
    RichiestaAbilitazione.objects.update(claimed_until=adesso)
    sent = filled(page, cognome_letto="Rosso", fare="salva")
    page = text(nadia.post(at(presa), sent))
    assert "La tua presa in carico è finita" in page
    assert 'value="Rosso"' in page
    assert "Riprendi e continua" in page
    sent = {"motivi": "documento_scaduto", "testo": "Torni con il rinnovo."}
    page = text(nadia.post(at(presa, "rifiuto/"), sent))
    assert "La tua presa in carico è finita" in page
    assert "Torni con il rinnovo." in page
    nadia.post(at(presa, "rifiuto/"), sent | {"riprendi": "1"})
    assert row(presa).stato == "rifiutata"


def test_an_expired_hand_that_a_colleague_took_is_said_with_the_name(nadia, tito, presa, adesso):
    RichiestaAbilitazione.objects.update(claimed_until=adesso)
    tito.post(at(presa, "prendi/"))
    sent = {"motivi": "documento_scaduto", "testo": "Torni con il rinnovo.", "riprendi": "1"}
    page = text(nadia.post(at(presa, "rifiuto/"), sent))
    assert "Già presa in carico da Tito Verifica" in page
    assert "Torni con il rinnovo." in page
    assert row(presa).stato == "in_esame"


def test_a_role_that_ended_while_the_page_was_open_is_refused(nadia, presa, personas):
    personas.end_membership(personas.revisore)
    answer = nadia.post(at(presa, "attivita/"))
    assert answer.status_code == 403
    assert nadia.post(at(presa, "rifiuto/"), {"motivi": "altro"}).status_code == 403
    assert row(presa).stato == "in_esame"


def test_a_request_withdrawn_meanwhile_is_not_decided(nadia, presa):
    page = text(nadia.get(at(presa)))
    RichiestaAbilitazione.objects.update(stato="ritirata", claimed_by=None, claimed_until=None)
    for answer in (
        nadia.post(at(presa), filled(page, fare="approva")),
        nadia.post(at(presa, "rifiuto/"), {"motivi": "documento_scaduto"}),
    ):
        assert "Il richiedente ha ritirato la richiesta" in text(answer)
    assert not Decisione.objects.exists()
    assert "ha ritirato" in text(nadia.get(at(presa)))


def test_two_tabs_of_one_reviewer_decide_once(nadia, presa):
    page = text(nadia.get(at(presa)))
    for _turn in range(2):
        nadia.post(at(presa), filled(page, fare="approva"))
    said = text(nadia.post(at(presa, "rifiuto/"), {"motivi": "documento_scaduto"}))
    assert "Già decisa da Nadia Esame: approvata." in said
    assert Decisione.objects.count() == 1
    assert OutboxMessage.objects.filter(handler="credenziali.decisione").count() == 1


def test_activity_keeps_the_request_in_hand(nadia, tito, presa, adesso, a_tempo_fermo):
    a_tempo_fermo.move_to(adesso + timedelta(minutes=20))
    assert nadia.post(at(presa, "attivita/")).json() == {"fino_alle": "10:50"}
    answer = tito.post(at(presa, "attivita/"))
    assert answer.status_code == 409
    assert "Già presa in carico da Nadia Esame" in answer.json()["problema"]


def test_a_request_is_put_back_by_hand(nadia, presa):
    page = text(nadia.post(at(presa, "rilascia/"), follow=True))
    assert "è di nuovo in coda" in page
    assert (row(presa).stato, row(presa).claimed_by) == ("inviata", None)
    assert nadia.post(at(presa, "rilascia/")).status_code == 302


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "scegli almeno un motivo"),
        ({"motivi": "inventato"}, "questo motivo non esiste"),
        ({"motivi": "altro", "testo": "  "}, "scrivi il motivo"),
        ({"motivi": "altro", "testo": "x" * 2001}, "2000"),
    ],
)
def test_reasons_that_say_nothing_are_refused(nadia, presa, sent, said):
    assert said in text(nadia.post(at(presa, "rifiuto/"), sent)).casefold()
    assert row(presa).stato == "in_esame"


def test_a_reason_only_for_refusals_does_not_ask_a_question(nadia, presa):
    page = nadia.post(at(presa, "integrazione/"), {"motivi": "doppione"})
    assert "questo motivo non esiste" in text(page)


def test_hostile_words_reach_the_letter_as_text(nadia, presa):
    words = "<script>alert(1)</script> {{7*7}} {codice}"
    sent = {"motivi": "altro", "testo": words, "anteprima": "1"}
    page = text(nadia.post(at(presa, "rifiuto/"), sent))
    assert "<script>alert" not in page
    assert "{{7*7}} {codice}" in page
    said = nadia.post(at(presa, "rifiuto/"), sent, headers={"Accept": "application/json"}).json()
    assert words in said["testo"]
    assert row(presa).stato == "in_esame"


# --- what an approval opens -----------------------------------------------------------------


def test_a_doctor_gets_exactly_the_two_certificate_services(nadia, presa, adesso):
    nadia.post(at(presa), filled(text(nadia.get(at(presa))), fare="approva"))
    person = row(presa).richiedente
    assert person.identita_verificata_at == adesso
    assert person.codice_fiscale == credenziali.CODICE_FISCALE
    given = Membership.objects.get(utente=person)
    assert (given.ruolo, given.organizzazione.tipo) == (Ruolo.MEDICO_ESTERNO, "studio_medico")
    held = Scope(person, adesso.date()).grants[given.organizzazione_id]
    assert {str(permission) for permission in held} == {"certificato.issue"}
    assert row(presa).documenti_fino_al == adesso.date() + timedelta(days=30)
