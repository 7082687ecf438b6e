"""The declaration itself: complete, consistent, dated; and one line is enough for a new field."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, paths
from denunce.moduli.declaration import COLUMNS
from denunce.moduli.example import example
from denunce.moduli.moments import Day
from denunce.moduli.registry import (
    NoDeclaration,
    declaration_for,
    declaration_on,
    declaration_version,
    upgrade,
    versions_of,
)
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa import measure
from denunce.moduli.stampa.layout import COLUMN_MM
from denunce.moduli.validation import problems
from portal.base.privacy import Privacy
from portal.base.riferimenti.codelists import code_list

VERSIONS = versions_of("mod4bis")
EVERY_FIELD = [
    pytest.param(group, field, id=f"{group.key}.{field.key}")
    for group, field in VERSIONS[-1].fields()
]


def test_sections_are_numbered_as_on_the_service(mod4bis):
    numbered = [(s.number, str(s.title)) for s in mod4bis.sections if s.number]
    assert numbered == [
        ("1", "Datore di lavoro"),
        ("2", "Lavoratore"),
        ("3", "Descrizione dell’infortunio"),
        ("4", "Dati retributivi"),
        ("5", "Testimoni"),
        ("6", "Veicoli a motore"),
    ]


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_field_is_wholly_declared(mod4bis, group, field):
    assert str(field.label)
    assert isinstance(field.privacy, Privacy)
    assert 1 <= field.width <= COLUMNS
    assert field.kind.typed <= 4000
    assert field.example is not None
    assert field.when == ALWAYS or str(field.why), "says in words when it applies"
    assert str(field.help), "each field has its note"
    assert [f.key for f in group.fields].count(field.key) == 1
    if isinstance(field.kind, Code):
        assert code_list(field.kind.list_code).source


@pytest.mark.parametrize(("group", "field"), EVERY_FIELD)
def test_every_rule_speaks_of_fields_that_exist(mod4bis, group, field):
    for condition in (field.when, field.required, *(fixed.when for fixed in field.fixed)):
        for path in paths(condition):
            assert group.field(path[1:]) if path.startswith(".") else mod4bis.field(path)


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


@pytest.mark.parametrize(
    ("day", "asked"), [(date(2025, 5, 22), False), (date(2025, 5, 23), True), (None, True)]
)
def test_the_cantiere_question_is_asked_for_events_from_23_may_2025(day, asked):
    group = declaration_on("mod4bis", day).groups["luogo"]
    assert ("cantiere" in {field.key for field in group.fields}) is asked


def test_a_case_keeps_the_version_of_the_day_of_its_event():
    assert declaration_for("mod4bis", {"evento": {"data": "2024-02-01"}}).version == "2013-07-01"
    assert declaration_for("mod4bis", {"evento": {"data": "2026-02-01"}}).version == "2025-05-23"
    assert declaration_version("mod4bis", "2013-07-01") == VERSIONS[0]


def test_before_the_first_version_the_portal_does_not_guess():
    with pytest.raises(NoDeclaration, match="01/07/2013"):
        declaration_on("mod4bis", date(2013, 6, 30))
    with pytest.raises(NoDeclaration):
        declaration_on("mod999", None)
    with pytest.raises(NoDeclaration):
        declaration_version("mod4bis", "1999-01-01")


def test_a_draft_carried_to_an_older_version_names_what_it_loses(dati):
    data, dropped = upgrade(dati, VERSIONS[0])
    assert dropped == ["/luogo/cantiere"]
    assert "cantiere" not in data["luogo"]
    assert data["testimoni"] == dati["testimoni"]
    assert upgrade(dati, VERSIONS[1]) == (dati, [])
