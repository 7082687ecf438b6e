"""The wizard of a new case by its pages: nothing typed is lost, nothing is opened by halves."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.actions.bozze import typed
from denunce.models import Adempimento, Bozza, Caso, Lavoratore
from portal.base.riferimenti.loading import load_reference
from tests.denunce.views.conftest import LUCA
from tests.denunce.views.percorso import CADUTA, Percorso, text
from tests.factories import LavoratoreFactory

pytestmark = pytest.mark.django_db
CANARY = "<i data-canary>"
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1", "HTTP_ACCEPT": "application/json"}


@pytest.fixture
def percorso(laura, luca):
    """A draft for Luca, just begun."""
    return Percorso(laura, luca)


@pytest.fixture
def nuovo(laura):
    """A draft for somebody who is not on record."""
    return Percorso(laura, cognome="Verdi", nome="Anna")


# --- the way through --------------------------------------------------------------------------


def test_from_the_person_to_the_case(percorso, luca, ora):
    assert percorso.answer["Location"] == f"/denunce/bozze/{percorso.pk}/"
    letter = percorso.tell(CADUTA)
    assert "Perché non posso" not in letter
    assert "Caduta in palestra" in letter
    assert "martedì 10 marzo 2026, 10:15" in letter
    answer = percorso.open()
    caso = Caso.objects.get()
    assert answer["Location"] == f"/denunce/casi/{caso.pk}/"
    assert (caso.numero, caso.lavoratore) == ("2026/0001", luca)
    assert caso.evento.avvenuto_at == ora("2026-03-10 10:15")
    assert caso.evento.attivita == "educazione_fisica"
    assert caso.evento.dinamica == "Caduta in palestra"


def test_it_goes_on_where_it_was_left(percorso, laura):
    first = laura.get(percorso.address("")[:-1])
    assert first["Location"] == percorso.address("quando")
    percorso.post("quando", CADUTA)
    assert laura.get(percorso.address("")[:-1])["Location"] == percorso.address("cosa")


def test_two_presses_open_one_case_and_the_second_leads_there(percorso):
    percorso.tell(CADUTA)
    first, second = percorso.open(), percorso.open()
    assert first["Location"] == second["Location"]
    assert Caso.objects.count() == 1


def test_whoever_comes_back_after_opening_is_led_to_the_case(percorso, laura):
    percorso.tell(CADUTA)
    opened = percorso.open()["Location"]
    for end in ("quando", "riepilogo"):
        assert laura.get(percorso.address(end))["Location"] == opened
    assert percorso.client.post(percorso.address("cosa"), {"dinamica": "x"})["Location"] == opened


def test_what_is_missing_is_listed_with_a_link_and_nothing_opens(percorso):
    letter = percorso.tell({"dinamica": "Caduta"})
    assert "Perché non posso ancora aprire il caso" in letter
    assert f"{percorso.address('quando')}#id_avvenuto_at" in letter
    assert percorso.open()["Location"] == percorso.address("riepilogo")
    assert not Caso.objects.exists()


def test_one_may_leave_things_out_and_go_on(percorso):
    answer = percorso.post("quando", {"tipo": "infortunio", "luogo": "in_sede"})
    assert answer["Location"] == percorso.address("cosa")
    page = percorso.get("cosa")
    assert "parziale" in page
    assert "NON INVIATA" in page


def test_one_may_go_back_with_what_was_just_typed(percorso):
    answer = percorso.post("cosa", {"dinamica": "Caduta", "vai": "quando"})
    assert answer["Location"] == percorso.address("quando")
    assert typed(percorso.bozza)["dinamica"] == "Caduta"


def test_the_letter_says_what_will_be_due(percorso):
    letter = percorso.tell(CADUTA | {"pericolo_di_morte": "on"})
    assert "Segnalazione entro 24 ore" in letter
    assert "non parte nessun invio" in letter


def test_danger_of_death_makes_the_alert_due_at_once(percorso, laura, ora):
    percorso.tell(CADUTA | {"pericolo_di_morte": "on"})
    page = text(laura.get(percorso.open()["Location"]))
    assert "Devi segnalare subito" in page
    due = Adempimento.objects.get(tipo="segnalazione_24h").termine_at
    assert due == ora("2026-03-11 10:15")
    assert "Scaduto" in page


# --- bad instants -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        ("2026-03-12", "10:01", "nel futuro"),
        ("", "10:00", "Manca il giorno"),
        ("2026-03-10", "", "Manca l’ora"),
        ("0001-01-01", "00:30", "anno"),
        ("9999-12-31", "23:59", "anno"),
        ("2026-02-30", "10:00", "Scrivi il giorno"),
        ("ieri", "10:00", "Scrivi il giorno"),
        ("2026-03-10", "25:00", "Scrivi l’ora"),
    ],
)
def test_an_instant_that_is_none_is_told_in_words_and_kept(percorso, day, hour, said):
    page = percorso.post("quando", CADUTA | {"avvenuto_at_giorno": day, "avvenuto_at_ora": hour})
    assert page.status_code == 200
    assert said in text(page)
    assert typed(percorso.bozza).get("avvenuto_at_ora", "") == hour
    assert "con errori" in percorso.get("cosa")


def test_an_hour_that_the_clock_skipped_does_not_exist(percorso):
    # 30 March 2025, 02:30: the clock went from two to three.
    page = percorso.post(
        "quando", CADUTA | {"avvenuto_at_giorno": "2025-03-30", "avvenuto_at_ora": "02:30"}
    )
    assert "quest’ora non c’è stata" in text(page)


@pytest.mark.parametrize(("which", "instant"), [("0", "00:30"), ("1", "01:30")])
def test_an_hour_that_came_twice_is_asked_about(percorso, which, instant):
    twice = CADUTA | {"avvenuto_at_giorno": "2025-10-26", "avvenuto_at_ora": "02:30"}
    page = text(percorso.post("quando", twice))
    assert "due volte" in page
    assert 'name="avvenuto_at_volta"' in page
    percorso.tell(twice | {"avvenuto_at_volta": which})
    percorso.open()
    happened = Caso.objects.get().evento.avvenuto_at
    assert happened.isoformat() == f"2025-10-26T{instant}:00+00:00"


def test_a_disease_has_a_day_and_an_injury_has_none(percorso):
    page = percorso.post("quando", CADUTA | {"manifestata_on": "2026-03-01"})
    assert "riguarda la malattia professionale" in text(page)
    disease = {"tipo": "malattia_professionale", "luogo": "in_sede", "manifestata_on": "2026-03-01"}
    assert "Perché non posso" not in percorso.tell(disease)


def test_dates_of_death_want_a_death(percorso):
    dead = CADUTA | {"decesso_at_giorno": "2026-03-11", "decesso_at_ora": "08:00"}
    assert "non che la persona è deceduta" in text(percorso.post("gravita", dead))
    assert percorso.post("gravita", dead | {"mortale": "on"}).status_code == 302


def test_only_a_seafarer_is_asked_about_the_ship(percorso, laura, nuova_persona):
    assert "in_navigazione" not in percorso.get("quando")
    sailor = nuova_persona(categoria="marittimo", cognome="Onda", classe="")
    page = Percorso(laura, sailor).get("quando")
    assert 'name="in_navigazione"' in page
    assert 'name="primo_approdo_at_giorno"' in page
    assert "A bordo" in page


@pytest.mark.parametrize("bad", [{"luogo": "luna"}, {"tipo": "x"}], ids=["place", "kind"])
def test_hostile_choices_do_not_open(percorso, bad):
    assert "Perché non posso" in percorso.tell(CADUTA | bad)
    percorso.open()
    assert not Caso.objects.exists()


def test_huge_text_is_refused_and_stays_on_the_page(percorso):
    page = text(percorso.post("cosa", {"dinamica": "x" * 100_000}))
    assert "troppo lungo" in page
    assert "x" * 1000 in page
    assert "4000" in text(percorso.post("cosa", {"dinamica": "x" * 5000}))
    assert "con errori" in percorso.get("quando")


def test_no_text_becomes_markup(percorso, laura):
    fields = dict.fromkeys(("dinamica", "indirizzo", "comune"), CANARY)
    letter = percorso.tell(CADUTA | fields)
    assert CANARY not in letter
    assert "&lt;i data-canary&gt;" in letter
    assert CANARY not in text(laura.get(percorso.open()["Location"]))


# --- saved by itself, and by two --------------------------------------------------------------


def save(percorso, passo, typed_in, **more):
    """What the script sends."""
    values = {"version": str(percorso.bozza.version)} | typed_in | more
    return percorso.client.post(percorso.address(passo) + "salva/", values, **AUTOSAVE)


def test_what_is_typed_is_saved_whatever_it_is(percorso):
    answer = save(percorso, "quando", {"avvenuto_at_giorno": "20", "luogo": "in_sede"})
    assert answer.status_code == 200
    told = answer.json()
    assert told["messaggio"] == "Bozza salvata alle 10:00 · NON INVIATA"
    assert told["versione"] == percorso.bozza.version
    assert "con errori" in told["frammenti"]["bozza-passi"]
    assert typed(percorso.bozza)["avvenuto_at_giorno"] == "20"


def test_a_page_that_only_saved_itself_does_not_call_its_gaps_errors(percorso):
    save(percorso, "quando", {"luogo": "in_sede"})
    assert "da correggere" not in percorso.get("quando")


def test_two_windows_on_one_step_are_compared(percorso, entra, personas):
    page = percorso.get("cosa")
    version = str(percorso.bozza.version)
    save(percorso, "cosa", {"dinamica": "Caduta in palestra"})
    late = save(percorso, "cosa", {"dinamica": "Caduta in cortile"}, version=version)
    assert late.status_code == 409
    assert typed(percorso.bozza)["dinamica"] == "Caduta in palestra"
    shown = text(
        percorso.client.post(
            percorso.address("cosa"), {"dinamica": "Caduta in cortile", "version": version}
        )
    )
    assert "Caduta in palestra" in shown
    assert "Caduta in cortile" in shown
    assert "NON INVIATA" in page
    chosen = {
        "dinamica": "Caduta in cortile",
        "version": str(percorso.bozza.version),
        "scelta__dinamica": "mia",
    }
    answer = percorso.client.post(percorso.address("cosa") + "confronta/", chosen)
    assert answer["Location"] == percorso.address("cosa")
    assert typed(percorso.bozza)["dinamica"] == "Caduta in cortile"


def test_a_choice_about_an_older_version_is_asked_again(percorso):
    version = str(percorso.bozza.version)
    save(percorso, "cosa", {"dinamica": "Terzo testo"})
    chosen = {"dinamica": "Il mio", "version": version, "scelta__dinamica": "mia"}
    page = text(percorso.client.post(percorso.address("cosa") + "confronta/", chosen))
    assert "ancora più nuova" in page
    assert typed(percorso.bozza)["dinamica"] == "Terzo testo"


def test_two_people_on_two_steps_are_in_nobodys_way(percorso, entra, personas):
    page = percorso.get("cosa")
    base = page.split('name="base" value="')[1].split('"')[0]
    version = str(percorso.bozza.version)
    save(percorso, "quando", {"avvenuto_at_ora": "10:15"})
    answer = save(percorso, "cosa", {"dinamica": "Caduta"}, version=version, base=base)
    assert answer.status_code == 200
    assert typed(percorso.bozza)["avvenuto_at_ora"] == "10:15"
    assert typed(percorso.bozza)["dinamica"] == "Caduta"


def test_a_letter_read_before_a_change_opens_nothing(percorso):
    percorso.tell(CADUTA)
    version = str(percorso.bozza.version)
    save(percorso, "cosa", {"dinamica": "Altro"})
    answer = percorso.client.post(percorso.address("apri"), {"version": version})
    assert answer["Location"] == percorso.address("riepilogo")
    assert not Caso.objects.exists()


def test_after_the_end_nothing_is_saved(percorso):
    percorso.tell(CADUTA)
    percorso.open()
    assert save(percorso, "cosa", {"dinamica": "tardi"}).status_code == 422


# --- who --------------------------------------------------------------------------------------

ANNA = {
    "categoria": "studente",
    "cognome": "Verdi",
    "nome": "Anna",
    "sesso": "F",
    "nato_on": "2012-01-31",
    "classe": "1A",
}


def test_a_new_person_is_added_with_the_case(nuovo, personas):
    nuovo.tell(ANNA | CADUTA, ("chi", "quando", "cosa", "gravita"))
    assert not Lavoratore.objects.exists()
    nuovo.open()
    person = Lavoratore.objects.get()
    assert (str(person), person.classe, person.organizzazione) == (
        "Verdi Anna",
        "1A",
        personas.scuola,
    )


def test_the_codice_fiscale_fills_in_what_was_left_blank(nuovo, adesso):
    load_reference(adesso)
    nuovo.post("chi", {"cognome": "Bianchi", "nome": "Luca", "codice_fiscale": "BNCLCU13E03F205S"})
    told = typed(nuovo.bozza)
    assert (told["sesso"], told["nato_on"], told["nato_a"]) == ("M", "2013-05-03", "Milano")
    nuovo.post("chi", {"nato_on": "2013-05-04", "codice_fiscale": "BNCLCU13E03F205S"})
    assert typed(nuovo.bozza)["nato_on"] == "2013-05-04"


def test_the_town_of_residence_brings_its_province(nuovo, adesso):
    load_reference(adesso)
    nuovo.post("chi", {"domicilio_comune": "Monza"})
    assert typed(nuovo.bozza)["domicilio_provincia"] == "MB"


def test_a_codice_fiscale_that_disagrees_asks_for_confirmation(nuovo):
    doubtful = ANNA | {"codice_fiscale": "BNCLCU13E03F205S"}
    page = text(nuovo.post("chi", doubtful))
    assert "non corrisponde alla data di nascita" in page
    assert 'name="conferma_cf"' in page
    assert "Perché non posso" in nuovo.tell(CADUTA)
    nuovo.post("chi", doubtful | {"conferma_cf": "on"})
    assert "Perché non posso" not in nuovo.get("riepilogo")
    nuovo.open()
    assert Lavoratore.objects.get().codice_fiscale == "BNCLCU13E03F205S"


def test_a_malformed_codice_fiscale_is_refused_also_when_confirmed(nuovo):
    for confirmed in ({}, {"conferma_cf": "on"}):
        wrong = ANNA | {"codice_fiscale": "BNCLCU13E03F205X"} | confirmed
        assert "codice fiscale" in text(nuovo.post("chi", wrong))
        assert "con errori" in nuovo.get("quando")


def test_somebody_on_record_is_offered_instead_of_a_second_card(nuovo, luca):
    page = text(nuovo.post("chi", ANNA | {"codice_fiscale": LUCA.codice_fiscale}))
    assert "È già in elenco" in page
    assert str(luca) in page
    nuovo.client.post("/denunce/bozze/inizia/", {"bozza": nuovo.pk, "lavoratore": str(luca.pk)})
    assert nuovo.bozza.lavoratore == luca


def test_the_wrong_person_is_let_go_and_another_chosen(percorso, laura, nuova_persona):
    answer = laura.post(percorso.address("altra-persona"), {"version": "1"})
    assert answer["Location"] == percorso.address("persona")
    other = nuova_persona(cognome="Rossi", nome="Omar")
    assert "Rossi Omar" in text(laura.post(percorso.address("persona"), {"testo": "rossi"}))
    laura.post("/denunce/bozze/inizia/", {"bozza": percorso.pk, "lavoratore": str(other.pk)})
    assert percorso.bozza.lavoratore == other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nato_on", "2026-03-13"),
        ("nato_on", "0001-01-01"),
        ("nato_on", "31/02/2013"),
        ("categoria", "re"),
        ("sesso", "X"),
        ("domicilio_provincia", "1!"),
        ("domicilio_cap", "2012"),
        ("telefono", "non ce l'ho"),
        ("cognome", "x" * 81),
        ("nome", "a\0b"),
    ],
)
def test_bad_input_about_a_person_is_told_on_its_field(nuovo, field, value):
    page = nuovo.post("chi", ANNA | {field: value})
    assert page.status_code == 200
    assert f"#id_{field}" in text(page)
    assert "Perché non posso" in nuovo.tell(CADUTA)


# --- somebody else in the same event ----------------------------------------------------------


def test_another_injured_person_shares_the_event(caso, laura, nuova_persona):
    page = text(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Aggiungi un altro infortunato" in page
    other = Percorso(laura, evento=str(caso.evento_id))
    assert other.answer["Location"] == other.address("persona")
    omar = nuova_persona(cognome="Rossi", nome="Omar")
    laura.post("/denunce/bozze/inizia/", {"bozza": other.pk, "lavoratore": str(omar.pk)})
    assert laura.get(other.address("quando")).status_code == 404
    other.post("gravita", {})
    other.open()
    second = Caso.objects.get(lavoratore=omar)
    assert second.evento == caso.evento
    assert second.numero == "2026/0002"


# --- drafts -----------------------------------------------------------------------------------


def test_drafts_wait_on_the_worklist_for_every_colleague(percorso, entra, personas):
    percorso.post("cosa", {"dinamica": "Caduta"})
    page = text(entra(personas.dirigente).get("/denunce/"))
    assert "Una bozza da riprendere" in page
    assert "Bianchi Luca, 2B" in page
    assert f"/denunce/bozze/{percorso.pk}/" in page
    assert "NON INVIATA" in page


def test_a_person_only_typed_names_the_draft(nuovo, laura):
    assert "Verdi Anna" in text(laura.get("/denunce/bozze/"))


def test_more_than_three_drafts_have_a_page_of_their_own(laura, luca):
    for _ in range(4):
        Percorso(laura, luca)
    assert "Tutte le bozze" in text(laura.get("/denunce/"))
    assert text(laura.get("/denunce/bozze/")).count("Riprendi") == 4


def test_the_list_of_drafts_costs_the_same_with_many(laura, luca):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            laura.get("/denunce/bozze/")
        return len(captured)

    Percorso(laura, luca)
    before = cost()
    for _ in range(5):
        Percorso(laura, luca)
    assert cost() == before


@pytest.mark.parametrize("passo", ["chi", "quando", "cosa", "gravita", "riepilogo"])
def test_a_step_takes_few_queries(percorso, laura, passo):
    percorso.tell(CADUTA)
    with CaptureQueriesContext(connection) as captured:
        laura.get(percorso.address(passo))
    assert len(captured) <= 8


def test_a_draft_is_thrown_away_after_asking(percorso, laura):
    assert "non si recupera" in percorso.get("elimina")
    answer = laura.post(percorso.address("elimina"), follow=True)
    assert "Bozza eliminata" in text(answer)
    assert not Bozza.objects.going_on().exists()
    assert laura.get(percorso.address("quando"))["Location"] == "/denunce/"


def test_nothing_to_go_on_with_says_where_to_begin(laura):
    assert "Nessuna bozza" in text(laura.get("/denunce/bozze/"))


# --- doors ------------------------------------------------------------------------------------


def test_another_school_finds_no_draft_and_begins_none_with_our_people(percorso, ugo, luca, caso):
    for end in ("quando", "riepilogo", "elimina", "persona"):
        assert ugo.get(percorso.address(end)).status_code == 404
    for end in ("quando", "apri", "elimina", "altra-persona", "quando/salva"):
        assert ugo.post(percorso.address(end), {}).status_code == 404
    begin = "/denunce/bozze/inizia/"
    assert ugo.post(begin, {"lavoratore": str(luca.pk)}).status_code == 404
    assert ugo.post(begin, {"evento": str(caso.evento_id)}).status_code == 404
    assert ugo.post(begin, {"bozza": percorso.pk}).status_code == 404
    assert Bozza.objects.count() == 1


def test_an_organisation_of_others_cannot_be_chosen(entra, personas):
    personas.scuola  # noqa: B018  (naming her school creates it)
    client = entra(personas.consulente)
    answer = client.post("/denunce/bozze/inizia/", {"organizzazione": str(personas.scuola.pk)})
    assert answer.status_code in (302, 404)
    assert not Bozza.objects.exists()


def test_our_draft_takes_no_person_of_another_school(percorso, laura, personas):
    theirs = LavoratoreFactory(organizzazione=personas.altra_scuola)
    chosen = {"bozza": percorso.pk, "lavoratore": str(theirs.pk)}
    assert laura.post("/denunce/bozze/inizia/", chosen).status_code == 404


def test_who_works_for_one_school_among_many_need_not_say_which(laura, personas):
    personas.altra_scuola  # noqa: B018  (naming it creates it)
    assert laura.post("/denunce/bozze/inizia/", {"cognome": "Verdi"}).status_code == 302
    assert Bozza.objects.get().organizzazione == personas.scuola


def test_a_step_that_does_not_exist_is_not_found(percorso, laura):
    assert laura.get(percorso.address("altrove")).status_code == 404
    assert laura.get(f"/denunce/bozze/{uuid4()}/quando/").status_code == 404


def test_towns_are_offered_by_their_first_letters(laura, adesso):
    load_reference(adesso)
    found = laura.get("/comuni/", {"nome": "monz"}).json()["comuni"]
    assert {"nome": "Monza", "provincia": "MB"} in found
    assert laura.get("/comuni/", {"nome": "m"}).json() == {"comuni": []}
    assert laura.get("/comuni/", {"nome": "\0" * 5}).status_code == 200
