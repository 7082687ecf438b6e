"""Mod. 101 as declared: the order, the letters and the notes of the paper, its versions."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from denunce.moduli.blocchi.malattia_retribuzione import LETTERE
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, paths
from denunce.moduli.declaration import COLUMNS
from denunce.moduli.example import example
from denunce.moduli.kinds import Tick
from denunce.moduli.mod101_note import AVVERTENZE, NUMERATE
from denunce.moduli.moments import Day
from denunce.moduli.registry import (
    NoDeclaration,
    declaration_for,
    declaration_on,
    upgrade,
    versions_of,
)
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.layout import COLUMN_MM
from denunce.moduli.stampa.render import Imprint, render_html
from denunce.moduli.validation import problems, structure
from denunce.moduli.wizard import clean, form_sections
from portal.base.riferimenti.codelists import code_list

PAPER = Path(__file__).resolve().parents[2] / "data" / "fonti" / "mod101.txt"
VERSIONS = versions_of("mod101")
NEWEST = VERSIONS[-1]
PAPER_WORDS = "".join(PAPER.read_text(encoding="utf-8").split())
EVERY_FIELD = [pytest.param(g, f, id=f"{g.key}.{f.key}") for g, f in NEWEST.fields()]


def test_the_sections_are_the_four_of_the_paper():
    numbered = [(s.number, str(s.title)) for s in NEWEST.sections if s.number]
    assert numbered == [
        ("1", "Lavoratore"),
        ("2", "Datore di lavoro"),
        ("3", "Dati retributivi"),
        ("4", "Descrizione della malattia professionale"),
    ]
    assert not NEWEST.facsimile, "its paper is among the sources"


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_field_is_wholly_declared(group, field):
    assert str(field.label)
    assert 1 <= field.width <= COLUMNS
    assert field.example is not None
    assert field.when == ALWAYS or str(field.why), "says in words when it applies"
    assert [f.key for f in group.fields].count(field.key) == 1
    if isinstance(field.kind, Code):
        assert code_list(field.kind.list_code).source
    switched = [switch.when for switch in field.switched]
    for condition in (field.when, field.required, *switched):
        for path in paths(condition):
            assert NEWEST.field(path)
    if field.excludes:
        assert NEWEST.field(field.excludes)


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_a_day_has_room_for_its_ten_cells_and_a_label_for_its_box(group, field):
    room = field.width * COLUMN_MM - 2.4
    lines = measure.lines(str(field.box_label), room, 6)
    assert len(lines) <= 2
    if isinstance(field.kind, Day):
        assert room >= 44


def test_labels_in_one_group_differ():
    for group in NEWEST.groups.values():
        labels = [str(field.label) for field in group.fields]
        assert len(set(labels)) == len(labels), group.key


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.version)
def test_the_example_of_every_version_has_no_problem_and_satisfies_its_schema(version):
    schema = json_schema(version)
    jsonschema.Draft202012Validator.check_schema(schema)
    data = example(version)
    assert problems(version, data) == []
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.version)
def test_every_version_can_be_filled_in_and_printed(version):
    data = example(version)
    raw = {f.name: f.raw for s in form_sections(version, data) for f in s.fields if f.raw}
    assert clean(version, raw) == (data, [])
    html = render_html(version, data, Imprint())
    assert "Ipoacusia da rumore" in html


def test_the_two_versions_are_the_paper_and_the_references_of_the_certificate():
    assert [version.version for version in VERSIONS] == ["2007-01-01", "2016-03-22"]
    assert "certificato" not in VERSIONS[0].groups
    assert [f.key for f in NEWEST.groups["certificato"].fields] == [
        "numero",
        "rilasciato",
        "cartaceo",
    ]


@pytest.mark.parametrize(
    ("told", "version"), [("2016-03-21", "2007-01-01"), ("2016-03-22", "2016-03-22")]
)
def test_the_day_the_disease_was_told_decides_the_version(told, version):
    assert declaration_for("mod101", {"malattia": {"segnalata_il": told}}).version == version


def test_before_2007_the_portal_does_not_guess():
    with pytest.raises(NoDeclaration, match="01/01/2007"):
        declaration_on("mod101", date(2006, 12, 31))


def test_a_draft_carried_to_the_older_version_keeps_nothing_it_does_not_ask():
    data, dropped = upgrade(example(NEWEST), VERSIONS[0])
    assert dropped == ["/certificato"]
    assert structure(VERSIONS[0], data) == []


def test_the_letters_are_those_of_the_sum_on_the_paper():
    printed = next(line for line in PAPER.read_text().splitlines() if line.startswith("A + B + C"))
    assert [each.letter for each in LETTERE] == printed.split(" (")[0].split(" + ")
    lettered = {f"{g.key}.{f.key}": f.letter for g, f in NEWEST.fields() if f.letter}
    assert lettered == {each.path: each.letter for each in LETTERE}
    order = [f.letter for _g, f in NEWEST.fields() if f.letter]
    assert order == sorted(order)


def test_percentages_and_only_they_count_as_whole_numbers():
    whole = {each.path for each in LETTERE if each.whole}
    assert whole == {
        f"{g.key}.{f.key}" for g, f in NEWEST.fields() if getattr(f.kind, "unit", "") == "%"
    }


def test_the_environments_are_the_boxes_of_the_paper():
    boxes = {f.key: str(f.short) for f in NEWEST.groups["esposizione"].fields
             if isinstance(f.kind, Tick)}  # fmt: skip
    entries = code_list("mod101_ambiente").entries
    assert boxes == {entry.code: entry.label for entry in entries}


def test_the_notes_are_nine_and_every_one_is_named_by_a_box():
    assert [note.number for note in NUMERATE] == list("123456789")
    assert all(note.number == "" and note.printed for note in AVVERTENZE)
    named = " ".join(field.note for _g, field in NEWEST.fields())
    assert all(note.number in named for note in NUMERATE)


@pytest.mark.parametrize("note", NEWEST.notes, ids=lambda n: f"{n.number}{n.title}")
def test_a_note_is_printed_as_the_paper_has_it(note):
    """The extraction breaks lines and parts columns: words are compared, in any order of lines."""
    for line in note.printed.splitlines():
        if "=" not in line:  # code lists have a test of their own
            assert "".join(line.split()) in PAPER_WORDS


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Compilazione", ["D.P.C.M. 22/7/2011"]),
        ("Termine", ["cinque giorni", "art. 53 D.P.R. 1124/1965", "10/2016"]),
        ("Certificato", ["22 marzo 2016", "art. 21 D.Lgs. 151/2015"]),
        ("Sede competente", ["domicilio", "54/2004", "da verificare"]),
        ("Codice fiscale", ["25,82", "art. 16 della L. 251/1982", "da verificare"]),
        ("Sanzioni", ["1.290", "7.745", "2.580", "c. 1177 L. 296/2006", "258,23"]),
    ],
)
def test_where_the_paper_is_no_longer_right_the_law_in_force_stands_beside_it(title, words):
    today = next(str(note.today) for note in NEWEST.notes if str(note.title) == title)
    assert [word for word in words if word not in today] == []


def test_the_worker_must_still_tell_within_fifteen_days():
    note = next(note for note in AVVERTENZE if "15 gg." in str(note.printed))
    assert note.today == ""


def test_the_schema_refuses_what_the_rules_refuse():
    validator = jsonschema.Draft202012Validator(json_schema(NEWEST))
    for spoil in (
        lambda d: d["rapporto"].update(qualifica="26") or d["datore"].update(azienda_agricola=True),
        lambda d: d["annui"].update(tredicesima="1.00"),
        lambda d: d["retribuzione"].update(basi_cambiate=False),
        lambda d: d["sorveglianza"].update(sintomi_noti=False) or d["sorveglianza"].pop(
            "sintomi_chi"),
        lambda d: d["sorveglianza"].pop("visita_chi"),
        lambda d: d["certificato"].pop("numero"),
    ):  # fmt: skip
        data = copy.deepcopy(example(NEWEST))
        assert validator.is_valid(data)
        spoil(data)
        assert not validator.is_valid(data), json.dumps(data)
