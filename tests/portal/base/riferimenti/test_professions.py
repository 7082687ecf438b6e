"""The professions of ISTAT are whole and are found by the words people use."""

import json

import pytest

from portal.base.riferimenti.codelists import FIXTURES
from portal.base.riferimenti.professions import NAME, professions, search_professions


def test_the_classification_is_whole() -> None:
    rows = json.loads((FIXTURES / f"{NAME}.json").read_text(encoding="utf-8"))["righe"]
    levels = [code.count(".") + 1 for code, _label in rows]
    assert [levels.count(level) for level in range(1, 6)] == [9, 37, 129, 511, 800]
    assert len({code for code, _label in rows}) == len(rows)
    assert all(code.rpartition(".")[0] in dict(rows) for code, _label in rows if "." in code)
    assert len(professions()) == 800


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("6.2.2.3.1", "Attrezzisti di macchine utensili"),
        ("attrezz mac", "Attrezzisti di macchine utensili"),
        ("MACCHINE attrezzisti", "Attrezzisti di macchine utensili"),
        ("verniciatori", "Verniciatori artigianali ed industriali"),
    ],
)
def test_a_profession_is_found_by_code_or_by_its_words(typed: str, first: str) -> None:
    assert search_professions(typed)[0].label == first


def test_names_that_begin_so_come_first_and_no_more_than_asked() -> None:
    found = search_professions("tecnici", limit=5)
    assert len(found) == 5
    assert all(each.label.lower().startswith("tecnici") for each in found)


@pytest.mark.parametrize("typed", ["", "  ", "'; drop table", "\0", "[", "99", "😀", "zzzz"])
def test_what_is_no_profession_finds_none(typed: str) -> None:
    assert search_professions(typed) == []
