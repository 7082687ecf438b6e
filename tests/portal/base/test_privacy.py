"""Declaring privacy classes, and keeping text out of ids."""

import pytest

from portal.base.privacy import FreeText, Privacy, classify, refuse_free_text


def test_fields_are_declared_by_class() -> None:
    assert classify("a.Caso", SALUTE="dinamica", NESSUNO="stato creato_at") == {
        "a.Caso.dinamica": Privacy.SALUTE,
        "a.Caso.stato": Privacy.NESSUNO,
        "a.Caso.creato_at": Privacy.NESSUNO,
    }


def test_an_unknown_class_or_two_classes_are_mistakes() -> None:
    with pytest.raises(KeyError):
        classify("a.Caso", SEGRETISSIMO="x")
    with pytest.raises(ValueError, match="two privacy classes"):
        classify("a.Caso", SALUTE="x", NESSUNO="x")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        12,
        "in_coda",
        "9e4102c2-308a-4e10-b606-1e43b7d6f627",
        "2026-03-14T10:00:00+01:00",
        "R-DEN-2G",
        {"documento": ["a", 1, None]},
        "documento",
        "",
    ],
)
def test_ids_codes_and_numbers_pass(value: object) -> None:
    refuse_free_text(value)


def test_a_digest_is_a_code_even_when_it_looks_like_a_codice_fiscale() -> None:
    like_one = "abcdef12a34b567c"  # six letters, two digits, a letter ...: all hexadecimal
    refuse_free_text(like_one * 2)
    refuse_free_text(like_one * 4)
    with pytest.raises(FreeText):
        refuse_free_text(like_one)
    with pytest.raises(FreeText):
        refuse_free_text(like_one * 3)


def test_the_error_names_the_place_and_not_the_value() -> None:
    with pytest.raises(FreeText) as refused:
        refuse_free_text({"dati": [{"chi": "Mario Rossi"}]})
    assert str(refused.value) == "$.dati[0].chi: only ids, codes and numbers"
