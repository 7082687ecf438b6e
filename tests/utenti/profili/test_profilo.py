"""One doctor: created, found, changed, disabled, removed; two hospitals; addresses by hand."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_string
from email.policy import default
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.base import outbox
from portal.base.audit import AuditEvent
from portal.base.authz import Permission
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.outbox.models import OutboxMessage
from tests.logins import enter
from tests.utenti.profili.scena import codice, dati, tracked
from utenti.access import Scope
from utenti.models import Membership, Utente
from utenti.profili.actions.groups import create_gruppo, rename_gruppo
from utenti.profili.actions.profiles import (
    Modifica,
    create_profilo,
    disable_profilo,
    enable_profilo,
    invite_again,
    remove_profilo,
    update_profilo,
)
from utenti.profili.choices import StatoProfilo
from utenti.profili.models import Gruppo, ProfiloMedico

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def at(profilo, end: str = "") -> str:
    return f"/profili/medici/{profilo.pk}/{end}"


def fields(**changes):
    values = {
        "codice_fiscale": codice(),
        "cognome": "Verdi",
        "nome": "Anna",
        "email": "Anna@Medici.test",
        "codice_fornitore": "AB1",
        "scadenza": "",
    }
    return values | changes


def reread(profilo) -> ProfiloMedico:
    return ProfiloMedico.objects.with_people().get(pk=profilo.pk)


# --- a new user -----------------------------------------------------------------------------------


def test_two_steps_make_a_doctor_with_an_account_and_a_mail(bruna, ortopedia, by):
    first = {"gruppo": str(ortopedia.pk), "codice_fiscale": codice().lower()}
    page = words(bruna.post("/profili/medici/nuovo/", first))
    assert f"Codice fiscale {codice()}" in page
    assert "Cognome" in page
    answer = bruna.post("/profili/medici/nuovo/crea/", fields(gruppo=str(ortopedia.pk)))
    made = ProfiloMedico.objects.with_people().get()
    assert answer.url == at(made)
    assert (made.utente.email, made.utente.codice_fiscale) == ("anna@medici.test", codice())
    scope = Scope(made.utente, by.on)
    held = {p for p in Permission if scope.has(p)}
    assert held == {Permission.CERTIFICATO_ISSUE}
    assert "Anna" in words(bruna.get(answer.url))
    assert AuditEvent.objects.filter(code="profili.creato").count() == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("12345678901", "ha 16 caratteri"),
        (codice()[:-1] + "?", "non è corretto"),
        ("", "Codice fiscale del medico"),
    ],
)
def test_a_wrong_code_stops_at_the_first_step(bruna, ortopedia, code, said):
    first = {"gruppo": str(ortopedia.pk), "codice_fiscale": code}
    page = words(bruna.post("/profili/medici/nuovo/", first))
    assert said in page
    assert "Crea il profilo" not in page


def test_without_a_group_one_is_made_first(bruna):
    assert "Crea il primo gruppo" in words(bruna.get("/profili/medici/nuovo/"))


def test_who_has_an_account_is_asked_nothing_and_tells_nothing(bruna, ortopedia, personas, adesso):
    laura = personas.segreteria
    laura.set_codice_fiscale(codice(), now=adesso)
    laura.save()
    first = {"gruppo": str(ortopedia.pk), "codice_fiscale": codice()}
    page = words(bruna.post("/profili/medici/nuovo/", first))
    assert "può già entrare" in page
    for secret in (laura.email, "IC Esempio", "Segreteria", "Laura"):
        assert secret not in page
    sent = {k: v for k, v in fields(gruppo=str(ortopedia.pk)).items() if "fornitore" in k}
    sent |= {"codice_fiscale": codice(), "gruppo": str(ortopedia.pk)}
    made = bruna.post("/profili/medici/nuovo/crea/", sent)
    page = words(bruna.get(made.url))
    assert laura.email not in page
    assert "IC Esempio" not in page
    assert Utente.objects.get(pk=laura.pk).memberships.count() == 2


def test_who_is_here_already_leads_to_the_profile(bruna, anna):
    first = {"gruppo": str(anna.gruppo_id), "codice_fiscale": codice()}
    assert bruna.post("/profili/medici/nuovo/", first).url == at(anna)


def test_a_name_that_does_not_fit_the_code_is_asked_once(bruna, ortopedia):
    sent = fields(gruppo=str(ortopedia.pk), cognome="Bianchi")
    page = words(bruna.post("/profili/medici/nuovo/crea/", sent))
    assert "non corrisponde al cognome" in page
    assert not ProfiloMedico.objects.exists()
    bruna.post("/profili/medici/nuovo/crea/", sent | {"conferma": "on"})
    assert ProfiloMedico.objects.get().utente.cognome == "Bianchi"


def test_an_address_of_somebody_else_gets_a_neutral_sentence(bruna, ortopedia, personas):
    sent = fields(gruppo=str(ortopedia.pk), email=personas.segreteria.email)
    page = words(bruna.post("/profili/medici/nuovo/crea/", sent))
    assert "chiedi al medico un altro indirizzo e-mail" in page
    assert "Laura" not in page
    assert not ProfiloMedico.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"cognome": "=cmd()"},
        {"codice_fornitore": "+1"},
        {"scadenza": "2020-01-01"},
        {"scadenza": "boh"},
        {"gruppo": "x"},
        {"codice_fiscale": "\x00"},
        {"email": "a@b"},
    ],
)
def test_bad_input_makes_nobody(bruna, ortopedia, hostile):
    sent = fields(gruppo=str(ortopedia.pk)) | hostile
    assert bruna.post("/profili/medici/nuovo/crea/", sent).status_code == 200
    assert not ProfiloMedico.objects.exists()


def test_a_role_given_otherwise_is_taken_over(personas, ortopedia, by, adesso):
    rita = personas.medico_ospedaliero
    rita.set_codice_fiscale(codice(), now=adesso)
    rita.save()
    made = create_profilo(dati(scadenza=date(2027, 1, 31)), ortopedia, by=by, now=adesso)
    role = Membership.objects.get(utente=rita)
    assert made.membership_id == role.pk
    assert role.valid_to == date(2027, 1, 31)


def test_only_a_hospital_makes_hospital_doctors(personas, by, adesso):
    with pytest.raises(PermissionDenied, match="presidio"):
        create_gruppo(personas.scuola, "Ortopedia", by=by, now=adesso)


# --- the list -------------------------------------------------------------------------------------


def test_the_list_searches_by_surname_and_by_code_without_showing_either_in_an_address(
    bruna, anna, ortopedia, by, adesso
):
    create_profilo(dati(1, cognome="Òrsi", nome="Ugo"), ortopedia, by=by, now=adesso)
    answer = bruna.post("/profili/medici/cerca/?stato=attivo", {"testo": "orsi"})
    assert "orsi" not in answer.url
    page = words(bruna.get(answer.url))
    assert "Òrsi Ugo" in page
    assert "Verdi Anna" not in page
    page = words(bruna.get(bruna.post("/profili/medici/cerca/", {"testo": codice()}).url))
    assert "Verdi Anna" in page
    assert "Òrsi" not in page
    assert codice() not in page
    page = words(bruna.get(bruna.post("/profili/medici/cerca/", {"testo": ""}).url))
    assert "Verdi Anna" in page
    assert "Òrsi Ugo" in page


def test_the_list_turns_pages_with_the_same_queries(
    bruna, ortopedia, by, adesso, django_assert_num_queries
):
    for number in range(30):
        create_profilo(dati(number, nome=f"Anna{'x' * number}"), ortopedia, by=by, now=adesso)
    first = bruna.get("/profili/medici/")
    assert len(first.context["rows"]) == 25
    second = bruna.get(first.context["next_url"])
    assert len(second.context["rows"]) == 5
    names = [row["name"] for row in [*first.context["rows"], *second.context["rows"]]]
    assert names == sorted(names)
    assert len(set(names)) == 30
    assert second.context["next_url"] == ""


@pytest.mark.parametrize(
    "query",
    ["stato=boh", "gruppo=x", "dopo=x", "dopo=3f0c7a52-9a2f-4a51-8f5e-6f5d5b7f1c11", "a=%00"],
)
def test_an_odd_address_is_the_plain_list(bruna, anna, query):
    assert "Verdi Anna" in words(bruna.get(f"/profili/medici/?{query}"))


def test_the_numbers_of_the_front_page(bruna, anna, by, adesso):
    ward, soon = anna.gruppo, by.on + timedelta(days=10)
    create_profilo(dati(1, scadenza=soon), ward, by=by, now=adesso)
    disable_profilo(create_profilo(dati(2), ward, by=by, now=adesso), by=by, now=adesso)
    page = bruna.get("/profili/")
    assert (page.context["counts"]["attivo"], page.context["expiring"]) == (2, 1)
    assert page.context["counts"]["disabilitato"] == 1
    assert "2 su 3" in words(page)
    assert "/profili/" in words(bruna.get("/"))


def test_the_roster_can_be_opened_by_a_spreadsheet_without_running_anything(
    bruna, anna, by, adesso
):
    ProfiloMedico.objects.filter(pk=anna.pk).update(codice_fornitore="=HYPERLINK()")
    Gruppo.objects.filter(pk=anna.gruppo_id).update(nome="@reparto")
    Utente.objects.filter(pk=anna.utente_id).update(cognome="-2+3", nome="\tx")
    lines = bruna.get("/profili/medici/esporta/?stato=tutti").content.decode("utf-8-sig")
    row = lines.splitlines()[1]
    for cell in ("'=HYPERLINK()", "'@reparto", "'-2+3", "'\tx", codice(), "Attivo"):
        assert cell in row
    assert anna.utente.email not in lines


# --- changes --------------------------------------------------------------------------------------


def change(group, **changes) -> Modifica:
    values = {"gruppo": group, "codice_fornitore": "ZZ9", "scadenza": None}
    return Modifica(**(values | changes))


def test_group_code_and_end_change_and_another_tab_is_told(bruna, anna, by, adesso):
    ward = create_gruppo(anna.organizzazione, "Pediatria", by=by, now=adesso)
    sent = fields(gruppo=str(ward.pk), codice_fornitore="ZZ9", scadenza="2027-01-31", version=1)
    assert bruna.post(at(anna, "modifica/"), sent).url == at(anna)
    now = reread(anna)
    assert (now.gruppo_id, now.codice_fornitore) == (ward.pk, "ZZ9")
    assert now.membership.valid_to == date(2027, 1, 31)
    page = words(bruna.post(at(anna, "modifica/"), sent))
    assert "Qualcun altro ha modificato questi dati" in page
    with pytest.raises(VersionConflict):
        update_profilo(anna, change(ward), expected=1, by=by, now=adesso)


def test_name_and_address_are_corrected_only_before_the_first_access(bruna, anna, adesso):
    assert "E-mail" in words(bruna.get(at(anna, "modifica/")))
    sent = fields(gruppo=str(anna.gruppo_id), cognome="Verde", email="nuova@medici.test", version=1)
    bruna.post(at(anna, "modifica/"), sent)
    now = reread(anna)
    assert (now.utente.cognome, now.utente.email) == ("Verde", "nuova@medici.test")
    assert now.nome_ricerca == "verde anna"
    assert OutboxMessage.objects.filter(handler="profili.benvenuto").count() == 2
    Utente.objects.filter(pk=anna.utente_id).update(last_login=adesso)
    page = words(bruna.get(at(anna, "modifica/")))
    assert "E-mail" not in page
    assert "nuova@medici.test" not in page


def test_the_name_of_who_works_elsewhere_too_is_nobodys_to_change(
    anna, altra_ortopedia, by, adesso
):
    ward, theirs = altra_ortopedia
    create_profilo(dati(), ward, by=theirs, now=adesso)
    with pytest.raises(ActionError, match="solo la persona"):
        update_profilo(anna, change(anna.gruppo, cognome="X"), expected=1, by=by, now=adesso)


def test_disabled_at_once_and_on_again_two_presses_are_one(anna, by, adesso):
    browser = tracked(Client(), anna.utente)
    assert browser.get("/certificati/").status_code == 200
    for _press in range(2):
        disable_profilo(anna, by=by, now=adesso)
    assert browser.get("/certificati/").status_code == 302
    assert reread(anna).stato(by.on) == StatoProfilo.DISABILITATO
    for _press in range(2):
        enable_profilo(anna, by=by, now=adesso)
    assert reread(anna).stato(by.on) == StatoProfilo.ATTIVO
    codes = AuditEvent.objects.filter(target_id=anna.pk).values_list("code", flat=True)
    assert sorted(codes) == ["profili.creato", "profili.disabilitato", "profili.riattivato"]


def test_one_hospital_does_not_touch_what_the_doctor_is_in_another(
    anna, altra_ortopedia, by, adesso
):
    ward, theirs = altra_ortopedia
    there = create_profilo(dati(), ward, by=theirs, now=adesso)
    browser = tracked(Client(), anna.utente)
    disable_profilo(anna, by=by, now=adesso)
    remove_profilo(anna, by=by, now=adesso)
    assert reread(there).stato(by.on) == StatoProfilo.ATTIVO
    assert browser.get("/certificati/").status_code == 200
    places = Scope(Utente.objects.get(pk=anna.utente_id), by.on).workplaces
    assert [place.name for place in places] == ["Clinica Esempio"]


def test_a_corrected_name_is_found_among_the_removed_too(anna, ortopedia, by, adesso):
    remove_profilo(anna, by=by, now=adesso)
    again = create_profilo(dati(), ortopedia, by=by, now=adesso)
    data = Modifica(ortopedia, again.codice_fornitore, None, cognome="Verde", nome="Anna")
    update_profilo(again, data, expected=again.version, by=by, now=adesso)
    forms = list(ProfiloMedico.objects.order_by("pk").values_list("nome_ricerca", flat=True))
    assert forms == ["verde anna", "verde anna"]


def test_removed_with_a_confirmation_and_kept_in_the_history(bruna, anna, by, adesso):
    assert "non si torna indietro" in words(bruna.get(at(anna, "elimina/")))
    for _press in range(2):
        assert bruna.post(at(anna, "elimina/")).url == at(anna)
    now = reread(anna)
    assert now.stato(by.on) == StatoProfilo.ELIMINATO
    assert (now.eliminato_at, now.eliminato_by_id) == (adesso, by.actor.pk)
    page = words(bruna.get(at(anna)))
    assert "Eliminato" in page
    assert "Modifica" not in page
    with pytest.raises(ActionError, match="eliminato"):
        enable_profilo(anna, by=by, now=adesso)
    again = create_profilo(dati(), anna.gruppo, by=by, now=adesso)
    assert again.utente_id == anna.utente_id


def test_ended_roles_come_back_by_a_later_end_not_by_switching_on(anna, by, adesso, a_tempo_fermo):
    update_profilo(anna, change(anna.gruppo, scadenza=by.on), expected=1, by=by, now=adesso)
    later = adesso + timedelta(days=1)
    assert reread(anna).stato(by.on + timedelta(days=1)) == StatoProfilo.SCADUTO
    disable_profilo(anna, by=by, now=adesso)
    with pytest.raises(ActionError, match="finito"):
        enable_profilo(anna, by=by, now=later)
    past = change(anna.gruppo, scadenza=by.on - timedelta(days=1))
    with pytest.raises(ActionError, match="passata"):
        update_profilo(anna, past, expected=2, by=by, now=later)


def test_nobody_disables_themselves(personas, ortopedia, by, bruna, adesso):
    mine = by.actor
    mine.set_codice_fiscale(codice(7), now=adesso)
    mine.save()
    own = create_profilo(dati(7), ortopedia, by=by, now=adesso)
    for end in ("modifica/", "disabilita/", "elimina/"):
        answer = bruna.post(at(own, end))
        assert answer.status_code == 403
        assert "un altro amministratore" in words(answer)
    assert "È il tuo profilo" in words(bruna.get(at(own)))


def test_an_invitation_goes_again_once_a_minute_and_never_to_who_entered(bruna, anna, by, adesso):
    for _press in range(2):
        bruna.post(at(anna, "invito/"))
    assert OutboxMessage.objects.filter(handler="profili.benvenuto").count() == 2
    disable_profilo(anna, by=by, now=adesso)
    with pytest.raises(ActionError, match="Riattiva"):
        invite_again(anna, by=by, now=adesso)
    Utente.objects.filter(pk=anna.utente_id).update(last_login=adesso)
    bruna.post(at(anna, "invito/"))
    assert OutboxMessage.objects.filter(handler="profili.benvenuto").count() == 2


# --- groups and borders ---------------------------------------------------------------------------


def test_a_group_is_renamed_never_doubled_and_taken_away_while_empty(bruna, ortopedia, by, adesso):
    page = words(bruna.post("/profili/gruppi/nuovo/", {"nome": "ORTOPEDÌA"}))
    assert "c’è già un gruppo" in page
    assert "in lettere" in words(bruna.post("/profili/gruppi/nuovo/", {"nome": "=1"}))
    path = f"/profili/gruppi/{ortopedia.pk}/"
    bruna.post(path, {"nome": "Traumatologia", "version": "1"})
    assert Gruppo.objects.get().nome == "Traumatologia"
    with pytest.raises(VersionConflict):
        rename_gruppo(ortopedia, "Altro", expected=1, by=by, now=adesso)
    made = create_profilo(dati(), ortopedia, by=by, now=adesso)
    remove_profilo(made, by=by, now=adesso)
    assert bruna.post(f"{path}togli/").url == path
    empty = create_gruppo(ortopedia.organizzazione, "Vuoto", by=by, now=adesso)
    assert "non ha mai avuto medici" in words(bruna.get(f"/profili/gruppi/{empty.pk}/"))
    bruna.post(f"/profili/gruppi/{empty.pk}/togli/")
    assert Gruppo.objects.count() == 1


def test_a_group_of_another_hospital_is_not_a_choice(bruna, anna, altra_ortopedia, by, adesso):
    ward = altra_ortopedia[0]
    page = words(bruna.post("/profili/medici/nuovo/crea/", fields(gruppo=str(ward.pk))))
    assert "Crea il profilo" in page
    with pytest.raises(ActionError, match="di questo presidio"):
        update_profilo(anna, change(ward), expected=1, by=by, now=adesso)
    sent = fields(gruppo=str(ward.pk), version=1)
    assert bruna.post(at(anna, "modifica/"), sent).status_code == 200
    assert reread(anna).gruppo_id == anna.gruppo_id


@pytest.mark.parametrize(
    "end", ["", "modifica/", "disabilita/", "riattiva/", "elimina/", "invito/"]
)
def test_a_doctor_of_another_hospital_is_not_there(client, anna, altra_ortopedia, end):
    browser = enter(client, altra_ortopedia[1].user)
    method = browser.get if end == "" else browser.post
    theirs = method(at(anna, end))
    nobody = method(f"/profili/medici/{uuid4()}/{end}")
    assert (theirs.status_code, theirs.content) == (404, nobody.content)


def test_lists_and_files_show_only_the_doctors_of_ones_own_hospital(
    client, anna, altra_ortopedia, adesso
):
    browser = enter(client, altra_ortopedia[1].user)
    for path in ("/profili/", "/profili/medici/?stato=tutti", "/profili/medici/esporta/"):
        assert "Verdi" not in browser.get(path).content.decode()
    assert browser.get(f"/profili/medici/?gruppo={anna.gruppo_id}").context["rows"] == []


# --- mails ----------------------------------------------------------------------------------------


def send(key: str, now) -> None:
    row = OutboxMessage.objects.get(key=key)
    handler = outbox.registry.find(row.handler)
    assert handler is not None
    handler(row.payload, now=now)


@pytest.fixture
def letters(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    return lambda: [path.read_text() for path in sorted(tmp_path.glob("*.eml"))]


def test_the_first_mail_brings_a_link_that_sets_the_password_once(anna, adesso, letters, client):
    send(f"profili.benvenuto:{anna.pk}", adesso)
    message = message_from_string(letters()[0], policy=default)
    assert message["To"] == anna.utente.email
    text = message.get_content()
    link = next(line for line in text.splitlines() if "/password/nuova/" in line)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    secret = "cavallo-batteria-graffetta"
    client.post(form, {"password1": secret, "password2": secret})
    assert Utente.objects.get(pk=anna.utente_id).check_password(secret)
    assert Client().get(path, follow=True).context["token_fail"] is True


def test_who_has_a_password_gets_no_link_and_who_is_off_gets_no_mail(anna, by, adesso, letters):
    disable_profilo(anna, by=by, now=adesso)
    send(f"profili.benvenuto:{anna.pk}", adesso)
    assert letters() == []
    enable_profilo(anna, by=by, now=adesso)
    Utente.objects.filter(pk=anna.utente_id).update(password="argon2$qualcosa", last_login=adesso)
    send(f"profili.benvenuto:{anna.pk}", adesso)
    [text] = letters()
    assert "/password/nuova/" not in text
