"""The number of a certificate: dictated on the phone, a mistake is noticed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificati.numero import (
    ALPHABET,
    LENGTH,
    PREFIX,
    draw_numero,
    grouped,
    is_numero,
    is_ours,
    looks_ours,
    normalize_numero,
)

# Each group sounds or looks alike: at most one of them may be used.
LOOK_ALIKES = ("0OQ", "1IJL", "2Z", "5S", "6G", "8B", "UV")
ours = st.builds(
    lambda seed: draw_numero(Random(seed).choice),  # repeatable, unlike the real ones
    st.integers(0, 2**32),
)


def test_the_alphabet_has_no_look_alikes():
    assert len(set(ALPHABET)) == len(ALPHABET) == 20
    assert [group for group in LOOK_ALIKES if len(set(group) & set(ALPHABET)) > 1] == []
    assert set("0O1I2Z5S8B") & set(ALPHABET) == set()


def test_a_drawn_number_is_ours():
    for _turn in range(200):
        drawn = draw_numero()
        assert len(drawn) == LENGTH
        assert drawn.startswith(PREFIX)
        assert is_ours(drawn)


def test_a_hundred_thousand_draws_are_all_different():
    """With a source that repeats itself from run to run: by chance it would fail once in a
    hundred."""
    choice = Random(7).choice
    assert len({draw_numero(choice) for _turn in range(100_000)}) == 100_000


@given(ours, st.integers(0, LENGTH - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_every_wrong_letter_is_noticed(right, place, letter):
    wrong = right[:place] + letter + right[place + 1 :]
    assert is_ours(wrong) is (wrong == right)


@given(ours, st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_noticed_but_of_the_first_with_the_last(right, place):
    one, other = right[place : place + 2]
    swapped = right[:place] + other + one + right[place + 2 :]
    unnoticed = {one, other} == {ALPHABET[0], ALPHABET[-1]}
    assert is_ours(swapped) is (one == other or unnoticed)


@given(ours)
def test_read_aloud_in_groups_it_is_typed_back(right):
    said = grouped(right)
    assert [len(group) for group in said.split()] == [4, 4, 4]
    assert normalize_numero(said.lower().replace(" ", " - ")) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("A1B2C3D4E5F6", True),
        ("000000000000", True),
        ("A1B2C3D4E5F", False),
        ("A1B2C3D4E5F6G", False),
        ("a1b2c3d4e5f6", False),
        ("A1B2C3D4E5F\u0660", False),  # an Arabic digit is no digit here
        ("A1B2C3D4E5F6\n", False),
        ("", False),
    ],
)
def test_any_twelve_letters_or_digits_are_a_number(text, right):
    assert is_numero(text) is right


def test_a_number_of_inail_is_not_ours():
    assert not looks_ours("A1B2C3D4E5F6")
    assert not is_ours("A1B2C3D4E5F6")


def test_a_mistyped_one_still_looks_ours():
    right = draw_numero()
    letter = next(char for char in ALPHABET if char != right[5])
    wrong = right[:5] + letter + right[6:]
    assert looks_ours(wrong)
    assert not is_ours(wrong)
