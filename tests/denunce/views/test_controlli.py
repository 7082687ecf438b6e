"""Each field of the three forms on their pages; and one line adds a field to all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import jsonschema
import pytest

from denunce.models import Modulo
from denunce.moduli import registry
from denunce.moduli.canonical import canonical, read_json
from denunce.moduli.conditions import ALWAYS
from denunce.moduli.declaration import Declaration, Field
from denunce.moduli.example import example
from denunce.moduli.exchange import as_file, read_file
from denunce.moduli.kinds import Text
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.schema import json_schema
from denunce.moduli.validation import problems, structure
from denunce.moduli.wizard import clean, control_name, form_sections
from tests.denunce.moduli.paper import printed, squeezed, text_of
from tests.denunce.moduli.variants import filled, variants
from tests.pages import read

pytestmark = pytest.mark.django_db
NEW = "tesserino_rosso"
LINE = Field(NEW, "Tesserino rosso", Text(40), required=ALWAYS, width=12, example="TR-0042")


@pytest.fixture
def di_quel_tipo(laura, denuncia) -> Callable[[Declaration, object], Modulo]:
    """The draft of the case as one of that form with those data."""

    def made(declaration: Declaration, data: object) -> Modulo:
        if not Modulo.objects.exists():
            laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
        modulo = Modulo.objects.get()
        modulo.tipo, modulo.dichiarazione = declaration.code, declaration.version
        modulo.dati = canonical(data)
        modulo.save()
        return modulo

    return made


def controls(page: str) -> set[str]:
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))


@pytest.mark.parametrize("code", FORMS)
def test_every_field_of_the_checklist_is_a_control_of_the_page(code, laura, di_quel_tipo):
    declaration = versions_of(code)[-1]
    for data in variants(declaration):
        modulo = di_quel_tipo(declaration, data)
        page = read(laura.get(f"/denunce/moduli/{modulo.pk}/"))
        drawn = controls(page)
        for _group, field, _value, pointer in filled(declaration, data):
            assert control_name(pointer) in drawn, pointer
            assert str(field.label) in page, pointer


@pytest.fixture(params=FORMS)
def cresciuto(request, monkeypatch) -> Declaration:
    """A form with one field more: the line is all that is added, and the portal knows the form."""
    form = FORMS[request.param]
    name = form.sections[1].groups[0].key
    sections = tuple(
        replace(
            section,
            groups=tuple(
                replace(group, fields=(*group.fields, LINE)) if group.key == name else group
                for group in section.groups
            ),
        )
        for section in form.sections
    )
    monkeypatch.setitem(registry.FORMS, form.code, replace(form, sections=sections))
    registry.versions_of.cache_clear()
    yield versions_of(form.code)[-1]
    monkeypatch.undo()
    registry.versions_of.cache_clear()


def test_one_line_reaches_validation_schema_json_example_and_paper(cresciuto):
    group = next(g.key for g, f in cresciuto.fields() if f.key == NEW)
    data = example(cresciuto)
    assert data[group][NEW] == "TR-0042"
    assert problems(cresciuto, data) == []
    schema = jsonschema.Draft202012Validator(json_schema(cresciuto))
    assert schema.is_valid(data)
    assert read_json(canonical(data))[group][NEW] == "TR-0042"
    assert read_file(as_file(cresciuto, data).encode())[group][NEW] == "TR-0042"
    assert structure(cresciuto, read_json(canonical(data))) == []
    text = squeezed(text_of(printed(cresciuto, data)))
    assert "Tesserinorosso" in text
    assert "TR-0042" in text
    without = {**data, group: {k: v for k, v in data[group].items() if k != NEW}}
    [problem] = problems(cresciuto, without)
    assert (problem.path, problem.kind) == (f"/{group}/{NEW}", "mancante")
    assert not schema.is_valid(without)


def test_one_line_reaches_wizard_prefill_and_what_comes_back(cresciuto):
    group = next(g.key for g, f in cresciuto.fields() if f.key == NEW)
    name, known = f"{group}__{NEW}", {group: {NEW: "TR-7"}}
    [control] = [
        field
        for section in form_sections(cresciuto, known, prefilled=known)
        for field in section.fields
        if field.name == name
    ]
    assert (control.raw, control.from_case, control.required) == ("TR-7", True, True)
    assert clean(cresciuto, {name: " TR-8 "}) == ({group: {NEW: "TR-8"}}, [])


def test_one_line_reaches_the_pages(cresciuto, laura, di_quel_tipo):
    group = next(g.key for g, f in cresciuto.fields() if f.key == NEW)
    data = example(cresciuto)
    modulo = di_quel_tipo(cresciuto, {**data, group: {**data[group], NEW: "TR-0042"}})
    address = f"/denunce/moduli/{modulo.pk}/"
    page = read(laura.get(address))
    assert f"{group}__{NEW}" in controls(page)
    assert "Tesserino rosso" in page
    assert 'value="TR-0042"' in page
    again = read(laura.get(f"{address}rivedi/"))
    assert "Tesserino rosso" in again
    assert "TR-0042" in again
    words = read(laura.get(f"/denunce/moduli/{cresciuto.code}/"))
    assert "Tesserino rosso" in words
    assert json.loads(canonical(data))[group][NEW] == "TR-0042"
