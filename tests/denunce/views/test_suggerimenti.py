"""Towns, states and professions while somebody types in a form."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest

from denunce.models import Modulo
from denunce.moduli.canonical import canonical
from portal.base.models import Comune, StatoEstero

pytestmark = pytest.mark.django_db


def town(nome, provincia, istat="", start=date(1900, 1, 1), end=None, catastale="X000"):
    return Comune(
        nome=nome,
        nome_norm=nome.lower(),
        provincia=provincia,
        codice_istat=istat,
        catastale=catastale,
        valid_from=start,
        valid_to=end,
    )


@pytest.fixture(autouse=True)
def _posti(db):
    """Two towns of the same name, one of the past, a state of today and one of yesterday."""
    Comune.objects.bulk_create(
        [
            town("Castro", "BG", "016065", catastale="C337"),
            town("Castro", "LE", "075096", catastale="M261"),
            town("Castro Vecchio", "CO", end=date(1980, 1, 1), catastale="C338"),
        ]
    )
    StatoEstero.objects.bulk_create(
        [
            StatoEstero(catastale="Z110", nome="Francia", nome_norm="francia"),
            StatoEstero(
                catastale="Z105",
                nome="Cecoslovacchia",
                nome_norm="cecoslovacchia",
                valid_to=date(1992, 12, 31),
            ),
        ]
    )


@pytest.fixture
def modulo(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


@pytest.fixture
def cerca(laura, modulo):
    """What the portal offers for a control."""

    def asked(name, text):
        answer = laura.get(f"/denunce/moduli/{modulo.pk}/cerca/", {"campo": name, "testo": text})
        assert answer.status_code == 200
        return answer.json()["voci"]

    return asked


def test_namesakes_are_told_apart_and_fill_their_province(cerca):
    found = cerca("lavoratore__domicilio_comune", "cas")
    assert [(each["testo"], each["nota"]) for each in found] == [
        ("Castro", "BG · ISTAT 016065"),
        ("Castro", "LE · ISTAT 075096"),
    ]
    assert found[1]["campi"] == {
        "domicilio_comune": "Castro",
        "domicilio_provincia": "LE",
        "domicilio_istat": "075096",
    }


def test_a_birthplace_is_called_as_on_the_day_of_birth(cerca, modulo):
    assert len(cerca("lavoratore__nato_a", "castro")) == 2
    data = json.loads(modulo.dati)
    data["lavoratore"]["nato_il"] = "1950-01-01"
    modulo.dati = canonical(data)
    modulo.save(update_fields=["dati"])
    assert [each["testo"] for each in cerca("lavoratore__nato_a", "castro v")] == ["Castro Vecchio"]
    assert cerca("lavoratore__domicilio_comune", "castro v") == []


def test_states_are_those_of_the_day(cerca):
    assert [each["campi"] for each in cerca("luogo__stato", "fra")] == [{"stato": "Francia"}]
    assert cerca("luogo__stato", "cec") == []


def test_a_profession_brings_its_code(cerca):
    [first, *_others] = cerca("rapporto__voce_professionale", "attrezzisti")
    assert first["campi"] == {
        "voce_codice": "6.2.2.3.1",
        "voce_professionale": "Attrezzisti di macchine utensili",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lavoratore__cognome", "castro"),
        ("", "castro"),
        ("lavoratore__domicilio_comune", "c"),
        ("lavoratore__domicilio_comune", "\0\0\0"),
        ("lavoratore__domicilio_comune", "%" * 300),
        ("lavoratore__domicilio_comune", "<b>"),
        ("x" * 5000, "castro"),
    ],
)
def test_anything_else_finds_nothing(cerca, name, text):
    assert cerca(name, text) == []


def test_without_arguments_nothing_is_found(laura, modulo):
    assert laura.get(f"/denunce/moduli/{modulo.pk}/cerca/").json() == {"voci": []}


def test_the_form_of_another_school_does_not_exist(ugo, laura, modulo):
    address = f"/denunce/moduli/{modulo.pk}/cerca/"
    assert ugo.get(address, {"campo": "luogo__comune", "testo": "cas"}).status_code == 404
    assert laura.get(f"/denunce/moduli/{uuid4()}/cerca/").status_code == 404
    assert laura.post(address).status_code == 405


def test_too_many_questions_wait(laura, modulo, settings):
    address = f"/denunce/moduli/{modulo.pk}/cerca/"
    answers = {laura.get(address).status_code for _ in range(302)}
    assert answers == {200, 429}


def test_one_town_and_a_hundred_cost_the_same_queries(laura, modulo, django_assert_num_queries):
    address = f"/denunce/moduli/{modulo.pk}/cerca/"
    question = {"campo": "luogo__comune", "testo": "castro"}
    laura.get(address, question)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        laura.get(address, question)
    Comune.objects.bulk_create(
        [town(f"Castro {n}", "MI", catastale=f"Y{n:03}") for n in range(100)]
    )
    with django_assert_num_queries(len(few)):
        assert len(laura.get(address, question).json()["voci"]) == 12
