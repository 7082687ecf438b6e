"""Drafts of certificates that save themselves: two windows, an ended session, no letter lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from certificati.actions.bozze import typed
from certificati.models import Certificato
from portal.base.held_forms import HeldForm
from portal.base.riferimenti import load_reference
from tests.certificati.scrivere import LUCA, Penna
from tests.pages import read
from tests.personas import Personas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]
PRIMO = "infortunio:primo"
PAGE = "6d0a3f0e-7f52-4f4a-9c54-58a8f2a2f6aa"


@pytest.fixture
def rita(personas: Personas) -> Penna:
    """Rita Cura with a draft just begun."""
    rita = Penna.of(personas.medico_ospedaliero)
    rita.start(cosa=PRIMO)
    return rita


def kept() -> dict[str, str]:
    return typed(Certificato.objects.get())


def base_of(rita: Penna, passo: str) -> str:
    page = read(rita.client.get(rita.at("certificato_passo", passo)))
    return page.split('name="base" value="')[1].split('"')[0]


def test_what_is_typed_is_kept_letter_by_letter(rita: Penna) -> None:
    answer = rita.save("salute", {"diagnosi": "  dist ", "prima_assistenza_at_ora": "1"})
    assert answer.status_code == 200
    told = answer.json()
    assert told["versione"] == rita.version
    assert told["messaggio"] == "Bozza salvata alle 10:00 · certificato NON EMESSO"
    assert kept()["diagnosi"] == "  dist "
    assert kept()["prima_assistenza_at_ora"] == "1"
    assert set(told["frammenti"]) == {"bozza-passi", "bozza-base", "prognosi-giorni"}


def test_the_page_is_shown_what_the_code_filled(rita: Penna, adesso: datetime) -> None:
    load_reference(adesso)
    told = rita.save("persona", {"codice_fiscale": "BNCLCU13E03F205S"}).json()["frammenti"]
    assert 'value="2013-05-03"' in told["div_id_nato_on"]
    assert "Milano" in told["div_id_nato_a"]
    assert '<option value="M" selected>' in told["div_id_sesso"]
    assert "is-invalid" not in told["div_id_nato_on"]


def test_the_days_are_told_after_each_save(rita: Penna) -> None:
    texts = {"prognosi_dal": "2026-03-12", "prognosi_al": "2026-03-18"}
    told = rita.save("salute", texts).json()["frammenti"]["prognosi-giorni"]
    assert "7 giorni, fino a mercoledì 18 marzo 2026 compreso." in told


def test_a_chosen_lesion_is_kept_before_it_is_added(rita: Penna) -> None:
    texts = {"lesioni": "", "lesioni_natura": "FERITA"}
    assert rita.save("salute", texts).status_code == 200
    assert kept()["lesioni_natura"] == "FERITA"


def test_a_lesion_is_added_and_taken_away_without_scripts(rita: Penna) -> None:
    rita.client.get(rita.at("certificato_passo", "salute"))
    chosen = {"lesioni_natura": "FERITA", "lesioni_sede": ["CAVIGLIA SINISTRA"]}
    answer = rita.step("salute", LUCA | chosen, lesione="aggiungi")
    assert answer.url == rita.at("certificato_passo", "salute") + "#id_lesioni_aggiunte"
    assert "FERITA" in kept()["lesioni"]
    rita.step("salute", LUCA | {"lesioni": kept()["lesioni"]}, lesione="togli:0")
    assert "DISTORSIONE" not in kept()["lesioni"]


def test_two_windows_on_the_same_step_are_compared(rita: Penna) -> None:
    stale, base = rita.version, base_of(rita, "racconto")
    rita.save("racconto", {"racconto": "la prima storia", "evento_on": "2026-03-12"})
    answer = rita.save("racconto", {"racconto": "la seconda"}, version=stale, base=base)
    assert answer.status_code == 409
    assert "da un’altra finestra" in answer.json()["messaggio"]
    assert kept()["racconto"] == "la prima storia"
    page = read(rita.step("racconto", {"racconto": "la seconda"}, version=stale, base=base))
    assert "la prima storia" in page
    assert "la seconda" in page
    assert kept()["racconto"] == "la prima storia"
    choice = {"version": rita.version, "racconto": "la seconda", "scelta__racconto": "mia"}
    address = rita.at("certificato_confronta", "racconto")
    undecided = rita.client.post(address, {**choice, "scelta__racconto": ""})
    assert undecided.status_code == 200
    rita.client.post(address, choice)
    assert kept()["racconto"] == "la prima storia"  # another field differs and was not chosen
    rita.client.post(address, {**choice, "scelta__evento_on": "salvata"})
    assert kept()["racconto"] == "la seconda"


def test_a_third_window_asks_again(rita: Penna) -> None:
    stale = rita.version
    rita.save("racconto", {"racconto": "la prima storia"})
    choice = {"version": stale, "racconto": "la seconda", "tutte": "mia"}
    page = read(rita.client.post(rita.at("certificato_confronta", "racconto"), choice))
    assert "ancora più nuova" in page
    assert kept()["racconto"] == "la prima storia"


def test_two_windows_on_different_steps_are_in_nobodys_way(rita: Penna) -> None:
    stale, base = rita.version, base_of(rita, "persona")
    rita.save("racconto", {"racconto": "la storia"})
    assert rita.save("persona", {"cognome": "Verdi"}, version=stale, base=base).status_code == 200
    base = base_of(rita, "persona")
    assert rita.step("persona", {"cognome": "Verdini"}, version=stale, base=base).status_code == 302
    assert kept()["cognome"] == "Verdini"
    assert kept()["racconto"] == "la storia"


def test_an_answer_lost_on_the_way_is_nobody_elses_change(rita: Penna) -> None:
    stale = rita.version
    texts = {"racconto": "uno", "pagina": PAGE}
    assert rita.save("racconto", texts, version=stale, giro="1").status_code == 200
    again = rita.save("racconto", texts | {"racconto": "uno due"}, version=stale, giro="2")
    assert again.status_code == 200
    rita.save("racconto", texts, version=stale, giro="1")  # the first one comes once more
    assert kept()["racconto"] == "uno due"


def test_a_save_that_changes_nothing_is_not_one(rita: Penna) -> None:
    texts = {"racconto": "la storia", "evento_on": "2026-03-12"}
    rita.save("racconto", texts)
    version = rita.version
    rita.save("racconto", texts)
    assert rita.version == version


def test_an_ended_session_loses_nothing(rita: Penna, personas: Personas) -> None:
    address = rita.at("certificato_passo", "racconto")
    saved = rita.at("certificato_salva", "racconto")
    Session.objects.update(expire_date=personas.now - timedelta(seconds=1))
    answer = rita.client.post(address, {"racconto": "la lunga storia"})
    assert answer.status_code == 302
    assert ("racconto", "la lunga storia") in HeldForm.objects.get().pairs
    answer = rita.client.post(saved, {"racconto": "x"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 401
    assert Client().post(address).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "\0"])
def test_a_page_that_does_not_say_its_version_overwrites_nothing(rita: Penna, version: str) -> None:
    rita.save("racconto", {"racconto": "la storia"})
    answer = rita.save("racconto", {"racconto": "altro"}, version=version, base="x")
    assert answer.status_code == 409
    assert kept()["racconto"] == "la storia"
