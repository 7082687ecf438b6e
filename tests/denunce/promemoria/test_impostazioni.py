"""An organisation chooses anew: open duties follow, what is cancelled never leaves."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from denunce.orario import Orario
from denunce.promemoria.actions import Ripianificati, save_choices
from denunce.promemoria.models import Impostazioni, Promemoria
from denunce.promemoria.scan import scan
from denunce.promemoria.scelte import SOLITE, Scelte
from denunce.promemoria.sender import send
from portal.base.audit import AuditEvent
from portal.base.audit.presenters import present
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.outbox import OutboxMessage
from tests.denunce.promemoria.scena import at
from tests.factories import MembershipFactory
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db

NO_24 = Scelte(off=frozenset({("denuncia", "ore_24")}))


@pytest.fixture
def choose(personas):
    """Save choices as the head of the school, by default the first ones."""
    personas.dirigente  # noqa: B018  (she is there from the beginning, and reminded)

    def save(scelte: Scelte, when: str, expected: int = 0) -> Ripianificati:
        by = personas.scope(personas.dirigente)
        return save_choices(personas.scuola, scelte, expected=expected, by=by, now=at(when))

    return save


def sent_stages(duty) -> list[str]:
    """The stages queued so far, of which a mail may leave."""
    rows = Promemoria.objects.filter(adempimento=duty).exclude(stato="annullato")
    return list(dict.fromkeys(rows.order_by("planned_at", "pk").values_list("gradino", flat=True)))


def test_open_duties_are_planned_anew_at_once_and_the_others_left_alone(scena, personas, choose):
    duty = scena.denuncia("2026-03-12 10:00")
    other = scena.denuncia(
        "2026-03-12 10:00", user=personas.segreteria2, organizzazione=personas.altra_scuola
    )
    scan(at("2026-03-12 10:00"))
    assert choose(NO_24, "2026-03-12 11:00") == Ripianificati(1, 0)
    duty.refresh_from_db()
    other.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-13 12:00")  # the last office hours
    assert other.prossimo_promemoria_at == at("2026-03-13 10:00")
    assert scan(at("2026-03-13 10:00")).accodati == 1  # the other school's
    assert sent_stages(duty) == ["subito"]


def test_a_mail_in_the_queue_whose_stage_is_switched_off_never_leaves(scena, choose, mailoutbox):
    scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    scan(at("2026-03-13 10:00"))
    row = Promemoria.objects.filter(gradino="ore_24").first()
    assert (
        choose(NO_24, "2026-03-13 10:00").annullati
        == Promemoria.objects.filter(gradino="ore_24").count()
    )
    send({"promemoria": str(row.pk)}, now=at("2026-03-13 10:01"))
    row.refresh_from_db()
    assert (row.stato, row.motivo) == ("annullato", "tolto")
    assert not row.tentativi.exists()
    choose(SOLITE, "2026-03-13 10:05", expected=1)
    assert scan(at("2026-03-13 10:06")).accodati == 0  # nor does it come back


def test_what_has_left_is_not_sent_again_when_its_stage_moves(scena, choose):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    scan(at("2026-03-13 12:30"))
    before = OutboxMessage.objects.filter(handler="promemoria.invia").count()
    late = Scelte(orario=Orario(time(14), time(18), frozenset(range(6))))
    choose(late, "2026-03-13 12:40")
    assert scan(at("2026-03-13 16:00")).accodati == 0  # the last hours were told already
    assert OutboxMessage.objects.filter(handler="promemoria.invia").count() == before
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-14 06:00")


def test_a_stage_to_come_that_would_have_been_earlier_is_due_now_not_lost(scena, choose):
    duty = scena.denuncia("2026-03-12 16:30")  # prudential clock on Saturday at 16:30
    scan(at("2026-03-12 16:30"))
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-13 12:00")
    scan(at("2026-03-13 12:00"))
    choose(Scelte(quiet=True), "2026-03-13 15:00")  # 24 hours before would be at 13:00, earlier
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-13 15:00")
    scan(at("2026-03-13 15:00"))
    assert sent_stages(duty) == ["subito", "ultime_ore", "ore_24"]


def test_a_reminder_already_due_stays_due(scena, choose):
    duty = scena.denuncia("2026-03-12 10:00")
    choose(NO_24, "2026-03-12 10:05")
    duty.refresh_from_db()
    assert duty.prossimo_promemoria_at == at("2026-03-12 10:00")


def test_the_same_choices_again_plan_nothing_and_are_recorded(scena, choose, personas):
    scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    choose(NO_24, "2026-03-12 11:00")
    assert choose(NO_24, "2026-03-12 12:00", expected=1) == Ripianificati(0, 0)
    events = AuditEvent.objects.filter(code="promemoria.impostazioni").order_by("at")
    assert [event.data["adempimenti"] for event in events] == [1, 0]
    assert {event.actor_id for event in events} == {personas.dirigente.pk}
    assert present(events[0]) == "Ha cambiato le impostazioni dei promemoria."


@pytest.mark.parametrize(("stored", "expected"), [(0, 1), (1, 0), (2, 1)])
def test_of_two_tabs_the_second_is_told(choose, stored, expected):
    for number in range(stored):
        choose(NO_24, "2026-03-12 10:00", expected=number)
    with pytest.raises(VersionConflict):
        choose(SOLITE, "2026-03-12 10:01", expected=expected)
    assert [row.scelte for row in Impostazioni.objects.order_by("pk")] == [NO_24] * min(stored, 1)


def test_who_works_on_cases_without_administering_may_not_choose(personas):
    with pytest.raises(PermissionDenied):
        save_choices(
            personas.scuola,
            NO_24,
            expected=0,
            by=personas.scope(personas.segreteria),
            now=at("2026-03-12 10:00"),
        )


WRONG = {
    "office_days": Scelte(orario=Orario(days=frozenset())),
    "closes": Scelte(orario=Orario(time(8), time(9, 59))),
    "anche": Scelte(anche="forse"),
    None: Scelte(off=frozenset({("denuncia", "subito")})),
}


@pytest.mark.parametrize(("field", "scelte"), WRONG.items(), ids=str)
def test_choices_that_make_no_sense_are_refused(choose, field, scelte):
    with pytest.raises(ActionError) as refused:
        choose(scelte, "2026-03-12 10:00")
    assert refused.value.field == field
    assert not Impostazioni.objects.exists()


def test_codes_that_name_nothing_have_no_effect():
    row = Impostazioni(off="denuncia:subito denuncia:scadenza forse :x denuncia", office_days="0")
    assert ("denuncia", "subito") in row.scelte.off  # read as they are, ignored by the stages


@pytest.mark.parametrize(
    ("anche", "told"),
    [("mai", set()), ("scadenza", {"scadenza"}), ("ultime_ore", {"ultime_ore", "scadenza"})],
)
def test_who_administers_is_told_as_well_when_chosen(scena, personas, choose, anche, told):
    duty = scena.denuncia("2026-03-12 10:00")
    duty.caso.assegnato_a = personas.segreteria
    duty.caso.save()
    choose(Scelte(anche=anche), "2026-03-12 10:00")
    for instant in ("12 10:00", "13 10:00", "13 12:00", "14 06:00", "14 23:59:59"):
        scan(at(f"2026-03-{instant}"))
    of_head = Promemoria.objects.filter(destinatario=personas.dirigente)
    assert {row.gradino for row in of_head.order_by("pk")} == told
    of_secretary = Promemoria.objects.filter(destinatario=personas.segreteria)
    assert of_secretary.count() == 5


def test_planning_many_duties_takes_as_many_queries_as_planning_one(scena, choose):
    def asked(scelte: Scelte, expected: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            choose(scelte, "2026-03-12 11:00", expected=expected)
        return len(queries)

    scena.denuncia("2026-03-12 10:00")
    scan(at("2026-03-12 10:00"))
    choose(SOLITE, "2026-03-12 10:30")
    one = asked(NO_24, 1)
    for index in range(5):
        scena.denuncia("2026-03-12 10:00", cognome=f"Esempio{index}")
    scan(at("2026-03-12 10:00"))
    choose(SOLITE, "2026-03-12 10:40", expected=2)
    assert asked(NO_24, 3) == one


# --- pages ---------------------------------------------------------------------------------------


def test_who_administers_another_school_does_not_choose_for_this_one(personas, client):
    """The door lets the head of the other school in; the page asks about this school."""
    head = MembershipFactory(organizzazione=personas.altra_scuola, ruolo=Ruolo.DIRIGENTE).utente
    MembershipFactory(utente=head, organizzazione=personas.scuola, ruolo=Ruolo.SEGRETERIA)
    client.force_login(head)
    page = reverse("promemoria_modifica", args=[personas.scuola.pk])
    assert client.get(page).status_code == 403
    shown = client.get(reverse("promemoria_organizzazione", args=[personas.scuola.pk]))
    assert page not in shown.content.decode()


@pytest.fixture
def head(personas, a_tempo_fermo) -> Client:
    client = Client()
    client.force_login(personas.dirigente)
    return client


def form(**changed: object) -> dict[str, object]:
    usual = {
        "version": "0",
        "office_days": ["0", "1", "2", "3", "4"],
        "opens": "8:00",
        "closes": "14:00",
        "anche": "mai",
        "gradini_denuncia": ["ore_4"],
        "gradini_comunicazione": ["ore_24", "ore_4"],
        "gradini_denuncia_ps": ["ore_24", "ore_4"],
        "gradini_segnalazione_24h": ["ore_12", "ore_4", "ore_1"],
        "gradini_denuncia_mp": ["tre_giorni", "un_giorno"],
        "gradini_denuncia_assicurazione": ["sette_giorni", "tre_giorni", "un_giorno"],
    }
    return {**usual, **changed}


def test_the_head_changes_the_choices_and_reads_them(head, personas):
    page = reverse("promemoria_modifica", args=[personas.scuola.pk])
    answer = head.post(page, form(quiet="on"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [
        (reverse("promemoria_organizzazione", args=[personas.scuola.pk]), 302)
    ]
    assert "Impostazioni salvate" in text
    assert "Spenti: 24 ore prima." in text
    assert "gli altri vengono anticipati" in text
    assert "Cambiate da Paolo Ferri" in text
    row = Impostazioni.objects.get()
    assert row.scelte == Scelte(quiet=True, off=frozenset({("denuncia", "ore_24")}))


def test_the_second_press_of_an_old_page_says_so_and_keeps_what_was_typed(head, personas):
    page = reverse("promemoria_modifica", args=[personas.scuola.pk])
    head.post(page, form())
    answer = head.post(page, form(opens="7:30"))
    assert answer.status_code == 200
    assert "Qualcun altro ha modificato questi dati" in answer.content.decode()
    assert 'value="7:30"' in answer.content.decode()
    assert Impostazioni.objects.get().version == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"office_days": []}, "In quali giorni l’ufficio è aperto: scegli una risposta."),
        ({"opens": "alle otto"}, "Apre alle: scrivi un’ora, per esempio 8:00."),
        ({"closes": "9:59"}, "Chiude alle: scrivi un’ora almeno due ore dopo l’apertura."),
        ({"anche": ""}, "Avvisa anche chi amministra l’organizzazione: scegli una risposta."),
    ],
)
def test_a_wrong_answer_says_what_to_do(head, personas, changed, sentence):
    page = reverse("promemoria_modifica", args=[personas.scuola.pk])
    answer = head.post(page, form(**changed))
    assert sentence in answer.content.decode()
    assert not Impostazioni.objects.exists()


def test_who_works_on_cases_reads_them_without_the_button(personas, a_tempo_fermo):
    client = Client()
    client.force_login(personas.segreteria)
    page = client.get(reverse("promemoria_organizzazione", args=[personas.scuola.pk]))
    text = page.content.decode()
    assert "Sono quelle usuali" in text
    assert "Le cambia chi amministra l’organizzazione." in text
    assert "Cambia le impostazioni" not in text


def test_another_organisation_does_not_exist_and_its_head_may_not_look(personas, a_tempo_fermo):
    client = Client()
    client.force_login(personas.datore)  # head of a firm, nobody in the school
    for name in ("promemoria_organizzazione", "promemoria_modifica"):
        page = reverse(name, args=[personas.scuola.pk])
        assert client.get(page).status_code == 404
        assert client.post(page, form()).status_code in (404, 405)
    assert not Impostazioni.objects.exists()


def test_everybody_reads_what_is_reminded_with_an_example(client):
    text = client.get(reverse("promemoria")).content.decode()
    assert "dal lunedì al venerdì, dalle 8:00 alle 14:00" in text
    assert "venerdì 13 marzo, 10:00" in text
    assert "24 ore prima" in text
    assert "Le tue organizzazioni" not in text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({0, 1, 2, 3, 4, 5}, "dal lunedì al sabato"),
        ({0}, "lunedì"),
        ({0, 2}, "lunedì e mercoledì"),
        ({0, 1, 4}, "lunedì, martedì e venerdì"),
    ],
)
def test_office_days_in_words(days, words):
    from denunce.promemoria.parole import office_hours

    said = office_hours(Orario(time(7, 30), time(13), frozenset(days)))
    assert said == f"{words}, dalle 7:30 alle 13:00"
