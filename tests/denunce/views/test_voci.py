"""The glossary of the forms: everything a declaration says, for whoever fills it in."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import pytest
from django.test import Client

from denunce.moduli import registry
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import Is
from denunce.moduli.declaration import Addend, Field, Note, Switch, versions
from denunce.moduli.kinds import Decimal, Text
from denunce.moduli.registry import FORMS, declaration_on, versions_of
from denunce.moduli.validation import problems
from denunce.page_models.voci import voci_page
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def chiunque():
    """A browser that nobody is logged into: the glossary is as public as the guide."""
    return Client()


def test_the_forms_are_listed_with_their_sources(chiunque):
    page = read(chiunque.get("/denunce/moduli/"))
    for form in FORMS.values():
        assert f'href="/denunce/moduli/{form.code}/"' in page
        assert form.source in page


@pytest.mark.parametrize("code", FORMS)
def test_every_field_and_every_code_of_the_newest_version_is_there(chiunque, code):
    form = declaration_on(code, None)
    page = read(chiunque.get(f"/denunce/moduli/{code}/"))
    for group, field in form.fields():
        assert f'id="campo-{group.key}-{field.key}"' in page
        assert str(field.label) in page
        for kind in (field.kind, *(each.kind for each in field.switched)):
            if isinstance(kind, Code):
                assert f'id="elenco-{kind.codes.code}"' in page
                assert kind.codes.source in page
                shown = [entry.label_display for entry in kind.codes.entries]
                assert [each for each in shown if each not in page] == []
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "two things with one name"
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(ids)


@pytest.mark.parametrize("code", FORMS)
def test_every_version_can_be_read(chiunque, code):
    for version in versions_of(code):
        answer = chiunque.get(f"/denunce/moduli/{code}/?versione={version.version}")
        assert f"dal {version.effective_from:%d/%m/%Y}" in read(answer)


def test_a_question_of_today_is_not_in_the_version_of_yesterday(chiunque):
    oldest = versions_of("mod4bis")[0].version
    first = read(chiunque.get(f"/denunce/moduli/mod4bis/?versione={oldest}"))
    assert "campo-luogo-cantiere" not in first
    assert "campo-luogo-cantiere" in read(chiunque.get("/denunce/moduli/mod4bis/"))


@pytest.mark.parametrize("end", ["", "schema/", "esempio/"])
@pytest.mark.parametrize("asked", ["nessuno/", "mod101/"])
def test_what_does_not_exist_is_404(chiunque, asked, end):
    query = "" if asked == "nessuno/" else "?versione=1900-01-01"
    assert chiunque.get(f"/denunce/moduli/{asked}{end}{query}").status_code == 404


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("codice fiscale", "campo-lavoratore-codice_fiscale", "campo-luogo-cantiere"),
        ("CITTADINANZÀ", "campo-lavoratore-cittadinanza", "campo-luogo-cantiere"),
        ("polso destro", "campo-cause-sede_lesione", "campo-lavoratore-cittadinanza"),
    ],
)
def test_a_search_leaves_what_speaks_of_it(chiunque, text, there, gone):
    page = read(chiunque.get("/denunce/moduli/mod4bis/", {"cerca": text}))
    assert f'id="{there}"' in page
    assert f'id="{gone}"' not in page
    assert "Mostra tutti i campi" in page


def test_a_search_that_finds_nothing_says_so(chiunque):
    page = read(chiunque.get("/denunce/moduli/mod4bis/", {"cerca": "xyzzy"}))
    assert "0 campi trovati per «xyzzy»" in page


def test_hostile_searches_are_text(chiunque):
    for text in ("<i data-canary>", "\0", "a" * 100_000, "%00", "'\" onload=x"):
        answer = chiunque.get("/denunce/moduli/mod4bis/", {"cerca": text})
        assert answer.status_code == 200
        assert b"<i data-canary>" not in answer.content


@pytest.mark.parametrize("code", FORMS)
def test_schema_and_example_are_files_that_agree(chiunque, code):
    for version in versions_of(code):
        files = [
            chiunque.get(f"/denunce/moduli/{code}/{name}/?versione={version.version}")
            for name in ("schema", "esempio")
        ]
        schema, data = (json.loads(each.content) for each in files)
        jsonschema.Draft202012Validator(schema).validate(data)
        assert problems(version, data) == []
        names = [each["Content-Disposition"] for each in files]
        assert all(version.version in name and name.startswith("attachment") for name in names)
        assert code.startswith("mod4bis") or "mod-101" in names[0]


@pytest.fixture
def aggiunto(monkeypatch):
    """A form with one more field of every kind of rule, its list, its note."""
    whole = FORMS["mod101"]
    group = whole.groups["lavoratore"]
    added = (
        Field("soprannome", "Soprannome", Text(12), letter="Z", note="7, 8", why="Se lo ha.",
              when=Is("lavoratore.nome", "Luca"), help="Come lo chiamano.", norm="art. 1"),
        Field("somma", "Somma di prova", Decimal(), excludes="lavoratore.soprannome",
              total=(Addend("A", "lavoratore.nome"), Addend("", "lavoratore.cognome")),
              suggest="comune", printed=False),
        Field("scelta", "Scelta di prova", Code("sesso"),
              switched=(Switch(Is("lavoratore.nome", "Ada"), Code("stato_civile")),)),
    )  # fmt: skip
    longer = replace(group, fields=group.fields + added)
    form = replace(
        whole,
        sections=tuple(
            replace(each, groups=tuple(longer if one is group else one for one in each.groups))
            for each in whole.sections
        ),
        notes=(
            Note("7", "Nota di prova", "Stampata nel 2007.", "Oggi è altro."),
            Note("", "Avvertenza", "Senza numero."),
        ),
    )
    monkeypatch.setattr(registry, "FORMS", {**FORMS, "mod101": form})
    registry.versions_of.cache_clear()
    yield form
    registry.versions_of.cache_clear()


def test_a_field_added_to_a_declaration_is_explained_by_itself(chiunque, aggiunto):
    page = read(chiunque.get("/denunce/moduli/mod101/"))
    for words in (
        "Soprannome", "testo, al massimo 12 caratteri", "Come lo chiamano.", "Se lo ha.", "art. 1",
        "se «Nome» è «Luca»", "Nota 7: Nota di prova", "Stampata nel 2007.", "Oggi è altro.",
        'id="nota-avvertenza"',
        "In alternativa a «Soprannome»", "Somma di A + lavoratore.cognome", "non si stampa",
        "il portale propone i valori", "altrimenti: ", 'id="elenco-stato_civile"',
        "/lavoratore/soprannome", 'pi-voci__lettera">Z<',
    ):  # fmt: skip
        assert words in page, words


def test_the_days_of_a_field_and_of_a_code_are_told():
    form = versions(FORMS["mod4bis"])[-1]
    page = voci_page(form, "cantiere")
    rules = [
        rule
        for section in page["sections"]
        for group in section["groups"]
        for field in group["fields"]
        for rule in field["rules"]
    ]
    assert "Solo per gli eventi dal 23/05/2025." in rules
