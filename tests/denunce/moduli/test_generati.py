"""Generated bad input: nothing raises, no character is lost in silence, no page breaks.

Ten thousand sets with ``--solidita``, a fifth of them in daily runs: about 30 ms of CPU each for
validation, schema, JSON, wizard and HTML, 0.3 s for the reduced print of 200. They need no
database, so they run with the first suite and not once more on PostgreSQL.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from denunce.moduli.codelists import Code
from denunce.moduli.registry import FORMS
from denunce.moduli.validation import problems
from tests.denunce.moduli import corpus
from tests.denunce.moduli.alphabets import ALPHABETS
from tests.denunce.moduli.generati import (
    MANY,
    Generated,
    faults,
    generated,
    pdf_faults,
    reduced,
    storable,
)
from tests.denunce.moduli.generati_run import CANARY, watched
from tests.denunce.moduli.paper import finished, text_of
from tests.denunce.moduli.properties import page_html
from tests.denunce.moduli.variants import filled

FULL = os.environ.get("SOLIDITA") == "1"
DAILY, CHUNK, PRINTED, PRINTED_CHUNK = 2_000, 100, 200, 20
WHOLE = 6  # printed with every group of the form


def told(one: Generated, found: list[str]) -> str:
    return f"n. {one.number} ({one.declaration.code}, {one.recipe}): {found[:5]}"


@pytest.mark.parametrize("chunk", range((MANY if FULL else DAILY) // CHUNK))
def test_generated_sets_keep_every_promise(chunk):
    failed = []
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        one = generated(number)
        if found := faults(one):
            failed.append(told(one, found))
    assert failed == []


def printable_sets(count: int) -> list[Generated]:
    """The first sets that a draft can hold."""
    found: list[Generated] = []
    number = 0
    while len(found) < count:
        one = generated(number)
        number += 1
        if storable(one):
            found.append(one)
    return found


@pytest.mark.parametrize("chunk", range(PRINTED // PRINTED_CHUNK))
def test_generated_sets_are_printed_whole_inside_their_pages_and_fetch_nothing(chunk):
    with watched() as touched:
        chosen = printable_sets(PRINTED)[chunk * PRINTED_CHUNK : (chunk + 1) * PRINTED_CHUNK]
        failed = []
        for one in chosen:
            made = reduced(one)
            if found := pdf_faults(made):
                failed.append(told(made, found))
    assert failed == []
    assert touched == []


@pytest.mark.parametrize("place", range(WHOLE))
def test_a_whole_form_is_printed_twice_with_the_same_bytes(place):
    one = [made for made in printable_sets(60) if made.recipe in ("tutto_pieno", "testi")][place]
    assert pdf_faults(one) == []
    small = reduced(one)
    html = page_html(small.declaration, small.data)
    assert finished(small.declaration, html) == finished(small.declaration, html)


def test_addresses_in_texts_are_words_and_the_file_they_name_is_not_read():
    """In the generated sets this is one recipe among many: here every text of a form has them."""
    links = next(each for each in ALPHABETS if each.name == "indirizzi")
    with watched() as touched:
        for code in range(len(FORMS)):
            one = generated(code)
            data = corpus.filled_with(one.declaration, links)
            content = finished(one.declaration, page_html(one.declaration, data))
            assert CANARY not in text_of(content)
            assert corpus.FILE in "".join(text_of(content).split())
    assert touched == []


def test_the_same_number_gives_the_same_set():
    for number in range(60):
        assert generated(number) == generated(number)


def test_the_sets_are_neither_all_refused_nor_all_accepted():
    """A property of sets that never occur proves nothing."""
    seen: Counter[str] = Counter()
    recipes: Counter[tuple[str, str]] = Counter()
    for number in range(DAILY):
        one = generated(number)
        recipes[one.declaration.code, one.recipe] += 1
        if not storable(one):
            seen["refused"] += 1
        elif problems(one.declaration, one.data):
            seen["draft"] += 1
        else:
            seen["accepted"] += 1
    assert min(seen[kind] for kind in ("refused", "draft", "accepted")) > DAILY // 20
    assert set(recipes) == {(form, recipe) for form in FORMS for recipe in corpus.RECIPES}
    assert min(recipes.values()) > 5


def test_every_value_of_every_list_is_in_a_set_that_is_printed():
    missing = {
        (code, f"{group.key}.{field.key}", kind.list_code, entry.code)
        for code, form in FORMS.items()
        for group, field in form.fields()
        for kind in (field.kind, *(switch.kind for switch in field.switched))
        if isinstance(kind, Code)
        for entry in kind.codes.entries
    }
    for number in range(MANY if FULL else DAILY):
        one = generated(number)
        if storable(one):
            for group, field, value, _pointer in filled(one.declaration, one.data):
                kind = field.kind_in(one.data)
                if isinstance(kind, Code):
                    path = f"{group.key}.{field.key}"
                    missing.discard((one.declaration.code, path, kind.list_code, value))
    assert sorted(missing) == []
