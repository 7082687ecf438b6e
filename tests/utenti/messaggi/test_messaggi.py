"""InailRisponde: a teacher asks, the office answers, nobody else reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.base.audit.models import AccessEvent, AuditEvent
from portal.base.audit.presenters import present
from portal.base.errors import ActionError
from tests.logins import enter
from tests.pages import text
from tests.utenti.credenziali.scena import png, richiesta_di
from tests.utenti.messaggi.scena import DOMANDA, allegato_messaggio_di, messaggio_di
from utenti.credenziali.actions.messaggi import DatiMessaggio, send_message
from utenti.credenziali.actions.risposte import close_messaggio, write_turn
from utenti.credenziali.models import Messaggio, Risposta

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]
NUOVO = "/credenziali/inailrisponde/nuovo/"


@pytest.fixture
def ada(personas) -> Client:
    """The teacher, at her browser."""
    return enter(Client(), personas.docente)


@pytest.fixture
def nadia(personas) -> Client:
    """The office, at its browser."""
    return enter(Client(), personas.revisore)


@pytest.fixture
def messaggio(personas, adesso) -> Messaggio:
    return messaggio_di(personas.docente, adesso)


def page(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


# --- writing --------------------------------------------------------------------------------------


def test_a_question_is_sent_once_however_often_the_button_is_pressed(ada, personas):
    form = DOMANDA | {"request_key": str(uuid4())}
    for _press in range(2):
        answer = ada.post(NUOVO, form | {"allegati": SimpleUploadedFile("a.png", png())})
        assert answer.status_code == 302
    sent = Messaggio.objects.get()
    assert answer.url == page("messaggio", sent)
    assert (sent.mittente, sent.stato, sent.testo) == (
        personas.docente,
        "aperto",
        DOMANDA["testo"],
    )
    assert sent.allegati.count() == 1


def test_several_files_go_with_one_message(ada):
    files = [SimpleUploadedFile(f"{n}.png", png()) for n in "ab"]
    assert ada.post(NUOVO, DOMANDA | {"allegati": files}).status_code == 302
    assert Messaggio.objects.get().allegati.count() == 2


@pytest.mark.parametrize(
    "name",
    ["indirizzo_risposte", "telefono", "categoria", "sottocategoria", "oggetto", "cap", "testo"],
)
def test_every_starred_field_is_asked_for_and_nothing_typed_is_lost(ada, name):
    answer = ada.post(NUOVO, DOMANDA | {"unita": "Sede di Milano", name: ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {name}
    assert "Sede di Milano" in text(answer)
    assert not Messaggio.objects.exists()


def test_choices_that_do_not_hang_together_are_refused(ada):
    answer = ada.post(NUOVO, DOMANDA | {"categoria": "rapporto_assicurativo"})
    assert "sottocategoria" in answer.context["form"].errors
    assert not Messaggio.objects.exists()


def test_a_file_that_is_none_of_those_taken_is_refused_on_its_field(ada):
    bad = SimpleUploadedFile("a.exe", b"MZ")
    answer = ada.post(NUOVO, DOMANDA | {"allegati": bad})
    assert answer.context["form"].errors.keys() == {"allegati"}
    assert not Messaggio.objects.exists()


def test_without_scripts_a_button_shows_the_choices_of_the_category(ada):
    whole = text(ada.get(NUOVO))
    assert "Infortunio sul lavoro" in whole
    assert "Denunce e comunicazioni del datore di lavoro" in whole
    typed = {"categoria": "rapporto_assicurativo", "testo": "Ho una domanda.", "aggiorna": "1"}
    answer = ada.post(NUOVO, typed)
    assert "Denunce e comunicazioni del datore di lavoro" in text(answer)
    assert "Codice ditta e posizione assicurativa" in text(answer)
    assert "Infortunio sul lavoro" not in text(answer)
    assert "Ho una domanda." in text(answer)
    assert not answer.context["form"].errors
    assert not Messaggio.objects.exists()


def test_the_page_says_who_answers_and_how_the_data_are_treated(ada):
    shown = text(ada.get(NUOVO))
    assert "non all’INAIL" in shown
    assert "2016/679" in shown
    assert "196/2003" not in shown
    assert "domicilio del lavoratore" in shown


def test_what_is_personal_is_not_readable_in_the_database(messaggio):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM credenziali_messaggio")
        stored = str(cursor.fetchall())
    for secret in ("polso", "ada.neri", "02 1234567"):
        assert secret not in stored


# --- the conversation -----------------------------------------------------------------------------


def test_the_office_answers_and_the_mail_says_only_that(ada, nadia, messaggio, mailoutbox):
    answer = nadia.post(page("messaggio_rispondi", messaggio), {"testo": "La pratica è aperta."})
    assert answer.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == ["ada.neri@persone.test"]
    assert page("messaggio", messaggio) in mail.body
    assert "pratica" not in mail.subject + mail.body
    assert "polso" not in mail.subject + mail.body
    messaggio.refresh_from_db()
    assert messaggio.stato == "risposto"
    shown = text(ada.get(page("messaggio", messaggio)))
    assert "La pratica è aperta." in shown
    assert "Nadia" not in shown
    assert "Hai una risposta" in text(ada.get(reverse("messaggi")))


def test_who_asked_goes_on_and_the_office_finds_it_again(ada, nadia, messaggio, mailoutbox):
    nadia.post(page("messaggio_rispondi", messaggio), {"testo": "La pratica è aperta."})
    assert messaggio.codice not in text(nadia.get(reverse("messaggi_ufficio")))
    ada.post(page("messaggio_rispondi", messaggio), {"testo": "Da quando?"})
    messaggio.refresh_from_db()
    assert messaggio.stato == "aperto"
    assert messaggio.codice in text(nadia.get(reverse("messaggi_ufficio")))
    assert len(mailoutbox) == 1  # nobody is told of their own words
    assert [t.dell_ufficio for t in Risposta.objects.order_by("at", "pk")].count(True) == 1


def test_two_presses_of_one_answer_are_one_answer_and_one_mail(personas, messaggio, adesso):
    office = personas.scope(personas.revisore)
    first = write_turn(messaggio, "Ecco.", by=office, now=adesso)
    again = write_turn(messaggio, " Ecco.\r\n", by=office, now=adesso + timedelta(seconds=1))
    assert first == again
    later = adesso + timedelta(minutes=5)
    write_turn(messaggio, "Grazie.", by=personas.scope(personas.docente), now=later)
    write_turn(messaggio, "Ecco.", by=office, now=later + timedelta(minutes=5))
    assert Risposta.objects.count() == 3


@pytest.mark.parametrize("words", ["", " \r\n ", "a" * 4001])
def test_an_answer_that_says_nothing_or_too_much_is_refused(nadia, messaggio, words):
    answer = nadia.post(page("messaggio_rispondi", messaggio), {"testo": words})
    assert answer.context["form"].errors.keys() == {"testo"}
    assert not Risposta.objects.exists()


@pytest.mark.parametrize("words", ["", "a" * 4001])
def test_the_action_itself_refuses_them(personas, messaggio, adesso, words):
    with pytest.raises(ActionError) as refusal:
        write_turn(messaggio, words, by=personas.scope(personas.revisore), now=adesso)
    assert refusal.value.field == "testo"


@pytest.mark.parametrize("who", ["docente", "revisore"])
def test_either_side_ends_it_and_then_nobody_writes(client, personas, messaggio, who):
    enter(client, getattr(personas, who))
    assert "Nessuno potrà più scriverci" in text(client.get(page("messaggio_chiudi", messaggio)))
    for _press in range(2):
        assert client.post(page("messaggio_chiudi", messaggio)).status_code == 302
    assert AuditEvent.objects.filter(code="messaggio.chiuso").count() == 1
    refused = client.post(page("messaggio_rispondi", messaggio), {"testo": "Ancora."})
    assert refused.status_code == 403
    assert "La conversazione è chiusa" in text(client.get(page("messaggio", messaggio)))


def test_a_conversation_closed_since_it_was_read_takes_no_answer(personas, messaggio, adesso):
    Messaggio.objects.filter(pk=messaggio.pk).update(stato="chiuso")
    with pytest.raises(PermissionDenied, match="La conversazione è chiusa"):
        write_turn(messaggio, "Ecco.", by=personas.scope(personas.revisore), now=adesso)


# --- who reads ------------------------------------------------------------------------------------


def test_nobody_else_finds_it(client, personas, messaggio):
    enter(client, personas.dirigente)
    allegato = allegato_messaggio_di(messaggio)
    for name, row in (
        ("messaggio", messaggio),
        ("messaggio_chiudi", messaggio),
        ("messaggio_allegato", allegato),
    ):
        assert client.get(page(name, row)).status_code == 404
    assert client.post(page("messaggio_rispondi", messaggio), {"testo": "x"}).status_code == 404
    assert messaggio.codice not in text(client.get(reverse("messaggi")))
    assert client.get(reverse("messaggi_ufficio")).status_code == 403


@pytest.mark.parametrize("action", [write_turn, close_messaggio])
def test_the_actions_refuse_a_stranger_before_they_lock(
    personas, messaggio, adesso, monkeypatch, action
):
    def lock(_row: Any) -> None:
        raise AssertionError("asked after taking the lock")

    monkeypatch.setattr("utenti.credenziali.actions.risposte.lock", lock)
    words = ("Ecco.",) if action is write_turn else ()
    with pytest.raises(PermissionDenied):
        action(messaggio, *words, by=personas.scope(personas.dirigente), now=adesso)


def test_the_pages_refuse_by_themselves_what_the_actions_would(
    ada, personas, messaggio, monkeypatch
):
    monkeypatch.setattr("utenti.credenziali.actions.risposte.require", lambda decision: None)
    Messaggio.objects.filter(pk=messaggio.pk).update(stato="chiuso")
    refused = ada.post(page("messaggio_rispondi", messaggio), {"testo": "Ancora."})
    assert refused.status_code == 403
    Messaggio.objects.filter(pk=messaggio.pk).update(
        stato="aperto", richiesta=richiesta_di(personas, messaggio.created_at)
    )
    assert ada.get(page("messaggio_chiudi", messaggio)).status_code == 403
    assert ada.post(page("messaggio_chiudi", messaggio)).status_code == 403


def test_nobody_of_the_office_answers_themselves(client, personas, adesso):
    own = messaggio_di(personas.revisore, adesso, files=0)
    enter(client, personas.revisore)
    assert own.codice not in text(client.get(reverse("messaggi_ufficio")))
    client.post(page("messaggio_rispondi", own), {"testo": "Aggiungo una cosa."})
    assert [turn.dell_ufficio for turn in own.risposte.all()] == [False]


def test_the_office_finds_its_list_from_its_own_messages(ada, nadia):
    there = reverse("messaggi_ufficio")
    assert there in text(nadia.get(reverse("messaggi")))
    assert there not in text(ada.get(reverse("messaggi")))


def test_the_oldest_question_comes_first(nadia, personas, adesso):
    later = messaggio_di(personas.docente, adesso, files=0)
    first = messaggio_di(personas.dirigente, adesso - timedelta(days=3), files=0)
    shown = text(nadia.get(reverse("messaggi_ufficio")))
    assert shown.index(first.codice) < shown.index(later.codice)
    assert "3 giorni" in shown


def test_what_goes_with_a_request_is_no_question_of_the_office(nadia, ada, personas, messaggio):
    Messaggio.objects.filter(pk=messaggio.pk).update(
        richiesta=richiesta_di(personas, messaggio.created_at)
    )
    assert nadia.get(page("messaggio", messaggio)).status_code == 404
    assert messaggio.codice not in text(nadia.get(reverse("messaggi_ufficio")))
    shown = text(ada.get(page("messaggio", messaggio)))
    assert "accompagna una richiesta" in shown
    assert ada.post(page("messaggio_rispondi", messaggio), {"testo": "x"}).status_code == 403


def test_every_reading_is_written_down(ada, personas, messaggio):
    allegato = allegato_messaggio_di(messaggio)
    ada.get(page("messaggio", messaggio))
    answer = ada.get(page("messaggio_allegato", allegato))
    assert answer["Content-Disposition"].startswith("attachment")
    seen = AccessEvent.objects.filter(user_id=personas.docente.pk)
    assert set(seen.values_list("target_type", "target_id", "kind")) == {
        ("credenziali.messaggio", messaggio.pk, "view"),
        ("credenziali.allegatomessaggio", allegato.pk, "download"),
    }


def test_the_lists_ask_as_much_for_many_as_for_one(ada, nadia, personas, adesso):
    counts = []
    for _turn in range(2):
        messaggio_di(personas.docente, adesso, files=0)
        with CaptureQueriesContext(connection) as asked:
            ada.get(reverse("messaggi"))
            nadia.get(reverse("messaggi_ufficio"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_writes_too_often_waits(ada):
    answers = [ada.post(NUOVO, {}).status_code for _turn in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_register_tells_it_in_italian_and_without_words_of_it(
    personas, messaggio, adesso, mailoutbox
):
    office = personas.scope(personas.revisore)
    write_turn(messaggio, "Ecco.", by=office, now=adesso)
    write_turn(messaggio, "Grazie.", by=personas.scope(personas.docente), now=adesso)
    close_messaggio(messaggio, by=office, now=adesso)
    told = {present(event) for event in AuditEvent.objects.filter(target_id=messaggio.pk)}
    assert told == {
        f"Messaggio {messaggio.codice} inviato a InailRisponde.",
        f"Messaggio {messaggio.codice}: risposta dell’ufficio.",
        f"Messaggio {messaggio.codice}: chi lo ha inviato ha scritto ancora.",
        f"Messaggio {messaggio.codice}: conversazione chiusa.",
    }


def test_a_key_of_somebody_elses_message_gives_nobody_that_message(personas, messaggio, adesso):
    with pytest.raises(ActionError):
        send_message(
            DatiMessaggio(**DOMANDA),
            files=[],
            by=personas.dirigente,
            now=adesso,
            request_key=messaggio.request_key,
        )
