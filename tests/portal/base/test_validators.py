"""Italian codes: accepted when right, refused with an Italian sentence when not."""

import pytest
from django.core.exceptions import ValidationError

from portal.base.validators import (
    normalize_code,
    validate_cap,
    validate_codice_fiscale,
    validate_codice_fiscale_persona,
    validate_partita_iva,
    validate_phone,
)


def test_a_code_is_compared_in_capitals_without_blanks() -> None:
    assert normalize_code(" rss mra-85t10.a562s ") == "RSSMRA85T10A562S"


@pytest.mark.parametrize(
    "code",
    [
        "RSSMRA85T10A562S",
        "rssmra85t10a562s",
        "RSSMRA85T10A56NH",  # omocodia: the 2 of the place became N
        "80145250157",  # eleven digits: a body, or a provisional code
    ],
)
def test_a_right_codice_fiscale_is_accepted(code: str) -> None:
    validate_codice_fiscale(code)


@pytest.mark.parametrize(
    "code",
    ["RSSMRA85T10A562T", "RSSMRA85T10A562", "RSSMRA85T41A562S", "80145250158", "", "A" * 1000],
)
def test_a_wrong_codice_fiscale_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="codice fiscale non è corretto"):
        validate_codice_fiscale(code)


def test_a_person_has_sixteen_characters() -> None:
    validate_codice_fiscale_persona("RSSMRA85T10A562S")
    with pytest.raises(ValidationError, match="16 caratteri"):
        validate_codice_fiscale_persona("80145250157")


def test_a_partita_iva_is_checked_by_its_last_digit() -> None:
    validate_partita_iva("00488410010")
    with pytest.raises(ValidationError, match="partita IVA"):
        validate_partita_iva("00488410011")


@pytest.mark.parametrize(("good", "bad"), [("20157", "2015"), ("00118", "00118\n"), ("09100", "x")])
def test_a_cap_has_five_digits(good: str, bad: str) -> None:
    validate_cap(good)
    with pytest.raises(ValidationError, match="cinque cifre"):
        validate_cap(bad)


@pytest.mark.parametrize(
    ("good", "bad"), [("+39 02 8844859", "02"), ("02/8844859", "ufficio"), ("333-1234567", "+")]
)
def test_a_phone_is_digits_with_some_punctuation(good: str, bad: str) -> None:
    validate_phone(good)
    with pytest.raises(ValidationError, match="numero di telefono"):
        validate_phone(bad)
