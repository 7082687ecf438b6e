"""Every code list holds all the values of its source and none that is not there."""

from __future__ import annotations

import re
import unicodedata

import pytest

from denunce.moduli.codelists import Code
from denunce.moduli.kinds import Tick
from denunce.moduli.registry import FORMS
from portal.base.riferimenti.codelists import FIXTURES, code_list
from tests.denunce.moduli import checklist, code_sources

# Fixture, note of the Nav instructions, its name among the sizes of the page (and which of two).
NAV = [
    ("stato_civile", "1", ("stato civile", 0)),
    ("categoria_marittimo", "3", ("categoria", 0)),
    ("tipologia_lavoratore_marittimo", "4 si", ("tipologia", 0)),
    ("tipologia_lavoratore_non_marittimo", "4 no", ("tipologia", 1)),
    ("contratto_marittimo", "5 si", ("contratto", 0)),
    ("contratto_non_marittimo", "5 no", ("contratto", 1)),
    ("ccnl_settore", "6", ("settore", 0)),
    ("qualifica_assicurativa_marittimo", "8 si", ("qualifica assicurativa", 0)),
    ("qualifica_assicurativa_non_marittimo", "8 no", ("qualifica assicurativa", 1)),
    ("unimare", "9", ("unimare", 0)),
    ("condizioni_meteo", "12", ("meteo", 0)),
    ("natura_lesione", "15", ("natura", 0)),
    ("sede_lesione", "16", ("sede", 0)),
]
MOD101 = {
    "mod101_stato_civile": code_sources.stato_civile,
    "mod101_tipologia": code_sources.tipologia,
    "mod101_rapporto": code_sources.rapporto,
    "mod101_qualifica": lambda: code_sources.qualifiche()[0],
    "mod101_qualifica_agricola": lambda: code_sources.qualifiche()[1],
    "sesso": code_sources.sesso,
}
# The boxes of Mod. 101: between which texts of the page they stand, and what else stands there.
BOXES = [
    (
        "mod101_base",
        "E’ COMPUTATA SU BASE:",
        "(8) vedi istruzioni",
        {"Ore Sett. A", "/", "Cap"},
    ),
    (
        "mod101_destinatario",
        "indennità di inabilità temporanea deve essere inviata:",
        "MALATTIA DICHIARATA DAL LAVORATORE",
        set(),
    ),
    (
        "mod101_ambiente",
        "IN QUALE AMBIENTE LAVORAVA?",
        "ORE\n",
        {"/", "MM", "GG", "AAAA", "AL", "NO", "ULTIMO GIORNO DI ESPOSIZIONE"},
    ),
    ("mod101_modo", "IN CHE MODO?", "MISURE DI SICUREZZA", set()),
]


def plain(text: str) -> str:
    """Letters and digits alone: case, accents, dashes, apostrophes, ordinal marks and the full
    year of an act are typography."""
    whole = re.sub(r"1124/65", "1124/1965", re.sub("[°ª]", "", text.casefold()))
    apart = unicodedata.normalize("NFKD", whole)
    return re.sub(r"[^a-z0-9]", "", apart)


@pytest.mark.parametrize(("name", "note", "size"), NAV, ids=lambda value: str(value))
def test_a_list_of_the_nav_instructions_is_the_source(name, note, size):
    source = code_sources.nav_lists()[note]
    entries = code_list(name).entries
    assert [entry.label for entry in entries] == source
    numbered = name == "categoria_marittimo"
    codes = [str(n) for n in range(1, len(source) + 1)] if numbered else source
    assert [entry.code for entry in entries] == codes, "INAIL's own values"
    assert len(set(codes)) == len(source) == checklist.sizes()[size[0]][size[1]]


def test_every_size_the_page_expects_is_looked_at():
    looked_at = {(name, place) for _list, _note, (name, place) in NAV}
    said = {(name, n) for name, numbers in checklist.sizes().items() for n in range(len(numbers))}
    assert looked_at == said


@pytest.mark.parametrize("name", MOD101)
def test_a_list_of_mod101_is_the_source(name):
    source = MOD101[name]()
    shown = {entry.code: plain(entry.label) for entry in code_list(name).entries}
    assert shown == {code: plain(label) for code, label in source}
    assert len(shown) == len(source)


def test_the_lists_of_mod101_have_the_codes_the_instructions_number():
    industry, farms = code_sources.qualifiche()
    assert [code for code, _label in industry] == [*(f"{n:02d}" for n in range(1, 27)), "99"]
    assert [code for code, _label in farms] == [*(f"{n:02d}" for n in range(1, 23)), "99"]
    assert "".join(code for code, _label in code_sources.tipologia()) == "ABCDEFG"
    assert "".join(code for code, _label in code_sources.rapporto()) == "123456"
    assert "".join(code for code, _label in code_sources.stato_civile()) == "1234567"
    assert dict(farms)["11"] == "Compartecipante non dipendente"


@pytest.mark.parametrize(
    ("name", "begins", "ends", "beside"), BOXES, ids=[name for name, *_rest in BOXES]
)
def test_the_boxes_of_mod101_are_those_printed(name, begins, ends, beside):
    printed = [line for line in code_sources.boxes(begins, ends) if line not in beside]
    assert [plain(e.label) for e in code_list(name).entries] == [plain(line) for line in printed]


def test_what_people_read_differs_from_the_code_only_in_type_and_in_two_misprints():
    corrected = {
        entry.label
        for name, _note, _size in NAV
        for entry in code_list(name).entries
        if plain(entry.label) != plain(entry.label_display)
    }
    assert len(corrected) == len(checklist.misprints()) == 2
    for misprint in checklist.misprints():
        [code] = [label for label in corrected if misprint in label]
        entry = code_list("sede_lesione").by_code[code]
        assert entry.label == entry.code == code
        assert misprint.casefold() not in entry.label_display.casefold()


def test_every_list_of_a_source_is_offered_by_a_form():
    """And each list that a form offers has a fixture with its source and its day."""
    offered = {
        kind.list_code
        for declaration in FORMS.values()
        for _group, field in declaration.fields()
        for kind in (field.kind, *(switch.kind for switch in field.switched))
        if isinstance(kind, Code)
    }
    ticks = [
        f.box_label for f in FORMS["mod101"].groups["esposizione"].fields if type(f.kind) is Tick
    ]
    assert [plain(str(label)) for label in ticks] == [
        plain(entry.label) for entry in code_list("mod101_ambiente").entries
    ], "several may hold, so each is a tick of its own"
    offered.add("mod101_ambiente")
    sourced = {name for name, _note, _size in NAV} | set(MOD101) | {box[0] for box in BOXES}
    assert sourced - offered == set()
    for name in offered:
        assert code_list(name).source
        assert (FIXTURES / f"{name}.json").is_file()
        assert code_list(name).retrieved_on
