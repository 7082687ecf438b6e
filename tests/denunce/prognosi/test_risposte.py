"""Laura answers on the page of the case; the mail says nothing of health."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from denunce.models import Caso
from denunce.prognosi.actions import answer
from denunce.prognosi.lettera import compose
from denunce.prognosi.models import DomandaPrognosi
from denunce.prognosi.personal import erase_with_cases, export_organisation
from denunce.prognosi.scan import scan
from denunce.prognosi.sender import send
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from tests.logins import enter
from tests.pages import read

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 12)


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings, a_tempo_fermo):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def laura(personas):
    return enter(Client(), personas.segreteria)


@pytest.fixture
def url(caso):
    return reverse("prognosi_rispondi", args=[caso.pk])


def page_of(client, caso) -> str:
    return read(client.get(f"/denunce/casi/{caso.pk}/"))


def test_the_page_asks_and_says_why(laura, caso):
    page = page_of(laura, caso)
    assert "La prognosi finisce oggi. Luca è rientrato?" in page
    assert "la Comunicazione diventa Denuncia" in page
    assert "sarebbe entro lunedì 16 marzo" in page  # the letter of the law: 14 + 2 days
    assert page.index('id="prognosi"') < page.index("Devi inviare la comunicazione")


def test_a_girl_is_back_in_her_own_gender(laura, apri):
    page = page_of(laura, apri(nome="Anna", cognome="Verdi", sesso="F"))
    assert "Anna è rientrata?" in page
    assert ">È rientrata<" in page


def test_before_the_last_day_the_page_says_when_it_will_ask(laura, apri):
    page = page_of(laura, apri(13))
    assert "La prognosi finisce venerdì 13 marzo" in page
    assert "Venerdì 13 marzo ti chiediamo" in page
    assert "Non lo so ancora" not in page


def test_after_it_the_page_says_since_when(laura, caso, certifica):
    Caso.objects.filter(pk=caso.pk).update(prognosi_fino_al=date(2026, 3, 11))
    assert "La prognosi è finita mercoledì 11 marzo. Luca è rientrato?" in page_of(laura, caso)


def test_back_is_recorded_once_with_who_and_when(laura, caso, url):
    for _twice in range(2):
        answered = laura.post(url, {"risposta": "rientrato", "fino_al": "2026-03-12"}, follow=True)
    page = read(answered)
    assert answered.redirect_chain[-1][0].endswith("#prognosi")
    assert "Laura Conti ha risposto «È rientrato» giovedì 12 marzo, 10:00" in page
    assert "Ha annotato che la persona è di nuovo presente." in page
    assert "Non lo so ancora" not in page
    assert AuditEvent.objects.filter(code="prognosi.rientrato").count() == 1
    event = AuditEvent.objects.get(code="prognosi.rientrato")
    assert event.data == {"domanda": str(DomandaPrognosi.objects.get().pk)}


def test_not_known_yet_says_when_it_comes_back(laura, caso, url):
    page = read(laura.post(url, {"risposta": "non_so", "fino_al": "2026-03-12"}, follow=True))
    assert "Te lo chiediamo di nuovo venerdì 13 marzo" in page
    assert "È rientrato" in page


def test_who_changes_their_mind_may_say_so(laura, caso, url):
    laura.post(url, {"risposta": "non_so", "fino_al": "2026-03-12"})
    laura.post(url, {"risposta": "rientrato", "fino_al": "2026-03-12"})
    assert DomandaPrognosi.objects.get().prossima_on is None


def test_after_enough_times_the_page_alone_asks(laura, caso, url, adesso):
    DomandaPrognosi.objects.create(caso=caso, fino_al=LAST, volte=4, created_at=adesso)
    page = read(laura.post(url, {"risposta": "non_so", "fino_al": "2026-03-12"}, follow=True))
    assert "Non te lo chiediamo più per e-mail" in page


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"risposta": "forse", "fino_al": "2026-03-12"}, "Scegli una delle risposte"),
        ({"fino_al": "2026-03-12"}, "Scegli una delle risposte"),
        ({"risposta": "rientrato"}, "Nel frattempo il caso è cambiato"),
        ({"risposta": "rientrato", "fino_al": "2026-02-31"}, "Nel frattempo il caso è cambiato"),
        ({"risposta": "rientrato", "fino_al": "2026-03-11"}, "Nel frattempo il caso è cambiato"),
    ],
)
def test_an_answer_to_another_question_is_refused(laura, caso, url, posted, said):
    assert said in read(laura.post(url, posted, follow=True))
    assert not DomandaPrognosi.objects.exists()


def test_nobody_answers_before_the_last_day(caso, by, ora):
    with pytest.raises(ActionError, match="non è ancora finita"):
        answer(caso, "rientrato", fino_al=LAST, by=by, now=ora("2026-03-11 10:00"))


def test_the_case_of_another_school_does_not_exist(personas, caso, url):
    ugo = enter(Client(), personas.segreteria2)
    assert ugo.post(url, {"risposta": "rientrato"}).status_code == 404


def test_on_a_closed_case_nothing_is_asked_or_answered(laura, caso, url, personas, adesso):
    values = {"stato": "chiuso", "chiuso_at": adesso, "chiuso_by": personas.segreteria}
    Caso.objects.filter(pk=caso.pk).update(**values)
    assert laura.post(url, {"risposta": "rientrato", "fino_al": "2026-03-12"}).status_code == 403
    assert 'id="prognosi"' not in page_of(laura, caso)


def test_the_mail_names_the_case_and_no_health(caso, personas):
    letter = compose(caso, personas.segreteria)
    assert letter.subject == f"Da rispondere oggi: una domanda sul caso {caso.numero} (B. L.)"
    for text in (letter.subject, letter.text, letter.html):
        assert "Bianchi" not in text
        assert "prognosi finisce" not in text
        assert "palestra" not in text
    assert f"/casi/{caso.pk}/" in letter.text


@pytest.fixture
def chiesta(caso, ora):
    scan(ora("2026-03-12 08:00"))
    return DomandaPrognosi.objects.get()


def payload(domanda, person, volta="1"):
    return {"domanda": str(domanda.pk), "volta": volta, "destinatario": str(person.pk)}


def test_one_mail_with_its_own_message_id(chiesta, personas, mailoutbox, adesso):
    send(payload(chiesta, personas.segreteria), now=adesso)
    assert [m.to for m in mailoutbox] == [["laura.conti@persone.test"]]
    assert f"prognosi-{chiesta.pk}-1-" in mailoutbox[0].extra_headers["Message-ID"]


@pytest.mark.parametrize(
    "case", ["risposta", "nuovo", "chiuso", "altra_volta", "senza_accesso", "cancellata"]
)
def test_nothing_is_sent_when_the_question_does_not_stand(
    chiesta, personas, by, certifica, mailoutbox, adesso, ora, case
):
    caso, person, volta = chiesta.caso, personas.segreteria, "1"
    if case == "risposta":
        answer(caso, "non_so", fino_al=LAST, by=by, now=adesso)
    if case == "nuovo":
        certifica(caso, 13, dal=13, at="2026-03-12 09:00", tipo="continuativo")
    if case == "chiuso":
        Caso.objects.filter(pk=caso.pk).update(
            stato="chiuso", chiuso_at=adesso, chiuso_by=by.user.pk
        )
    if case == "altra_volta":
        volta = "2"
    if case == "senza_accesso":
        personas.end_membership(person)
    sent = payload(chiesta, person, volta)
    if case == "cancellata":
        chiesta.delete()
    send(sent, now=adesso)
    assert mailoutbox == []


def test_what_is_kept_is_given_back_and_goes_with_the_case(caso, by, adesso, personas):
    answer(caso, "rientrato", fino_al=LAST, by=by, now=adesso)
    pieces = list(export_organisation(caso.organizzazione_id))
    assert len(pieces) == 1
    assert erase_with_cases([caso.pk]) == {"domande": 1}
    assert erase_with_cases([caso.pk]) == {}


def domanda(caso, now, **other):
    with transaction.atomic():
        return DomandaPrognosi.objects.create(
            **{"caso": caso, "fino_al": LAST, "created_at": now} | other
        )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("domanda_prognosi_risposta_con_autore", {"risposta": "rientrato"}),
        ("domanda_prognosi_risposta_con_autore", {"risposta": "forse"}),
        ("domanda_prognosi_non_insiste", {"volte": 5}),
        ("domanda_prognosi_rientrato_basta", {"risposta": "rientrato", "prossima_on": LAST}),
    ],
)
def test_the_database_says_no(caso, by, adesso, name, values):
    if name == "domanda_prognosi_rientrato_basta":
        values = values | {"risposta_at": adesso, "risposta_by": by.user}
    if values.get("risposta") == "forse":
        values = values | {"risposta_at": adesso, "risposta_by": by.user}
    with pytest.raises(IntegrityError, match=name):
        domanda(caso, adesso, **values)


def test_one_question_for_each_end_of_prognosis(caso, adesso):
    domanda(caso, adesso)
    with pytest.raises(IntegrityError):
        domanda(caso, adesso)
