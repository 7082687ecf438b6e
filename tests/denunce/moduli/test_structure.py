"""Data of the wrong shape: an answer with a path, never a traceback."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denunce.moduli.canonical import BadJson, canonical, prune, read_json, sha256
from denunce.moduli.example import example
from denunce.moduli.registry import versions_of
from denunce.moduli.schema import json_schema
from denunce.moduli.validation import problems, structure

MOD = versions_of("mod4bis")[-1]
VALIDATOR = jsonschema.Draft202012Validator(json_schema(MOD))
PATHS = [(group.key, field.key) for group, field in MOD.fields() if not group.repeat]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("data", [None, [], "x", 5, True])
def test_what_is_no_object_is_one_problem(data):
    assert [problem.path for problem in problems(MOD, data)] == [""]


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        ({"sconosciuto": 1}, "/sconosciuto"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"lavoratore": ["Rossi"]}, "/lavoratore"),
        ({"lavoratore": []}, None),
        ({"lavoratore": {"eta": 3}}, "/lavoratore/eta"),
        ({"lavoratore": {"cognome": 5}}, "/lavoratore/cognome"),
        ({"lavoratore": {"cognome": ["Rossi"]}}, "/lavoratore/cognome"),
        ({"lavoratore": {"nato_il": "2026-02-30"}}, "/lavoratore/nato_il"),
        ({"lavoratore": {"persone_a_carico": "si"}}, "/lavoratore/persone_a_carico"),
        ({"evento": {"ora_lavoro": True}}, "/evento/ora_lavoro"),
        ({"evento": {"ora_lavoro": 1.0}}, "/evento/ora_lavoro"),
        ({"evento": {"notizia": "2026-03-29T02:30"}}, "/evento/notizia"),
        ({"evento": {"notizia": "2026-10-25T02:30"}}, "/evento/notizia"),
        ({"retribuzione": {"importo": 12.5}}, "/retribuzione/importo"),
        ({"retribuzione": {"importo": "12,50"}}, "/retribuzione/importo"),
        ({"testimoni": {}}, None),
        ({"testimoni": {"0": {}}}, "/testimoni"),
        ({"testimoni": [{"nome": "A"}] * 6}, "/testimoni"),
        ({"testimoni": ["Anna"]}, "/testimoni/0"),
        ({"testimoni": [{"nome": 1}]}, "/testimoni/0/nome"),
        ({"cause": {"dinamica": "x" * 100_000}}, "/cause/dinamica"),
        ({"cause": {"dinamica": "a\x00b"}}, "/cause/dinamica"),
        ({"cause": {"dinamica": "a\ud800b"}}, "/cause/dinamica"),
        ({"lavoratore": {"cognome": "Ros\nsi"}}, "/lavoratore/cognome"),
        ({"lavoratore": {"cognome": "Ros\u202esi"}}, "/lavoratore/cognome"),
        ({"lavoratore": {"cognome": None, "nome": ""}, "veicoli": None}, None),
    ],
)
def test_each_wrong_shape_is_told_at_its_path(spoil, path):
    assert [problem.path for problem in structure(MOD, spoil)] == ([path] if path else [])


@pytest.mark.parametrize(
    ("group", "key", "value"),
    [
        ("lavoratore", "codice_fiscale", "BNCLCU90C14F205X"),
        ("lavoratore", "codice_fiscale", "bnclcu90c14f205j"),
        ("lavoratore", "codice_fiscale", "01234560157"),
        ("lavoratore", "sesso", "X"),
        ("lavoratore", "stato_civile", "celibe"),
        ("lavoratore", "domicilio_cap", "2012"),
        ("lavoratore", "domicilio_provincia", "Milano"),
        ("lavoratore", "email", "luca@"),
        ("lavoratore", "telefono", "zero"),
        ("corrispondenza", "iban", "IT60X0542811101000000123457"),
        ("corrispondenza", "iban", "FR7630006000011234567890189"),
        ("evento", "ora_lavoro", 25),
        ("certificato", "numero", "123"),
        ("datore", "codice_ditta", "12"),
    ],
)
def test_each_wrong_value_is_told_at_its_field_and_nowhere_else(group, key, value):
    data = copy.deepcopy(example(MOD))
    data[group][key] = value
    assert [problem.path for problem in problems(MOD, data)] == [f"/{group}/{key}"]


@given(data=JSON)
@settings(max_examples=300)
def test_any_json_gets_an_answer(data: Any):
    found = problems(MOD, data)
    assert found
    assert all(problem.message for problem in found)


@given(st.lists(st.tuples(st.sampled_from(PATHS), JSON | st.just("REMOVE")), max_size=4))
@settings(max_examples=300)
def test_what_has_no_problem_satisfies_the_schema(changes):
    data: Any = copy.deepcopy(example(MOD))
    for (group, key), value in changes:
        if value == "REMOVE":
            data[group].pop(key, None)
        else:
            data[group][key] = value
    if not problems(MOD, data):
        assert list(VALIDATOR.iter_errors(prune(data))) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["rapporto"].update(studente=True),
        lambda d: d["evento"].update(decesso="2026-03-13"),
        lambda d: d["luogo"].pop("cantiere"),
        lambda d: d["luogo"].update(in_itinere=True),
        lambda d: d["invio"].update(gestione="conto_stato"),
        lambda d: d["veicoli"][0].update(del_lavoratore=False) or d["veicoli"][0].pop("conducente"),
    ],
)
def test_the_schema_knows_the_rules_between_fields(spoil):
    data: Any = copy.deepcopy(example(MOD))
    assert VALIDATOR.is_valid(data)
    spoil(data)
    assert not VALIDATOR.is_valid(data)


def test_equal_data_have_one_text_and_one_hash():
    one = {"b": {"y": "1", "x": None}, "a": {}, "c": [{}, {"z": " "}]}
    assert canonical(one) == '{"b":{"y":"1"}}'
    assert canonical({"b": {"y": "1"}}) == canonical(one)
    assert sha256(canonical(one)) == sha256('{"b":{"y":"1"}}')
    assert canonical({"n": {"b": False, "i": 0}}) == '{"n":{"b":false,"i":0}}', "no is an answer"


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a": 1, "a": 2}', "NaN", "[" * 100_000, "9" * 5000, '"' + "x" * 200_000 + '"'],
)
def test_text_that_is_no_json_of_ours_is_refused_in_italian(text):
    with pytest.raises(BadJson, match=r"[a-z]"):
        read_json(text)
