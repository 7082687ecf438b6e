"""A file of doctors from the upload to the confirmation, and the comparison with a full list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from portal.base.outbox.models import OutboxMessage
from tests.logins import enter
from tests.utenti.profili.scena import as_csv, as_rows, dati, rows_as_csv, tracked
from utenti.models import Membership, Utente
from utenti.profili.actions.imports import (
    Scelta,
    confirm,
    discard,
    forget_old,
    note_time,
    preview,
    upload,
)
from utenti.profili.actions.plan import Esito
from utenti.profili.actions.profiles import (
    create_profilo,
    disable_profilo,
    remove_profilo,
)
from utenti.profili.choices import StatoProfilo
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico
from utenti.profili.workflow import StatoImportazione

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(personas, by, adesso):
    """Upload a file for the hospital."""

    def loaded(content: bytes, tipo: str = "aggiunta") -> Importazione:
        return upload(content, organizzazione=personas.presidio_org, tipo=tipo, by=by, now=adesso)

    return loaded


@pytest.fixture
def plan(by):
    return lambda row: preview(row, by=by, today=by.on)


@pytest.fixture
def do(by, adesso, plan):
    """Confirm what the preview shows."""

    def done(row: Importazione, scelta: Scelta | None = None) -> Importazione:
        return confirm(row, scelta or Scelta(), impronta=plan(row).impronta, by=by, now=adesso)

    return done


def outcomes(found) -> list[tuple[int, str]]:
    return [(voce.numero, str(voce.esito)) for voce in found.voci]


# --- adding ---------------------------------------------------------------------------------------


def test_a_file_makes_accounts_roles_profiles_groups_and_mails_all_at_once(load, do, personas):
    row = do(load(as_csv(dati(0), dati(1, gruppo="Pediatria"))))
    assert (row.stato, row.aggiunti, row.esclusi) == (StatoImportazione.CONFERMATA, 2, 0)
    anna = ProfiloMedico.objects.select_related("utente__data_key", "membership").get(
        codice_fornitore="AB00000"
    )
    assert anna.utente.codice_fiscale == dati(0).codice_fiscale
    assert not anna.utente.has_usable_password()
    assert anna.membership.organizzazione_id == personas.presidio_org.pk
    assert sorted(Gruppo.objects.values_list("nome", flat=True)) == ["Ortopedia", "Pediatria"]
    assert OutboxMessage.objects.filter(handler="profili.benvenuto").count() == 2
    assert AuditEvent.objects.filter(code="utenti.ruolo_dato").count() == 2
    assert AuditEvent.objects.filter(code="profili.importati").count() == 1


def test_nothing_is_done_by_the_upload(load):
    before = Utente.objects.count()
    load(as_csv(dati()))
    assert Utente.objects.count() == before
    assert not ProfiloMedico.objects.exists()


def test_a_second_press_does_nothing_more(load, do, by, adesso):
    row = load(as_csv(dati()))
    first = do(row)
    again = confirm(row, Scelta(), impronta="x", by=by, now=adesso)
    assert again.pk == first.pk
    assert ProfiloMedico.objects.count() == 1


def test_the_rows_are_unreadable_once_decided(load, do):
    row = load(as_csv(dati()))
    kept = bytes(Importazione.objects.values_list("righe", flat=True).get())
    assert b"Verdi" not in kept
    do(row)
    decided = Importazione.objects.select_related("data_key").get()
    assert decided.righe is None
    assert decided.data_key.destroyed_at is not None


def test_a_preview_nobody_confirms_is_forgotten_after_a_day(load, by, adesso):
    row = load(as_csv(dati()))
    assert forget_old(adesso + timedelta(hours=23)) == 0
    late = adesso + timedelta(hours=24)
    with pytest.raises(ActionError, match="scaduta"):
        confirm(row, Scelta(), impronta="x", by=by, now=late)
    assert forget_old(late) == 1
    assert Importazione.objects.get().stato == StatoImportazione.SCADUTA
    assert Importazione.objects.get().righe is None
    assert forget_old(late) == 0


def test_a_file_thrown_away_leaves_no_rows(load, by, adesso):
    row = discard(load(as_csv(dati())), by=by, now=adesso)
    assert row.stato == StatoImportazione.ANNULLATA
    assert Importazione.objects.get().righe is None


def test_what_changed_between_preview_and_confirmation_stops_everything(
    load, plan, by, adesso, ortopedia
):
    row = load(as_csv(dati(0), dati(1)))
    seen = plan(row).impronta
    create_profilo(dati(0), ortopedia, by=by, now=adesso)
    with pytest.raises(ActionError, match="Nel frattempo"):
        confirm(row, Scelta(), impronta=seen, by=by, now=adesso)
    assert ProfiloMedico.objects.count() == 1
    assert Importazione.objects.get().stato == StatoImportazione.DA_CONFERMARE


def test_the_same_person_and_the_same_address_twice_in_a_file(load, plan):
    found = plan(load(as_csv(dati(0), dati(0, cognome="Altra"), dati(1, email=dati(0).email))))
    assert outcomes(found) == [(2, "nuovo"), (3, "errore"), (4, "errore")]
    assert found.voci[1].errori[0].trovato == "la stessa persona della riga 2"
    assert found.voci[2].errori[0].chiave == "email"


def test_an_address_of_somebody_else_is_refused_without_saying_whose_it_is(load, plan, personas):
    taken = personas.segreteria.email
    found = plan(load(as_csv(dati(email=taken))))
    [error] = found.voci[0].errori
    assert (error.chiave, error.trovato) == ("email", taken)
    assert error.atteso == "un altro indirizzo, personale del medico"


def test_who_has_an_account_needs_no_name_and_the_file_never_sees_their_address(
    load, plan, do, personas, adesso
):
    cara = personas.segreteria
    cara.set_codice_fiscale(dati(5).codice_fiscale, now=adesso)
    cara.save()
    row = load(as_csv(dati(5, cognome="", nome="", email="")))
    found = plan(row)
    assert (found.voci[0].esito, found.voci[0].chi) == (Esito.NUOVO, "Conti Laura")
    do(row)
    profilo = ProfiloMedico.objects.get()
    assert profilo.utente_id == cara.pk
    assert Utente.objects.get(pk=cara.pk).email == cara.email


def test_a_row_without_a_name_for_a_new_person_is_an_error(load, plan):
    found = plan(load(as_csv(dati(cognome="", email=""))))
    assert [error.chiave for error in found.voci[0].errori] == ["cognome", "email"]


def test_a_code_that_does_not_fit_the_name_is_a_warning_not_an_error(load, plan):
    found = plan(load(as_csv(dati(cognome="Bianchi"))))
    assert found.voci[0].esito == Esito.NUOVO
    assert "non corrisponde al cognome" in found.voci[0].avvisi[0]


def test_a_day_that_has_passed_is_an_error(load, plan):
    found = plan(load(as_csv(dati(scadenza=date(2026, 3, 11)))))
    assert found.voci[0].errori[0].atteso == "un giorno da oggi in poi"
    fine = plan(load(as_csv(dati(scadenza=date(2026, 3, 12)))))
    assert fine.voci[0].esito == Esito.NUOVO


def test_a_row_left_out_and_a_class_left_out(load, do):
    row = do(load(as_csv(dati(0), dati(1))), Scelta(escludi=frozenset({2})))
    assert (row.aggiunti, row.esclusi) == (1, 1)
    row = do(load(as_csv(dati(2))), Scelta(aggiunti=False))
    assert (row.aggiunti, row.esclusi) == (0, 1)


def test_the_queries_do_not_grow_with_the_rows(load, plan, do):
    def cost(*doctors):
        row = load(as_csv(*doctors))
        with CaptureQueriesContext(connection) as done:
            do(row)
        return len(done)

    cost(dati(900))  # the group exists from here on
    few = cost(*(dati(n) for n in range(2)))
    many = cost(*(dati(n) for n in range(10, 60)))
    assert many == few


# --- changing what is there -----------------------------------------------------------------------


def test_an_uploaded_roster_shows_field_by_field_what_would_change(load, plan, do, anna):
    wanted = dati(
        gruppo="Pediatria",
        codice_fornitore="ZZ9",
        scadenza=date(2027, 1, 31),
        cognome="Verde",
    )
    row = load(as_csv(wanted))
    [voce] = plan(row).voci
    assert voce.esito == Esito.CAMBIATO
    assert [(c.chiave, c.prima, c.dopo) for c in voce.cambi] == [
        ("gruppo", "Ortopedia", "Pediatria"),
        ("codice_fornitore", "AB00000", "ZZ9"),
        ("scadenza", "senza scadenza", "31/01/2027"),
        ("cognome", "Verdi", "Verde"),
    ]
    do(row)
    now = ProfiloMedico.objects.with_people().get()
    assert (now.gruppo.nome, now.codice_fornitore) == ("Pediatria", "ZZ9")
    assert now.membership.valid_to == date(2027, 1, 31)
    assert (now.utente.cognome, now.nome_ricerca) == ("Verde", "verde anna")
    assert now.version == anna.version + 1


def test_the_name_of_who_entered_does_not_change_from_a_file(load, plan, anna, adesso):
    Utente.objects.filter(pk=anna.utente_id).update(last_login=adesso)
    [voce] = plan(load(as_csv(dati(cognome="Verde")))).voci
    assert voce.esito == Esito.UGUALE
    assert "non cambia" in voce.avvisi[0]


def test_a_file_without_the_column_of_the_end_leaves_the_ends_alone(load, plan, do, by, adesso):
    do(load(as_csv(dati(scadenza=date(2027, 1, 31)))))
    without = rows_as_csv([row[:-1] for row in as_rows(dati())])
    assert outcomes(plan(load(without))) == [(2, "uguale")]
    assert plan(load(as_csv(dati()))).voci[0].cambi[0].dopo == "senza scadenza"


def test_capitals_and_accents_are_no_difference(load, plan, anna):
    [voce] = plan(load(as_csv(dati(cognome="VERDI", gruppo="ORTOPEDIA")))).voci
    assert voce.esito == Esito.UGUALE


def test_a_disabled_doctor_stays_disabled(load, plan, do, anna, by, adesso):
    disable_profilo(anna, by=by, now=adesso)
    row = load(as_csv(dati(codice_fornitore="ZZ9")))
    assert "resta disabilitato" in plan(row).voci[0].avvisi[0]
    do(row)
    assert ProfiloMedico.objects.with_people().get().stato(by.on) == StatoProfilo.DISABILITATO


def test_a_removed_doctor_comes_back_as_a_new_profile_of_the_same_person(
    load, do, anna, by, adesso
):
    remove_profilo(anna, by=by, now=adesso)
    do(load(as_csv(dati())))
    assert ProfiloMedico.objects.count() == 2
    assert ProfiloMedico.objects.present().get().utente_id == anna.utente_id


# --- the full list --------------------------------------------------------------------------------


def test_a_full_list_tells_added_changed_gone_and_unchanged(load, plan, do, anna, by, adesso):
    ward = anna.gruppo
    for number in (1, 2):
        create_profilo(dati(number), ward, by=by, now=adesso)
    row = load(as_csv(dati(1), dati(2, codice_fornitore="ZZ9"), dati(3)), "elenco")
    found = plan(row)
    assert outcomes(found) == [(2, "uguale"), (3, "cambiato"), (4, "nuovo")]
    assert [profilo.pk for profilo in found.cessati] == [anna.pk]
    kept = do(row)  # gone, but nobody chose to take the access away
    assert (kept.aggiunti, kept.cambiati, kept.cessati) == (1, 1, 0)
    row = load(as_csv(dati(1), dati(2, codice_fornitore="ZZ9"), dati(3)), "elenco")
    assert do(row, Scelta(cessa=frozenset({anna.pk}))).cessati == 1
    gone = ProfiloMedico.objects.with_people().get(pk=anna.pk)
    assert gone.stato(by.on) == StatoProfilo.ELIMINATO
    assert not Membership.objects.of(gone.utente, on=by.on).exists()


def test_leavers_lose_their_live_sessions_in_the_same_moment(load, do, anna, client):
    browser = tracked(client, anna.utente)
    assert browser.get("/certificati/").status_code == 200
    row = load(as_csv(dati(1)), "elenco")
    do(row, Scelta(tutti_cessati=True))
    assert browser.get("/certificati/").status_code == 302


def test_an_end_moved_to_a_doctor_of_another_hospital_is_not_ours(
    load, plan, do, altra_ortopedia, adesso
):
    ward, theirs = altra_ortopedia
    other = create_profilo(dati(0), ward, by=theirs, now=adesso)
    row = load(as_csv(dati(0)), "elenco")
    assert outcomes(plan(row)) == [(2, "nuovo")]
    do(row)
    assert ProfiloMedico.objects.filter(utente=other.utente_id).count() == 2


# --- pages ----------------------------------------------------------------------------------------


def send(browser, path: str, content: bytes, name: str = "medici.csv"):
    return browser.post(path, {"file": SimpleUploadedFile(name, content)})


def test_upload_preview_and_confirmation_on_the_pages(bruna):
    page = send(bruna, "/profili/importa/", as_csv(dati(), dati(1, email="male")))
    assert page.status_code == 302
    shown = bruna.get(page.url)
    text = shown.content.decode()
    assert "non è ancora stato fatto niente" in text
    assert "un indirizzo come nome@esempio.it" in text
    assert "Ortopedia" in text
    answer = bruna.post(page.url, {"impronta": shown.context["impronta"], "aggiunti": "on"})
    assert answer.url == page.url
    said = bruna.get(page.url).content.decode()
    assert "Confermata" in said
    assert "secondi" in said
    assert ProfiloMedico.objects.count() == 1


def test_a_refused_file_is_said_beside_its_field(bruna):
    text = send(bruna, "/profili/importa/", b"").content.decode()
    assert "Il file è vuoto." in text
    text = bruna.post("/profili/importa/", {}).content.decode()
    assert "Scegli il file" in text


def test_a_stale_preview_is_shown_again_with_the_reason(bruna, load, anna):
    row = load(as_csv(dati(codice_fornitore="ZZ9")))
    page = bruna.post(f"/profili/importazioni/{row.pk}/", {"impronta": "x", "cambiati": "on"})
    assert "Nel frattempo" in page.content.decode()
    assert ProfiloMedico.objects.get().codice_fornitore == "AB00000"


def test_in_the_full_list_nobody_is_taken_away_unless_ticked(bruna, anna):
    page = send(bruna, "/profili/confronta/", as_csv(dati(1)))
    shown = bruna.get(page.url)
    text = " ".join(shown.content.decode().split())
    assert 'name="tutti_cessati">' in text
    assert f'name="cessa" value="{anna.pk}">' in text
    values = {"impronta": shown.context["impronta"], "cessa": [str(anna.pk), "non un id"]}
    bruna.post(page.url, values)
    assert ProfiloMedico.objects.get(pk=anna.pk).eliminato_at is not None
    assert not ProfiloMedico.objects.exclude(pk=anna.pk).exists()  # the new one was not ticked


def test_the_preview_as_a_file_and_the_file_thrown_away(bruna, load, anna):
    row = load(as_csv(dati(1), dati(2, email="male")), "elenco")
    path = f"/profili/importazioni/{row.pk}/"
    lines = bruna.get(f"{path}anteprima.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Riga;Medico;Esito")
    assert "2;Verdi Anna;aggiunto" in lines[1]
    assert "un indirizzo come" in lines[2]
    assert "non è nell’elenco" in lines[3]
    assert bruna.post(f"{path}annulla/").url == "/profili/"
    assert bruna.get(f"{path}anteprima.csv").url == path
    assert "Annullata" in bruna.get(path).content.decode()


def test_the_template_can_be_uploaded_as_it_is(bruna):
    for name in ("modello.csv", "modello.xlsx"):
        content = bruna.get(f"/profili/{name}").content
        page = send(bruna, "/profili/importa/", content, name)
        assert bruna.get(page.url).context["new_count"] == 1


def test_another_hospital_sees_no_import_of_ours(client, load, altra_ortopedia):
    row = load(as_csv(dati()))
    browser = enter(client, altra_ortopedia[1].user)
    assert browser.get(f"/profili/importazioni/{row.pk}/").status_code == 404


def test_who_manages_two_hospitals_chooses_which_one(bruna, by, altro_ospedale):
    Membership.objects.create(
        utente=by.user,
        organizzazione=altro_ospedale,
        ruolo="amministratore_presidio",
        valid_from=date(2025, 9, 1),
    )
    assert (
        "Scegli una risposta" in send(bruna, "/profili/importa/", as_csv(dati())).content.decode()
    )
    file = SimpleUploadedFile("medici.csv", as_csv(dati()))
    page = bruna.post("/profili/importa/", {"file": file, "presidio": str(altro_ospedale.pk)})
    assert page.status_code == 302
    assert Importazione.objects.get().organizzazione_id == altro_ospedale.pk


def test_the_time_is_noted_once(load, do):
    row = do(load(as_csv(dati())))
    note_time(row, 0)
    note_time(row, 900)
    assert Importazione.objects.get().millisecondi == 1
    assert row.decisa_at <= timezone.now()
