"""The data of a form as a file: written in its order, read back strictly, whoever wrote it."""

from __future__ import annotations

import json

import pytest

from denunce.moduli.canonical import MAX_CHARS, BadJson, canonical
from denunce.moduli.example import example
from denunce.moduli.exchange import as_file, explain, other_form, read_file
from denunce.moduli.registry import FORMS, declaration_on, declaration_version, versions_of
from denunce.moduli.validation import structure


@pytest.mark.parametrize("code", FORMS)
def test_what_is_written_is_read_back_the_same(code):
    form = declaration_on(code, None)
    data = example(form)
    text = as_file(form, data)
    assert canonical(read_file(text.encode())) == canonical(data)
    assert as_file(form, json.loads(canonical(data))) == text, "the order is that of the form"
    assert list(json.loads(text)) == [key for key in form.groups if key in data]


def test_what_the_form_has_not_is_written_too_and_not_hidden():
    form = declaration_on("mod4bis", None)
    data = {"zeta": "a", "lavoratore": {"nome": "Luca", "cognome": "Bianchi", "alfa": "b"}}
    text = as_file(form, data)
    assert json.loads(text) == data
    assert text.index("cognome") < text.index('nome"') < text.index("alfa") < text.index("zeta")
    assert json.loads(as_file(form, {"testimoni": "x"})) == {"testimoni": "x"}


def test_the_mark_that_some_editors_put_first_is_no_part_of_the_file():
    assert read_file(b"\xef\xbb\xbf{}") == {}


HOSTILE = {
    "vuoto": (b"", "Il file è vuoto"),
    "bianco": (b" \n ", "Il file è vuoto"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "non è testo in UTF-8"),
    "Latin-1": ('{"a": "città"}'.encode("latin-1"), "non è testo in UTF-8"),
    "troppo lungo": (b'{"a": "' + b"x" * MAX_CHARS + b'"}', "supera 200000 caratteri"),
    "lunghissimo": (b"[" * (MAX_CHARS * 4 + 4), "supera 200000 caratteri"),
    "annidato": (b"[" * 100_000, "troppo annidato"),
    "oggetti annidati": (b'{"a":' * 30_000, "troppo annidato"),
    "due volte": (b'{"a": {"b": 1, "b": 2}}', "due volte lo stesso campo"),
    "NaN": (b'{"a": NaN}', "NaN non è un numero ammesso"),
    "infinito": (b'{"a": -Infinity}', "-Infinity non è un numero ammesso"),
    "numero lunghissimo": (b'{"a": ' + b"9" * 5000 + b"}", "numero troppo lungo"),
    "rotto": (b'{"a": ', "non contiene JSON valido"),
    "due documenti": (b"{}{}", "non contiene JSON valido"),
    "PDF": (b"%PDF-1.7 testo", "non contiene JSON valido"),
    "mezzo carattere nel nome": (b'{"\\ud800": 1}', "caratteri non ammessi"),
    "senso inverso nel nome": ('{"a\u202eb": 1}'.encode(), "caratteri non ammessi"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name):
    content, reason = HOSTILE[name]
    with pytest.raises(BadJson, match=reason):
        read_file(content)


def test_a_file_of_another_form_is_told_by_what_is_in_it():
    mod4bis, mod101 = declaration_on("mod4bis", None), declaration_on("mod101", None)
    assert other_form(mod4bis, example(mod101)).code == "mod101"
    assert other_form(mod101, example(mod4bis)).code == "mod4bis"
    assert other_form(mod4bis, {"nessuno": {}}) is None
    for empty in ({}, [], "x", None):
        assert other_form(mod4bis, empty) is None


def test_a_field_of_another_version_is_told_as_such():
    older = declaration_version("mod4bis", versions_of("mod4bis")[0].version)
    data = {"luogo": {"cantiere": True, "mai": "x"}, "niente": "x"}
    told = {each.path: each.message for each in explain(older, structure(older, data))}
    assert told["/luogo/cantiere"].startswith("Questo campo c’è nella versione del modulo")
    assert told["/luogo/mai"] == told["/niente"] == "Questo campo non esiste nel modulo."
    root = structure(older, [])
    assert explain(older, root) == root
