"""The dictionary names every model, and only things that exist."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossario.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Parola")
]
NAMES = sorted({name for row in ROWS for name in re.findall(r"`([\w.]+)`", row[-1])})


def test_every_row_has_a_word_a_meaning_a_norm_and_a_place():
    assert ROWS
    assert all(len(row) == 4 and row[0] and row[1] and row[3] for row in ROWS)


def test_no_word_is_explained_twice():
    words = [row[0] for row in ROWS]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_named_exists(name):
    label, _, rest = name.partition(".")
    model, _, field = rest.partition(".")
    if not model[:1].isupper():
        assert find_spec(name) is not None
        return
    found = apps.get_model(label, model)
    if field:
        try:
            found._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{name} does not exist")


@pytest.mark.parametrize(
    "label",
    [
        "utenti",
        "accesso",
        "organizzazioni",
        "credenziali",
        "profili",
        "riservatezza",
        "denunce",
        "abbinamenti",
    ],
)
def test_every_model_has_its_word(label):
    named = {".".join(name.split(".")[:2]) for name in NAMES}
    missing = [model._meta.label for model in apps.get_app_config(label).get_models()]
    assert set(missing) <= named
