"""Mod. 4 bis Nav.: the declaration, and its lists against a copy of INAIL's instructions."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from denunce.moduli.blocchi.mare import PESCA, given
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, NEVER, All, Is, Known, Not, paths
from denunce.moduli.declaration import COLUMNS
from denunce.moduli.example import example
from denunce.moduli.mod4bis import MOD4BIS
from denunce.moduli.moments import Day
from denunce.moduli.registry import versions_of
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.layout import COLUMN_MM
from denunce.moduli.validation import problems
from portal.base.privacy import Privacy
from portal.base.riferimenti.codelists import code_list

SOURCES = Path(__file__).resolve().parents[2] / "data" / "fonti"
VERSIONS = versions_of("mod4bis_nav")
NAV = VERSIONS[-1]
EVERY_FIELD = [pytest.param(g, f, id=f"{g.key}.{f.key}") for g, f in NAV.fields()]
_NUMBERED = re.compile(r"[0-9]\) ")


def lists_of_the_source() -> dict[str, list[str]]:
    """Note (and for whom) -> the values under it, as INAIL wrote them."""
    text = (SOURCES / "mod4bis_nav.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    current = ""
    for line in text[text.index("LEGENDA NOTE") :].splitlines()[1:]:
        heading = re.match(
            r"\W*(?:<b>|\*\*)?\((\d+)\) .*?(marittimo ?= ?(si|no))?\)?\W*(</b>)?$", line
        )
        if heading:
            current = heading[1] + (f" {heading[3]}" if heading[3] else "")
            found[current] = []
        elif line.strip():
            found[current].append(_NUMBERED.sub("", line.strip()))
    return found


LISTS = {
    "1": "stato_civile",
    "3": "categoria_marittimo",
    "4 si": "tipologia_lavoratore_marittimo",
    "4 no": "tipologia_lavoratore_non_marittimo",
    "5 si": "contratto_marittimo",
    "5 no": "contratto_non_marittimo",
    "6": "ccnl_settore",
    "8 si": "qualifica_assicurativa_marittimo",
    "8 no": "qualifica_assicurativa_non_marittimo",
    "9": "unimare",
    "12": "condizioni_meteo",
    "15": "natura_lesione",
    "16": "sede_lesione",
}


@pytest.mark.parametrize(("note", "name"), LISTS.items())
def test_every_value_of_the_instructions_is_in_the_list_and_no_other(note, name):
    official = [entry.label for entry in code_list(name).entries]
    assert official == lists_of_the_source()[note]


def test_the_lists_have_the_sizes_of_the_checklist():
    text = (SOURCES / "moduli.md").read_text(encoding="utf-8")
    said = re.search(r"Expected sizes of the lists: (.*)", text)[1].rstrip(".")
    sizes = {}
    for part in said.split(" · "):
        name, numbers = re.fullmatch(r"(\D+?) ([\d /]+)", part).groups()
        sizes[name] = [int(number) for number in numbers.split("/")]
    assert sizes == {
        "stato civile": [5], "categoria": [4], "tipologia": [4, 14], "contratto": [9, 2],
        "settore": [2], "qualifica assicurativa": [17, 23], "Unimare": [104], "meteo": [4],
        "natura": [9], "sede": [65],
    }  # fmt: skip
    ours = [len(code_list(name).entries) for name in LISTS.values()]
    assert [size for both in sizes.values() for size in both] == ours


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("PERETE ADDOMINALE", "Parete addominale"),
        ("COLONNA VERTEBRALE/MIDOLLO TORACICA", "toracico"),
    ],
)
def test_the_misprints_stay_in_the_codes_and_are_mended_on_display(code, shown):
    entry = code_list("sede_lesione").by_code[code]
    assert shown in entry.label_display
    assert entry.code == code


def test_the_field_of_every_note_carries_its_number_and_its_list():
    by_note: dict[str, set[str]] = {}
    for _group, field in NAV.fields():
        kinds = (field.kind, *(switch.kind for switch in field.switched))
        if field.note:
            names = {kind.list_code for kind in kinds if isinstance(kind, Code)}
            by_note.setdefault(field.note, set()).update(names)
    assert set(by_note) == {str(number) for number in range(1, 17)}
    for note, name in LISTS.items():
        assert name in by_note[note.split()[0]]


def test_the_notes_are_the_sixteen_of_the_legend():
    assert [note.number for note in NAV.notes] == [str(number) for number in range(1, 17)]
    assert all(str(note.title) and str(note.printed) for note in NAV.notes)


def test_it_has_everything_of_mod_4_bis_but_the_gestione_and_what_the_ship_replaces():
    replaced = {"unita_produttiva", "pubblica_sicurezza"}
    elsewhere = {"invio.gestione", "datore.codice_amministrazione", "rapporto.contratto_altro"}
    ours = {f"{g.key}.{f.key}" for g, f in NAV.fields()}
    theirs = {f"{g.key}.{f.key}" for g, f in MOD4BIS.fields() if g.key not in replaced}
    assert {path for path in theirs - ours if "conto_stato" not in path} <= elsewhere | {
        path for path in theirs if _only_for_the_state(path)
    }


def _only_for_the_state(path: str) -> bool:
    return given(MOD4BIS.field(path).when, "invio.gestione", "ordinaria") == NEVER


def test_no_rule_asks_for_a_gestione():
    for _group, field in NAV.fields():
        rules = (field.when, field.required, *(each.when for each in field.fixed))
        assert "invio.gestione" not in {path for rule in rules for path in paths(rule)}


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (Is("a.b", "x"), ALWAYS),
        (Is("a.b", "y"), NEVER),
        (Not(Is("a.b", "y")), Not(NEVER)),
        (All((Is("a.b", "x"), Known("c.d"))), Known("c.d")),
        (All((Is("a.b", "y"), Known("c.d"))), NEVER),
        (All((Is("a.b", "x"), Known("c.d"), Known("e.f"))), All((Known("c.d"), Known("e.f")))),
        (Known("a.b"), Known("a.b")),
    ],
)
def test_a_condition_loses_what_is_already_known(condition, left):
    assert given(condition, "a.b", "x") == left


def test_who_fishes_is_told_by_the_qualification():
    assert len(PESCA.values) == 11


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_field_is_wholly_declared(group, field):
    assert str(field.label)
    assert isinstance(field.privacy, Privacy)
    assert 1 <= field.width <= COLUMNS
    assert field.example is not None
    assert field.when == ALWAYS or str(field.why), "says in words when it applies"
    assert [f.key for f in group.fields].count(field.key) == 1
    for kind in (field.kind, *(switch.kind for switch in field.switched)):
        if isinstance(kind, Code):
            assert code_list(kind.list_code).source


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_rule_speaks_of_fields_that_exist(group, field):
    rules = (
        field.when,
        field.required,
        *(each.when for each in (*field.fixed, *field.switched, *field.advice)),
    )
    for path in {path for rule in rules for path in paths(rule)}:
        assert group.field(path[1:]) if path.startswith(".") else NAV.field(path)


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_label_fits_its_printed_box(group, field):
    room = field.width * COLUMN_MM - 2.4
    assert not field.printed or measure.width(str(field.box_label), 6) <= room
    if isinstance(field.kind, Day):
        assert room >= 44, "ten cells of 4.4 mm"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.version)
def test_the_example_of_every_version_has_no_problem_and_satisfies_its_schema(version):
    schema = json_schema(version)
    jsonschema.Draft202012Validator.check_schema(schema)
    data = example(version)
    assert problems(version, data) == []
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []


def test_there_are_two_versions_and_only_the_second_asks_for_the_cantiere():
    assert [version.version for version in VERSIONS] == ["2013-07-01", "2025-05-23"]
    assert ["cantiere" in {f.key for f in v.groups["luogo"].fields} for v in VERSIONS] == [
        False, True,
    ]  # fmt: skip
