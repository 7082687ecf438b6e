"""Writing a certificate: from the first button to its number, and everything that goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificati.actions.bozze import typed
from certificati.campi import BOTH
from certificati.choices import Genere
from certificati.forms.certificato import SECTIONS
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.tabella import campi_of
from certificati.testi import EVERYTHING, texts_of
from portal.base.audit.models import AuditEvent
from portal.base.riferimenti import load_reference
from tests.certificati.scena import INFORTUNIO, MALATTIA, ROME, emesso
from tests.certificati.scrivere import LUCA, Penna
from tests.pages import read
from tests.personas import Personas
from utenti.models import Membership
from utenti.ruoli import Ruolo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]
PRIMO = "infortunio:primo"


@pytest.fixture
def rita(personas: Personas) -> Penna:
    """Rita Cura, doctor of the hospital."""
    return Penna.of(personas.medico_ospedaliero)


def said(answer: Any) -> str:
    """The messages that the next page shows."""
    return " ".join(str(one) for one in answer.wsgi_request._messages)


def summary(rita: Penna) -> str:
    return read(rita.client.get(rita.at("certificato_riepilogo")))


# --- the whole way -------------------------------------------------------------------------------


def test_from_nothing_to_a_number(rita: Penna) -> None:
    begun = rita.start(cosa=PRIMO)
    assert begun.url == rita.at("certificato_passo", "persona")
    rita.write_all()
    page = summary(rita)
    assert "Perché non posso emettere" not in page
    assert "mancano 13 h 59 min" in page
    assert "art. 53, comma 8, T.U. 1124/1965" in page
    answer = rita.issue()
    assert answer.url == rita.at("certificato_medico")
    found = Certificato.objects.get()
    assert found.dati == INFORTUNIO
    assert grouped(found.numero or "") in said(answer)
    assert "entro giovedì 12 marzo, 23:59" in said(answer)


def test_a_disease_has_no_account_of_an_event(rita: Penna) -> None:
    rita.start(cosa="malattia_professionale:primo")
    assert rita.client.get(rita.at("certificato_passo", "racconto")).status_code == 404
    rita.client.get(rita.at("certificato_passo", "salute"))
    texts = texts_of(MALATTIA, EVERYTHING)
    for passo in ("persona", "salute"):
        assert rita.step(passo, texts).status_code == 302
    assert "nessuna norma fissa un giorno" in summary(rita)
    rita.issue()
    assert Certificato.objects.get().dati == MALATTIA


def test_the_forms_ask_every_declared_field_once() -> None:
    for genere in Genere:
        asked = [name for section in SECTIONS[genere] for name in section.names]
        assert sorted(asked) == sorted(campo.name for campo in campi_of(genere))
    assert len(BOTH) == len(SECTIONS)


def test_the_second_press_of_every_button_changes_nothing(rita: Penna) -> None:
    key = str(uuid4())
    first, again = (rita.start(cosa=PRIMO, request_key=key) for _press in range(2))
    assert first.url == again.url
    assert Certificato.objects.count() == 1
    rita.write_all()
    version = rita.version
    rita.step("racconto")
    assert rita.version == version  # nothing new was typed
    numbers = set()
    for _press in range(2):
        answer = rita.issue(version=version)
        assert answer.url == rita.at("certificato_medico")
        numbers.add(Certificato.objects.get().numero)
    assert len(numbers) == 1
    assert AuditEvent.objects.filter(code="certificato.emesso").count() == 1


# --- where it starts -----------------------------------------------------------------------------


def test_a_known_patient_is_found_and_nothing_of_the_person_is_asked(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    known = emesso(personas, adesso - timedelta(hours=1))
    for text in ("bianc", "BNCLCU13E03F205S"):
        page = read(
            rita.client.post(reverse("certificato_comincia"), {"cosa": PRIMO, "testo": text})
        )
        assert "Bianchi Luca" in page
        assert "2013" in page
    begun = rita.start(cosa=PRIMO, da=str(known.pk), partenza="paziente")
    assert begun.url == rita.at("certificato_passo", "salute")
    texts = typed(Certificato.objects.drafts().get())
    assert texts["codice_fiscale"] == INFORTUNIO.codice_fiscale
    assert texts["datore_denominazione"] == "IC Esempio Nord"
    assert texts["prima_assistenza_at_giorno"] == texts["prognosi_dal"] == "2026-03-12"
    assert texts["redatto_da"] == "pronto_soccorso"
    assert "diagnosi" not in texts
    assert "racconto" not in texts


def test_another_doctors_patient_is_not_found(
    personas: Personas, rita: Penna, adesso: datetime
) -> None:
    emesso(personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico)
    page = read(rita.client.post(reverse("certificato_comincia"), {"testo": "Bianchi"}))
    assert "Nessun paziente trovato" in page
    assert "Bianchi Luca" not in page


@pytest.mark.parametrize("text", ["", "b", "\0\0", "x" * 500, "%_%", "'; --", "🙂🙂"])
def test_an_odd_search_finds_nobody(rita: Penna, text: str) -> None:
    answer = rita.client.post(reverse("certificato_comincia"), {"cosa": "altro", "testo": text})
    assert answer.status_code == 200


def test_a_search_costs_the_same_for_one_patient_and_for_many(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    emesso(personas, adesso)
    ask = {"cosa": PRIMO, "testo": "Bianchi"}
    with CaptureQueriesContext(connection) as one:
        rita.client.post(reverse("certificato_comincia"), ask)
    for number in range(12):
        emesso(personas, adesso, nome=f"Luca {number}", evento_luogo=str(number))
    with CaptureQueriesContext(connection) as many:
        rita.client.post(reverse("certificato_comincia"), ask)
    assert len(one) == len(many)


def test_a_continuation_goes_on_from_the_day_after(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    first = emesso(personas, adesso - timedelta(hours=1))
    found = {"cosa": "infortunio:continuativo", "testo": "Bianchi"}
    page = read(rita.client.post(reverse("certificato_comincia"), found))
    assert f'name="da" value="{first.pk}"' in page
    assert 'name="partenza" value="continua"' in page
    begun = rita.start(cosa="infortunio:continuativo", da=str(first.pk), partenza="continua")
    assert begun.url == rita.at("certificato_passo", "salute")
    texts = typed(Certificato.objects.drafts().get())
    assert texts["prognosi_dal"] == "2026-03-14"
    assert texts["evento_on"] == "2026-03-10"
    assert rita.step(
        "salute", texts | {"prima_assistenza_at_ora": "09:30", "prognosi_al": "2026-03-20"}
    )
    assert grouped(first.numero or "") in summary(rita)
    rita.issue()
    second = Certificato.objects.exclude(pk=first.pk).get()
    assert second.precedente == first
    assert second.dati.precedente_numero == first.numero
    assert second.catena_index == first.catena_index


def test_the_end_of_an_absence_asks_how_it_ended_and_no_days(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    first = emesso(personas, adesso - timedelta(hours=1))
    rita.start(tipo="definitivo", da=str(first.pk), partenza="continua")
    assert "prognosi_dal" not in typed(Certificato.objects.drafts().get())
    assert "Esito" in summary(rita)
    rita.step("salute", LUCA | {"prognosi_dal": "", "prognosi_al": "", "esito": "guarigione"})
    rita.issue()
    assert Certificato.objects.standing().filter(tipo="definitivo").count() == 1


def test_a_replacement_says_which_number_ends(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    old = emesso(personas, adesso - timedelta(hours=1))
    begun = rita.start(da=str(old.pk), partenza="sostituisce")
    assert begun.url == rita.at("certificato_riepilogo")
    page = summary(rita)
    assert f"il numero {grouped(old.numero or '')} non vale più" in page
    rita.issue()
    old.refresh_from_db()
    assert old.stato == "sostituito"


def test_a_copy_takes_everything_but_the_days(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    old = emesso(personas, adesso - timedelta(hours=1))
    rita.start(da=str(old.pk), partenza="copia")
    texts = typed(Certificato.objects.drafts().get())
    assert texts["diagnosi"] == INFORTUNIO.diagnosi
    assert texts["prognosi_dal"] == "2026-03-12"
    assert "prognosi_al" not in texts


@pytest.mark.parametrize(
    "fields",
    [
        {"cosa": "infortunio:altro"},
        {"genere": "malattia_professionale", "tipo": "definitivo"},
        {"genere": "x" * 1000},
        {"partenza": "sempre"},
        {"da": "non-un-uuid"},
        {"organizzazione": "nessuna"},
        {"request_key": "chiave"},
        {"tipo": "\0"},
    ],
)
def test_a_garbled_button_begins_nothing(rita: Penna, fields: dict[str, str]) -> None:
    answer = rita.client.post(reverse("certificato_inizia"), fields)
    assert answer.url == reverse("certificato_comincia")
    assert not Certificato.objects.exists()


def test_an_earlier_certificate_of_somebody_else_does_not_exist(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    other = emesso(
        personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico
    )
    assert rita.start(da=str(other.pk), partenza="paziente").status_code == 404
    assert rita.start(da=str(uuid4()), partenza="paziente").status_code == 404


def test_who_works_in_two_places_says_where(personas: Personas, rita: Penna) -> None:
    practice = personas.studio_medico
    Membership.objects.create(
        utente=personas.medico_ospedaliero,
        organizzazione=practice,
        ruolo=Ruolo.MEDICO_ESTERNO,
        valid_from=personas.since,
    )
    assert "In quale struttura" in read(rita.client.get(reverse("certificato_comincia")))
    refused = rita.start(cosa=PRIMO)
    assert refused.url == reverse("certificato_comincia")
    assert "in quale struttura" in said(refused)
    rita.start(cosa=PRIMO, organizzazione=str(practice.pk))
    draft = Certificato.objects.get()
    assert draft.organizzazione == practice
    assert typed(draft)["redatto_da"] == "medico_a_terra"
    rita.start(cosa=PRIMO, organizzazione=str(personas.scuola.pk))
    assert Certificato.objects.count() == 1  # not hers: asked again


# --- what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"prognosi_al": "2026-03-09"}, "L’ultimo giorno viene prima del primo"),
        ({"prognosi_dal": "2026-03-01", "prognosi_al": "2026-03-05"}, "finisce prima dell’evento"),
        ({"prognosi_al": "trenta"}, "Scrivi il giorno come 14/03/2026"),
        ({"codice_fiscale": "BNCLCU13E03F205X"}, "codice fiscale"),
        ({"prima_assistenza_at_ora": ""}, "Manca l’ora"),
        ({"diagnosi": ""}, "Diagnosi"),
        ({"diagnosi": "x" * 2001}, "2000"),
        ({"racconto": "a\0b"}, "null"),
        ({"evento_on": "2026-03-13"}, "nel futuro"),
        ({"evento_ora": "25:99"}, "Scrivi l’ora come 10:30"),
        ({"sesso": "Z"}, "Sesso"),
        ({"categoria": "imperatore"}, "Chi è"),
        ({"cap": "1"}, "CAP"),
        ({"provincia": "M1"}, "due lettere"),
        ({"lesioni": "[[1,2]"}, "lesioni"),
        ({"lesioni": ""}, "Aggiungi almeno una lesione"),
    ],
)
def test_what_cannot_be_is_kept_and_stops_the_issue(
    rita: Penna, changes: dict[str, str], words: str
) -> None:
    rita.start(cosa=PRIMO)
    for passo in ("persona", "salute", "racconto"):
        assert rita.step(passo, LUCA | changes).status_code in (200, 302)
    kept = typed(Certificato.objects.get())
    for name, text in changes.items():
        assert kept[name] == text  # not a letter lost
    page = summary(rita)
    assert "Perché non posso emettere" in page
    assert words.lower() in page.lower()
    name = list(changes)[-1]
    anchors = {"prima_assistenza_at_ora": "prima_assistenza_at_0", "lesioni": "lesioni_aggiunte"}
    assert f'#id_{anchors.get(name, name)}"' in page
    answer = rita.issue()
    assert answer.status_code == 200
    assert not Certificato.objects.issued().exists()


def test_garbage_in_every_control_is_kept_as_it_is(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    for junk in ("<b>\u202e🙂", "9" * 60, "{}", "-1", "\r\n"):
        texts = dict.fromkeys(LUCA, junk) | {"cognome": f"Rossi{junk}"}
        for passo in ("persona", "salute", "racconto"):
            assert rita.step(passo, texts).status_code in (200, 302)
            assert rita.client.get(rita.at("certificato_passo", passo)).status_code == 200
        assert b"<b>" not in rita.client.get(rita.at("certificato_riepilogo")).content
        kept = typed(Certificato.objects.get())
        assert kept["cognome"] == f"Rossi{junk}"
        assert rita.issue().status_code == 200


def test_a_draft_that_is_too_long_stays_on_the_page(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    answer = rita.step("racconto", LUCA | {"racconto": "a" * 30_000})
    assert answer.status_code == 200
    assert "troppo lungo" in read(answer)
    assert "a" * 30_000 in read(answer)
    saved = rita.save("racconto", {"racconto": "a" * 30_000})
    assert saved.status_code == 422


def test_half_a_step_is_kept_and_the_doctor_goes_on(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    answer = rita.step("persona", {"cognome": "Verdi"})
    assert answer.url == rita.at("certificato_passo", "salute")
    page = read(rita.client.get(rita.at("certificato_passo", "persona")))
    assert 'value="Verdi"' in page
    assert "Manca qualcosa" in page
    assert "parziale" in page
    draft = Certificato.objects.get()
    assert draft.cognome == "Verdi"
    jumped = rita.step("persona", {"cognome": "Verdi"}, vai="racconto")
    assert jumped.url == rita.at("certificato_passo", "racconto")


def test_a_step_just_begun_accuses_nobody(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    for passo in ("persona", "salute", "racconto"):
        page = read(rita.client.get(rita.at("certificato_passo", passo)))
        assert "is-invalid" not in page
        assert "Manca qualcosa" not in page
    assert page.count("pi-step--vuota") == 4


# --- what looks odd ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cognome": "Verdi"}, "non corrisponde al cognome"),
        ({"prognosi_al": "2027-03-13"}, "più di un anno"),
        ({"prognosi_dal": "2026-03-09"}, "prima dell’infortunio"),
    ],
)
def test_what_looks_odd_is_confirmed_once(rita: Penna, changes: dict[str, str], words: str) -> None:
    rita.start(cosa=PRIMO)
    for passo in ("persona", "salute", "racconto"):
        rita.step(passo, LUCA | changes)
    page = summary(rita)
    assert words in page
    read_mark = page.split('name="letti" value="')[1].split('"')[0]
    assert rita.issue().status_code == 200
    assert rita.issue(conferma="on", letti="altri").status_code == 200
    assert not Certificato.objects.issued().exists()
    assert rita.issue(conferma="on", letti=read_mark).status_code == 302


def test_another_doctors_days_are_told_without_the_doctor(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    emesso(personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico)
    rita.start(cosa=PRIMO)
    rita.write_all()
    page = summary(rita)
    assert "copre già i giorni" in page
    assert "Visita" not in page.split("<main")[1].split("Da controllare")[1].split("</form>")[0]


def test_a_continuation_of_nothing_is_a_doubt(rita: Penna) -> None:
    rita.start(cosa="infortunio:continuativo")
    assert "Il certificato che prosegue" in read(
        rita.client.get(rita.at("certificato_passo", "persona"))
    )
    rita.write_all()
    assert "non c’è un primo certificato" in summary(rita)


def test_without_the_declaration_nothing_is_issued(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    rita.write_all()
    answer = rita.client.post(rita.at("certificato_riepilogo"), {"version": rita.version})
    assert answer.status_code == 200
    assert "La firma: per emettere dichiara che" in read(answer)
    assert "sotto la tua responsabilità" in read(answer)
    assert not Certificato.objects.issued().exists()


def test_what_was_read_is_what_is_signed(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    rita.write_all()
    before = rita.version
    rita.step("racconto", LUCA | {"racconto": "un’altra storia"})
    answer = rita.issue(version=before)
    assert answer.status_code == 200
    assert not Certificato.objects.issued().exists()


def test_a_new_doubt_was_not_confirmed_by_an_old_tick(
    rita: Penna, personas: Personas, adesso: datetime
) -> None:
    rita.start(cosa=PRIMO)
    rita.write_all()
    emesso(personas, adesso, medico=personas.medico_esterno, organizzazione=personas.studio_medico)
    answer = rita.issue(conferma="on", letti="")
    assert answer.status_code == 200
    assert "copre già i giorni" in read(answer)


# --- what fills itself ---------------------------------------------------------------------------


def test_the_code_fills_what_it_tells_and_never_an_answer(rita: Penna, adesso: datetime) -> None:
    load_reference(adesso)
    rita.start(cosa=PRIMO)
    rita.step("persona", {"codice_fiscale": "bnclcu13e03f205s", "comune": "Monza", "sesso": "F"})
    kept = typed(Certificato.objects.get())
    assert kept["nato_on"] == "2013-05-03"
    assert kept["nato_a"] == "Milano"
    assert kept["provincia"] == "MB"
    assert kept["sesso"] == "F"
    assert kept["codice_fiscale"] == "bnclcu13e03f205s"


def test_the_day_of_first_aid_is_the_day_of_the_event_until_somebody_says_so(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    page = read(rita.client.get(rita.at("certificato_passo", "racconto")))
    assert 'value="2026-03-12"' in page
    rita.step("salute")  # first aid on the eleventh
    page = read(rita.client.get(rita.at("certificato_passo", "racconto")))
    assert 'value="2026-03-11"' in page


def test_the_draft_has_its_term_before_the_hour_is_typed(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    rita.save("salute", {"prima_assistenza_at_giorno": "2026-03-11"})
    draft = Certificato.objects.get()
    assert draft.termine_at == datetime(2026, 3, 12, 23, 59, 59, tzinfo=ROME)
    assert draft.prima_assistenza_at is None
    assert Certificato.objects.to_transmit().get() == draft


def test_the_days_are_counted_aloud(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    rita.step("salute")
    page = read(rita.client.get(rita.at("certificato_passo", "salute")))
    assert (
        "3 giorni, fino a venerdì 13 marzo 2026 compreso: 2 dopo il giorno dell’infortunio." in page
    )


# --- whose it is ---------------------------------------------------------------------------------


def test_another_doctors_draft_does_not_exist(rita: Penna, personas: Personas) -> None:
    rita.start(cosa=PRIMO)
    sara = Penna.of(personas.medico_esterno)
    sara.draft = rita.draft
    for name, more in (
        ("certificato_passo", ["persona"]),
        ("certificato_riepilogo", []),
        ("certificato_elimina", []),
    ):
        assert sara.client.get(sara.at(name, *more)).status_code == 404
        assert sara.client.post(sara.at(name, *more)).status_code == 404
    assert sara.save("persona", {}).status_code == 404
    assert sara.client.post(sara.at("certificato_confronta", "persona")).status_code == 404


def test_a_draft_that_was_issued_meanwhile_leads_to_its_page(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    rita.write_all()
    rita.issue()
    page = rita.at("certificato_medico")
    for name, more in (
        ("certificato_passo", ["persona"]),
        ("certificato_riepilogo", []),
        ("certificato_elimina", []),
    ):
        assert rita.client.get(rita.at(name, *more)).url == page
        assert rita.client.post(rita.at(name, *more)).url == page
    assert rita.client.post(rita.at("certificato_confronta", "persona")).url == page
    assert rita.save("persona", {}).status_code == 422


def test_a_draft_is_thrown_away_after_a_question(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    address = rita.at("certificato_elimina")
    assert "Elimini questa bozza?" in read(rita.client.get(address))
    assert Certificato.objects.count() == 1
    assert rita.client.post(address).url == reverse("certificati")
    assert not Certificato.objects.exists()
    assert rita.client.post(address).status_code == 404


def test_nothing_personal_stands_in_an_address_or_in_the_log(
    rita: Penna, personas: Personas, adesso: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    emesso(personas, adesso)
    caplog.clear()
    rita.client.post(reverse("certificato_comincia"), {"testo": "Bianchi"})
    rita.start(cosa=PRIMO)
    rita.write_all()
    assert "ianchi" not in caplog.text
    assert "distorsione" not in caplog.text


def test_every_page_says_who_transmits(rita: Penna) -> None:
    rita.start(cosa=PRIMO)
    pages = [
        reverse("certificato_comincia"),
        rita.at("certificato_passo", "persona"),
        rita.at("certificato_riepilogo"),
        rita.at("certificato_elimina"),
    ]
    for address in pages:
        assert "Questo portale non trasmette all’INAIL" in read(rita.client.get(address))
