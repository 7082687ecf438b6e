"""Field by field: each item of the checklist is in the declaration, on paper and in JSON.

The checklist is parsed from the committed copy of ``moduli.md``; ``checklist_moduli.yaml`` says
what realises each item. The controls of the page are looked at in ``views/test_controlli.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import jsonschema
import pytest

from denunce.moduli.canonical import canonical, prune, read_json
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import NEVER
from denunce.moduli.declaration import Declaration
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa.measure import printable
from denunce.moduli.validation import problems, structure
from tests.denunce.moduli import checklist
from tests.denunce.moduli.paper import squeezed, text_of_print
from tests.denunce.moduli.variants import filled, names, variants

Json = Any
TESTS = checklist.DATA.parent
NEWEST = {code: versions_of(code)[-1] for code in FORMS}
ENTRIES = [
    pytest.param(form, proof, id=f"{form}: {item[:60]}")
    for form, parts in checklist.mapping().items()
    for entries in parts.values()
    for item, proof in entries.items()
]
PATHS = sorted(
    {
        (form, path)
        for form, parts in checklist.mapping().items()
        for entries in parts.values()
        for proof in entries.values()
        for path in proof.get("campi", ())
    }
)
EVERY_PATH = [pytest.param(form, path, id=f"{form} {path}") for form, path in PATHS]
EVERY_VERSION = [
    pytest.param(version, id=f"{code} {version.version}")
    for code in FORMS
    for version in versions_of(code)
]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


# --- the page and its mapping --------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_parser_leaves_no_word_of_the_page_out(form):
    parts = checklist.items(form)
    read = " ".join(chain(parts, *parts.values()))
    repeated = words(" ".join(i.partition(":")[0] for p in parts.values() for i in p))
    lost = words(checklist.section(form)) - words(read)
    assert not lost
    assert not words(read) - words(checklist.section(form)) - repeated


@pytest.mark.parametrize("form", FORMS)
def test_every_item_of_the_page_is_mapped_and_no_other(form):
    expected = {(part, item) for part, items in checklist.items(form).items() for item in items}
    mapped = {(part, i) for part, items in checklist.mapping()[form].items() for i in items}
    assert expected - mapped == set(), "items of the page that nothing realises"
    assert mapped - expected == set(), "mapped items that the page does not have"


@pytest.mark.parametrize(("form", "proof"), ENTRIES)
def test_every_item_says_what_realises_it(form, proof):
    assert set(proof) <= {"campi", "facoltativi", "elenchi", "carta", "prova", "righe"}
    assert proof.get("campi") or proof.get("carta") or proof.get("prova")
    fields = [NEWEST[form].field(path) for path in proof.get("campi", ())]
    if proof.get("facoltativi"):
        assert all(field.required == NEVER for field in fields)
    for test in proof.get("prova", ()):
        file, _, name = test.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), test
    for group, rows in proof.get("righe", {}).items():
        assert NEWEST[form].groups[group].repeat == rows
    for path, lists in proof.get("elenchi", {}).items():
        field = NEWEST[form].field(path)
        kinds = [field.kind, *(switch.kind for switch in field.switched)]
        assert [k.list_code for k in kinds if isinstance(k, Code)] == lists, path


@pytest.mark.parametrize(("form", "proof"), [e for e in ENTRIES if "carta" in e.values[1]])
def test_what_is_no_field_stands_on_the_paper(form, proof):
    text = squeezed(text_of_print(NEWEST[form], variants(NEWEST[form])[0])).casefold()
    for words_ in proof["carta"]:
        assert squeezed(words_).casefold() in text, words_


def test_the_letters_of_the_pay_block_are_those_of_the_page():
    """ "E straordinario", "S in giorni oppure T in %": single capitals are the letters on paper."""
    for part, items in checklist.items("mod101").items():
        if not part.startswith("Sezione 3"):
            continue
        for item in items:
            proof = checklist.mapping()["mod101"][part][item]
            letters = re.findall(r"\b[A-U]\b(?=\s(?:in|importo|ore|[a-zà-ù]))", item)
            declared = [NEWEST["mod101"].field(path).letter for path in proof.get("campi", ())]
            if item.startswith("Totale generale"):
                assert_total(item, NEWEST["mod101"].field(proof["campi"][0]).total)
            elif letters:
                assert [letter for letter in declared if letter] == letters, item


def assert_total(item: str, addends: Any) -> None:
    letters = re.search(r"= ((?:[A-Z]\+)+[A-Z])", item)[1].split("+")
    source = (checklist.SOURCES / "mod101.txt").read_text(encoding="utf-8")
    printed = set(re.findall(r"^([A-Z](?: \+ [A-Z])+) ", source, re.MULTILINE))
    assert printed == {" + ".join(letters)}
    assert [addend.letter for addend in addends] == letters
    assert "as whole numbers" in item
    percent = {a.letter for a in addends if a.whole}
    assert percent == {"M", "O", "Q", "T", "U"}


# --- every path --------------------------------------------------------------------------------


def sets_with(declaration: Declaration, path: str) -> Iterator[Json]:
    found = [data for data in variants(declaration) if path in names(declaration, data)]
    assert found, f"no set of data fills {path}"
    yield from found


def value_at(declaration: Declaration, data: Json, path: str) -> tuple[Any, Any, str]:
    return next(
        (field, value, pointer)
        for group, field, value, pointer in filled(declaration, data)
        if f"{group.key}.{field.key}" == path
    )


@pytest.mark.parametrize(("form", "path"), EVERY_PATH)
def test_its_label_and_its_value_are_on_the_paper(form, path):
    declaration = NEWEST[form]
    data = next(sets_with(declaration, path))
    field, value, _pointer = value_at(declaration, data, path)
    if not field.printed:
        return
    text = squeezed(text_of_print(declaration, data)).casefold()
    assert squeezed(str(field.box_label)).casefold() in text
    kind = field.kind_in(data)
    assert squeezed(printable(kind.show(value))).casefold() in text


@pytest.mark.parametrize(("form", "path"), EVERY_PATH)
def test_it_is_in_the_schema_and_comes_back_from_json(form, path):
    declaration = NEWEST[form]
    data = next(sets_with(declaration, path))
    field, value, pointer = value_at(declaration, data, path)
    group, _, key = path.partition(".")
    described = json_schema(declaration)["properties"][group]
    row = described["items"] if declaration.groups[group].repeat else described
    assert row["properties"][key]["title"] == str(field.label)
    again = read_json(canonical(data))
    assert structure(declaration, again) == []
    assert value_at(declaration, again, path) == (field, value, pointer)


@pytest.mark.parametrize("declaration", EVERY_VERSION)
def test_every_field_can_be_filled_and_sent(declaration):
    """Each field of each version is in a set of data without any problem, fit for the schema."""
    schema = jsonschema.Draft202012Validator(json_schema(declaration))
    seen: set[str] = set()
    for data in variants(declaration):
        assert problems(declaration, data) == []
        assert list(schema.iter_errors(data)) == []
        assert prune(read_json(canonical(data))) == prune(data)
        seen |= names(declaration, data)
    assert seen == {f"{group.key}.{field.key}" for group, field in declaration.fields()}
