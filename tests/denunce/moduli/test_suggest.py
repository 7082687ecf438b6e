"""What is searched while typing in a form, and which fields a choice fills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from denunce.moduli import suggest
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import Is
from denunce.moduli.declaration import Declaration, Field, Group, Section, Switch
from denunce.moduli.kinds import Text
from denunce.moduli.registry import FORMS
from denunce.moduli.wizard import form_sections


def test_a_town_fills_the_fields_of_its_own_address(mod4bis: Declaration) -> None:
    group, field = suggest.find(mod4bis, "lavoratore__domicilio_comune")
    assert suggest.fills(group, field) == {
        "nome": "domicilio_comune",
        "provincia": "domicilio_provincia",
        "istat": "domicilio_istat",
    }
    group, field = suggest.find(mod4bis, "lavoratore__nato_a")
    assert suggest.fills(group, field) == {"nome": "nato_a", "provincia": "nato_provincia"}
    group, field = suggest.find(mod4bis, "testimoni__3__comune")
    assert suggest.fills(group, field) == {"nome": "comune", "provincia": "provincia"}


@pytest.mark.parametrize("key", ["codice_istat", "istat"])
def test_the_istat_code_goes_to_the_field_of_the_same_address(key: str) -> None:
    town = Field("sede_comune", "Comune", Text(80), suggest="comune")
    group = Group(
        "g", "", "", (town, Field(f"sede_{key}", "ISTAT", Text(6)), Field(key, "", Text()))
    )
    assert suggest.fills(group, town) == {"nome": "sede_comune", "istat": f"sede_{key}"}


def test_a_profession_fills_code_and_name_from_either(mod4bis: Declaration) -> None:
    for name in ("rapporto__voce_codice", "rapporto__voce_professionale"):
        group, field = suggest.find(mod4bis, name)
        assert suggest.fills(group, field) == {
            "codice": "voce_codice",
            "nome": "voce_professionale",
        }


@pytest.mark.parametrize("name", ["", "x", "lavoratore", "lavoratore__cognome", "x__comune", "__"])
def test_other_controls_are_not_searched(mod4bis: Declaration, name: str) -> None:
    assert suggest.find(mod4bis, name) is None


def test_the_day_is_that_of_birth_for_a_birthplace_and_of_the_event_otherwise(
    mod4bis: Declaration,
) -> None:
    data = {"lavoratore": {"nato_il": "1970-05-03"}, "evento": {"data": "2026-03-12"}}
    birth = suggest.find(mod4bis, "lavoratore__nato_a")
    home = suggest.find(mod4bis, "lavoratore__domicilio_comune")
    assert suggest.day_of(mod4bis, data, *birth) == date(1970, 5, 3)
    assert suggest.day_of(mod4bis, data, *home) == date(2026, 3, 12)
    assert suggest.day_of(mod4bis, {}, *birth) is None


@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_town_of_every_form_is_searched(code: str) -> None:
    """The next address that is declared is searched too."""
    towns = [f for _g, f in FORMS[code].fields() if f.key.endswith("comune")]
    assert [field.key for field in towns if field.suggest != "comune"] == []


def test_a_value_of_another_list_stays_in_its_control(mod4bis: Declaration) -> None:
    switched = Field(
        "tipologia",
        "Tipologia",
        Code("tipologia_lavoratore_non_marittimo"),
        switched=(Switch(Is("g.mare", "si"), Code("tipologia_lavoratore_marittimo")),),
    )
    group = Group("g", "", "G", (Field("mare", "Mare", Text(2)), switched))
    form = replace(mod4bis, sections=(Section("1", "S", (group,)),))
    land = next(
        (value, str(label))
        for value, label in Code("tipologia_lavoratore_non_marittimo").choices(None)
        if value not in Code("tipologia_lavoratore_marittimo").codes.by_code
    )
    words = {
        sea: [
            each.stray
            for each in form_sections(form, {"g": {"mare": sea, "tipologia": land[0]}})[0].fields
        ]
        for sea in ("si", "no")
    }
    assert words == {"si": ["", land[1]], "no": ["", ""]}
    lost = form_sections(form, {"g": {"tipologia": "MAI VISTA"}})
    assert [each.stray for each in lost[0].fields] == ["", "MAI VISTA"]
