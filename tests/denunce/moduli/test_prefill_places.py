"""Provinces, birthplaces and the place of the event: told by the tables, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from denunce.moduli.prefill_places import birthplace, place
from portal.base.riferimenti.models import Comune, StatoEstero
from portal.base.riferimenti.towns import NO_TOWNS, TOWNS, Birthplace, catastale_of


class Towns:
    """Milano, two towns of one name, and Romania."""

    def province_of(self, name, on):
        return {"Milano": "MI"}.get(name)

    def birthplace(self, catastale, on):
        return {"F205": Birthplace("Milano", "MI"), "Z129": Birthplace("Romania")}.get(catastale)

    def is_foreign_state(self, name, on):
        return name == "Romania"


def person(code=None, nato_a=""):
    return SimpleNamespace(codice_fiscale=code, nato_a=nato_a, nato_on=date(2013, 5, 3))


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (person("BNCLCU13E03F205S"), {"nato_a": "Milano", "nato_provincia": "MI"}),
        (person("BNCLCU13E03FNLRX"), {"nato_a": "Milano", "nato_provincia": "MI"}),  # omocodia
        (person(None, "Milano"), {"nato_a": "Milano", "nato_provincia": "MI"}),
        (person(None, "Samone"), {"nato_a": "Samone", "nato_provincia": None}),
        (person("PPSNDR13E03Z129X"), {"nato_estero": True, "nato_stato": "Romania"}),
        (person(None, "Romania"), {"nato_estero": True, "nato_stato": "Romania"}),
        (person(), {"nato_a": "", "nato_provincia": None}),
    ],
)
def test_where_somebody_was_born(who, told):
    assert birthplace(Towns(), who) == told


@pytest.mark.parametrize("code", [None, "", "x", "01234567890", "B" * 17])
def test_a_code_that_is_none_names_no_place(code):
    assert catastale_of(code) == ""


def case(luogo="in_sede", comune="", indirizzo="", site=None):
    firm = SimpleNamespace(comune="Milano", provincia="MI", indirizzo="via Uno 1", cap="20121")
    event = SimpleNamespace(
        luogo=luogo, comune=comune, indirizzo=indirizzo, sede=site,
        avvenuto_at=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
    )  # fmt: skip
    return SimpleNamespace(organizzazione=firm, evento=event)


def site(comune="Monza", provincia="MB", indirizzo="via Due 2"):
    return SimpleNamespace(
        denominazione="Palestra", comune=comune, provincia=provincia, indirizzo=indirizzo
    )


def test_in_sede_is_the_site():
    assert place(Towns(), case(site=site())) == {
        "indirizzo": "Palestra, via Due 2", "comune": "Monza", "provincia": "MB", "cap": None,
    }  # fmt: skip


def test_a_site_at_the_employers_address_has_its_cap():
    same = site("Milano", "", "Via  Uno 1")
    found = place(Towns(), case(site=same))
    assert (found["provincia"], found["cap"]) == ("MI", "20121")


def test_in_sede_without_a_site_is_the_employers_address():
    assert place(NO_TOWNS, case())["cap"] == "20121"
    assert place(NO_TOWNS, case(indirizzo="cortile"))["cap"] is None


def test_elsewhere_only_what_was_typed_counts():
    assert place(NO_TOWNS, case("in_itinere", site=site())) == {
        "indirizzo": "", "comune": "", "provincia": None,
    }  # fmt: skip
    assert place(Towns(), case("cantiere", "Milano"))["provincia"] == "MI"
    assert place(Towns(), case("cantiere", "Samone"))["provincia"] is None


@pytest.mark.django_db
def test_the_reference_tables_answer_as_of_the_day():
    Comune.objects.create(
        catastale="F205", nome="Milano", nome_norm="milano", provincia="MI",
        valid_from=date(1861, 3, 17),
    )  # fmt: skip
    for province, since in (("TO", date(1900, 1, 1)), ("TN", date(1900, 1, 1))):
        Comune.objects.create(
            catastale=f"X{province}", nome="Samone", nome_norm="samone", provincia=province,
            valid_from=since,
        )  # fmt: skip
    StatoEstero.objects.create(catastale="Z129", nome="Romania", nome_norm="romania")
    day = date(2026, 3, 12)
    assert TOWNS.province_of("  MILANO ", day) == "MI"
    assert TOWNS.province_of("Milano", date(1800, 1, 1)) is None
    assert TOWNS.province_of("Samone", day) is None, "two towns of that name: nothing is guessed"
    assert TOWNS.birthplace("F205", day) == Birthplace("Milano", "MI")
    assert TOWNS.birthplace("Z129", day) == Birthplace("Romania")
    assert TOWNS.birthplace("", day) is TOWNS.birthplace("Z999", day) is None
    assert TOWNS.is_foreign_state("romania", day)
    assert not TOWNS.is_foreign_state("Milano", day)
