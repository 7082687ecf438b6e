"""Field by field: each item of the checklist is in the declaration, on paper and in JSON.

The checklist is parsed from the committed copy of ``moduli.md``; ``checklist_moduli.yaml`` says
what realises each item. The controls of the page are looked at in ``views/test_controlli.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
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
from denunce.moduli.validation import problems, structure
from denunce.moduli.wizard import form_sections
from tests.denunce.moduli import checklist
from tests.denunce.moduli.paper import as_printed, label_on_paper, squeezed, text_of_print
from tests.denunce.moduli.test_code_lists import plain
from tests.denunce.moduli.variants import filled, names, settle, variants, whole

Json = Any
TESTS = checklist.DATA.parent
KEYS = ("campi", "facoltativi", "elenchi", "carta", "prova", "righe", "caselle", "nota")
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


@pytest.fixture
def mod101() -> Declaration:
    """The newest version of Mod. 101."""
    return NEWEST["mod101"]


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
    assert set(proof) <= {*KEYS}
    assert proof.get("campi") or proof.get("carta") or proof.get("prova")
    fields = [NEWEST[form].field(path) for path in proof.get("campi", ())]
    if proof.get("facoltativi"):
        assert all(field.required == NEVER for field in fields)
    for test in proof.get("prova", ()):
        file, _, name = test.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), test
    if "caselle" in proof:
        assert [field.kind.cells for field in fields] == [proof["caselle"]]
    if "nota" in proof:
        assert [field.note for field in fields] == [proof["nota"]]
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
            elif letters and not item.startswith("("):
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


@cache
def sets(form: str) -> list[tuple[Json, set[str]]]:
    return [(data, names(NEWEST[form], data)) for data in variants(NEWEST[form])]


@cache
def schema_of(form: str) -> Json:
    return json_schema(NEWEST[form])


def set_with(form: str, path: str) -> Json:
    found = [data for data, filled_names in sets(form) if path in filled_names]
    assert found, f"no set of data fills {path}"
    return found[0]


def value_at(declaration: Declaration, data: Json, path: str) -> tuple[Any, Any, str]:
    return next(
        (field, value, pointer)
        for group, field, value, pointer in filled(declaration, data)
        if f"{group.key}.{field.key}" == path
    )


@pytest.mark.parametrize(("form", "path"), EVERY_PATH)
def test_its_label_and_its_value_are_on_the_paper(form, path):
    declaration = NEWEST[form]
    data = set_with(form, path)
    field, value, pointer = value_at(declaration, data, path)
    if not field.printed:
        return
    text = squeezed(text_of_print(declaration, data)).casefold()
    assert squeezed(label_on_paper(field, form, pointer)).casefold() in text
    wanted = as_printed(field.kind_in(data), value)
    assert any(squeezed(one).casefold() in text for one in wanted), wanted


@pytest.mark.parametrize(("form", "path"), EVERY_PATH)
def test_it_is_in_the_schema_and_comes_back_from_json(form, path):
    declaration = NEWEST[form]
    data = set_with(form, path)
    field, value, pointer = value_at(declaration, data, path)
    group, _, key = path.partition(".")
    described = schema_of(form)["properties"][group]
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


# --- Mod. 101 ------------------------------------------------------------------------------------

# What the extraction of the paper has between its labels: rulings, dates and answers.
_RULINGS = {"/", ",", "P", "GG", "MM", "AAAA", "SI", "NO", "O", "DAL", "AL", "dal", "al"}
# A line that the extraction tore off a label, or put together with another.
_TORN = {
    "Ore Sett. A": "Ore Sett.",
    "C Ore Sett. D": "Ore Sett.",
    "Premio diI": "Premio di",
    "Data di assunzione: GG - MM - AAAA": "Data di assunzione",
    "DATA . . . ": "Data",
    "TIMBRO E FIRMA. . . ": "Timbro e firma",
}


def test_mod101_is_six_pages_and_its_instructions():
    pages = text_of_print(NEWEST["mod101"], variants(NEWEST["mod101"])[0]).split("\f")[:-1]
    feet = [re.search(r"Copia ([ABC]) - da|Copia (C) - per", page) for page in pages[:6]]
    assert [foot[1] or foot[2] for foot in feet] == ["A", "A", "B", "B", "C", "C"]
    assert ["PAGINA 1" in page for page in pages[:6]] == [True, False] * 3
    assert "istruzioni per la compilazione" in pages[-1].casefold() or "(9)" in pages[-1]


def test_every_label_of_the_paper_is_printed():
    source = (checklist.SOURCES / "mod101.txt").read_text(encoding="utf-8")
    copy = source[: source.index("PAGINA 2")]
    text = plain(text_of_print(NEWEST["mod101"], variants(NEWEST["mod101"])[0]))
    for line in filter(None, map(str.strip, copy.splitlines())):
        begun = next((to for torn, to in _TORN.items() if line.startswith(torn)), line)
        if line not in _RULINGS and len(line) > 1:
            assert plain(begun) in text, line


def test_the_total_is_computed_and_shown(mod101):
    data = variants(mod101)[0]
    typed = data["quadratura"].pop("totale")
    assert problems(mod101, data) == []
    assert typed.replace(".", ",") in text_of_print(mod101, data)
    [field] = [
        field
        for section in form_sections(mod101, data)
        for field in section.fields
        if field.name == "quadratura__totale"
    ]
    assert field.computed == typed.replace(".", ",")


def test_a_total_that_does_not_add_up_names_the_difference(mod101):
    data = variants(mod101)[0]
    wrong = Decimal(data["quadratura"]["totale"]) + Decimal("10.25")
    data["quadratura"]["totale"] = str(wrong)
    [problem] = problems(mod101, data)
    assert problem.path == "/quadratura/totale"
    assert "differenza 10,25" in problem.message


def test_of_an_oppure_pair_only_one_is_filled(mod101):
    pairs = [(f"{g.key}.{f.key}", f.excludes) for g, f in mod101.fields() if f.excludes]
    assert len(pairs) == 4
    schema = jsonschema.Draft202012Validator(json_schema(mod101))
    for path, other in pairs:
        data = whole(mod101)
        settle(mod101, data)
        for each in (path, other):
            group, _, key = each.partition(".")
            data[group][key] = mod101.field(each).example
        del data["quadratura"]
        assert "/" + path.replace(".", "/") in {p.path for p in problems(mod101, data)}
        assert not schema.is_valid(data)
