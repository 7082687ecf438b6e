"""A form begins with what earlier ones said: nobody types the same thing twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from denunce.actions.dati import DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.moduli import finalize_modulo, save_modulo, start_modulo
from denunce.models import Adempimento, Modulo
from denunce.moduli.registry import declaration_version
from denunce.moduli.validation import problems
from utenti.models import Organizzazione, Sede

pytestmark = pytest.mark.django_db
HOME = {"indirizzo": "via delle Prove 1", "comune": "Milano", "provincia": "MI", "cap": "20121"}
TYPED = {
    "datore": {"lavorazione": "Scuola secondaria", "codice_amministrazione": "MI-0042"},
    "lavoratore": {"cittadinanza": "Italiana", "asl": "ATS Esempio"},
    "luogo": {"cantiere": False},
    "cause": {"natura_lesione": "FRATTURA", "sede_lesione": "POLSO DESTRO"},
    "dichiarante": {"luogo": "Milano"},
}


@pytest.fixture
def scuola(personas):
    """The school as its administrator filled it in, with the site where pupils fall."""
    Organizzazione.objects.filter(pk=personas.scuola.pk).update(
        codice_fiscale="01234560157", telefono="0200000", **HOME
    )
    personas.scuola.refresh_from_db()
    return personas.scuola


@pytest.fixture
def palestra(scuola):
    return Sede.objects.create(
        organizzazione=scuola, denominazione="Palestra", comune="Milano", provincia="MI",
        indirizzo="via dello Sport 3",
    )  # fmt: skip


@pytest.fixture
def alunno(scuola, laura, adesso):
    """Add a pupil whose register is complete."""

    people = {"Verdi": ("Anna", "F", date(2014, 3, 8), "VRDNNA14C48F205S", "Milano")}
    people["Rossi"] = ("Omar", "M", date(2012, 1, 30), "RSSMRO12A30A794K", "Bergamo")

    def add(cognome="Verdi"):
        nome, sesso, nato_on, codice_fiscale, nato_a = people[cognome]
        data = DatiLavoratore(
            categoria="studente", cognome=cognome, nome=nome, sesso=sesso,
            nato_on=nato_on, nato_a=nato_a, codice_fiscale=codice_fiscale,
            indirizzo="via di Prova 2", domicilio_comune="Milano", domicilio_provincia="MI",
            domicilio_cap="20122", telefono="3330000000",
        )  # fmt: skip
        return create_lavoratore(data, organizzazione=scuola, by=laura, now=adesso)

    return add


@pytest.fixture
def inizia(apri, certifica, riferimenti, caduta, palestra, laura, adesso):
    """Open a case of somebody, receive the certificate, begin the form."""
    count = iter(range(1, 100))

    def begin(lavoratore, *, by=laura, **facts) -> Modulo:
        number = next(count)
        happened = caduta.avvenuto_at - timedelta(minutes=number)
        data = replace(caduta, avvenuto_at=happened, sede=palestra, noto_at=happened, **facts)
        caso = apri(data, lavoratore=lavoratore)
        certifica(caso, replace(riferimenti, numero=f"A{number:011d}"))
        return start_modulo(Adempimento.objects.get(caso=caso, tipo="denuncia"), by=by, now=adesso)

    return begin


def missing(modulo: Modulo) -> list[str]:
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    return [problem.path for problem in problems(declaration, json.loads(modulo.dati))]


@pytest.fixture
def finito(inizia, alunno, laura, adesso):
    """Anna's first form, completed and made definitive."""
    modulo = inizia(alunno())
    data = json.loads(modulo.dati)
    for group, values in TYPED.items():
        data[group] = data.get(group, {}) | values
    saved = save_modulo(modulo, data, expected=1, by=laura, now=adesso)
    return finalize_modulo(saved, expected=2, by=laura, now=adesso)


def test_for_a_known_pupil_four_fields_are_left_to_type(inizia, alunno):
    """Citizenship, the question on building sites, nature and site of the injury."""
    assert missing(inizia(alunno())) == [
        "/lavoratore/cittadinanza",
        "/luogo/cantiere",
        "/cause/natura_lesione",
        "/cause/sede_lesione",
    ]


def test_the_employers_own_data_are_typed_once(finito, inizia, alunno):
    second = inizia(alunno("Rossi"))
    data = json.loads(second.dati)
    assert data["datore"]["codice_amministrazione"] == "MI-0042"
    assert data["datore"]["lavorazione"] == "Scuola secondaria"
    assert data["dichiarante"]["luogo"] == "Milano"
    assert "cittadinanza" not in data["lavoratore"], "of another pupil nothing is known"
    assert "natura_lesione" not in data["cause"]


def test_another_form_of_the_employer_is_remembered_when_there_is_none_of_the_same(
    finito, inizia, alunno
):
    """Only what this one asks for: an injured person of another form is nobody's business."""
    Modulo.objects.filter(pk=finito.pk).update(tipo="mod4bis_nav")
    data = json.loads(inizia(alunno("Rossi")).dati)
    assert data["datore"]["codice_amministrazione"] == "MI-0042"
    assert data["datore"]["lavorazione"] == "Scuola secondaria"
    assert "cittadinanza" not in data["lavoratore"]


def test_of_the_same_person_what_does_not_change_is_typed_once(finito, inizia):
    again = inizia(finito.caso.lavoratore)
    assert json.loads(again.dati)["lavoratore"]["asl"] == "ATS Esempio"
    assert missing(again) == ["/luogo/cantiere", "/cause/natura_lesione", "/cause/sede_lesione"]


def test_what_the_register_says_now_wins_over_an_old_form(finito, inizia, scuola):
    Organizzazione.objects.filter(pk=scuola.pk).update(telefono="0299999")
    assert json.loads(inizia(finito.caso.lavoratore).dati)["datore"]["telefono"] == "0299999"


def test_a_case_that_was_erased_is_not_read(finito, inizia, alunno, adesso):
    finito.caso.data_key.destroy(adesso)
    data = json.loads(inizia(alunno("Rossi")).dati)
    assert "lavorazione" not in data["datore"]


def test_the_head_declares_as_the_head(inizia, alunno, personas):
    by = personas.scope(personas.dirigente)
    data = json.loads(inizia(alunno(), by=by).dati)
    assert data["dichiarante"]["qualita"] == "dirigente_scolastico"
    assert data["dichiarante"]["cognome"] == "Ferri"
