"""What a person may type in a field, what is kept, what is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunce.moduli.codelists import Code
from denunce.moduli.kinds import (
    BadValue,
    Bool,
    CodiceFiscale,
    Decimal,
    Email,
    Integer,
    LongText,
    Matching,
    Text,
)
from denunce.moduli.moments import Clock, Day, Instant, instant_text, is_repeated, read_instant
from denunce.moduli.text import text_error, tidy
from portal.base.riferimenti.codelists import CodeList, Entry, code_list, read_list


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "printed"),
    [
        (Text(20), "  De’ Rossi ", "De’ Rossi", "De’ Rossi"),
        (Text(20), "e\u0300", "è", "è"),
        (LongText(50), "a\r\nb\tc\rd", "a\nb c\nd", "a\nb c\nd"),
        (CodiceFiscale(), "bncl cu90c14-f205j", "BNCLCU90C14F205J", "BNCLCU90C14F205J"),
        (Matching(5, 5, "[0-9]{5}", ""), "201 21", "20121", "20121"),
        (Bool(), "true", True, "SI"),
        (Bool(), "No", False, "NO"),
        (Integer(1, 24), " 3", 3, "3"),
        (Decimal(7), "1.234,5", "1234.50", "1.234,50 €"),
        (Decimal(7), "€ 12.50", "12.50", "12,50 €"),
        (Decimal(7), "007", "7.00", "7,00 €"),
        (Decimal(3, "%"), "8,33%", "8.33", "8,33 %"),
        (Day(), "14/3/2026", "2026-03-14", "14/03/2026"),
        (Day(), "2026-03-14", "2026-03-14", "14/03/2026"),
        (Clock(), "9.05", "09:05", "09:05"),
        (Clock(), "09:05:00", "09:05", "09:05"),
        (Instant(), "2026-03-14T10:05", "2026-03-14T10:05", "14/03/2026 10:05"),
        (Instant(), "2026-03-14 10:05:00", "2026-03-14T10:05", "14/03/2026 10:05"),
        (Instant(), "2026-03-14T09:05Z", "2026-03-14T10:05", "14/03/2026 10:05"),
        (
            Instant(),
            "2026-10-25T02:30+01:00",
            "2026-10-25T02:30+01:00",
            "25/10/2026 02:30 (+0100)",
        ),
        (
            Code(list_code="sede_lesione"),
            "PERETE ADDOMINALE",
            "PERETE ADDOMINALE",
            "Parete addominale",
        ),
        (Code(list_code="sede_lesione"), "IGNOTA", "IGNOTA", "IGNOTA"),
    ],
)
def test_what_is_typed_is_kept_and_printed(kind, typed, kept, printed):
    value = kind.parse(typed)
    assert value == kept
    assert kind.storable(value) is None
    assert kind.show(value) == printed
    assert kind.parse(kind.raw(value)) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Bool(), "forse"),
        (Integer(), "tre"),
        (Integer(), "1" * 10),
        (Decimal(7), "dodici"),
        (Decimal(2), "100,00"),
        (Decimal(7), "1,234"),
        (Day(), "31/02/2026"),
        (Day(), "14/03/26"),
        (Day(), "0001-01-01"),
        (Clock(), "25:00"),
        (Instant(), "2026-03-14"),
        (Instant(), "2026-02-30T10:00"),
        (Instant(), "0001-01-01T10:00"),
        (Instant(), "2026-03-29T02:30"),
        (Instant(), "2026-10-25T02:30"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(kind, typed):
    with pytest.raises(BadValue) as refused:
        kind.parse(typed)
    assert str(refused.value)


def test_an_hour_that_occurs_twice_keeps_its_offset():
    assert is_repeated("2026-10-25T02:30")
    assert not is_repeated("2026-10-25T03:30")
    assert not is_repeated("2026-03-29T02:30")
    assert not is_repeated("boh")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_text(first) == "2026-10-25T02:30+02:00"
    assert read_instant(instant_text(first)) == first


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1)))
def test_every_instant_is_read_back_as_it_was(moment):
    instant = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    assert read_instant(instant_text(instant)) == instant


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("x" * 11, "al massimo 10 caratteri: ora sono 11"),
        ("a\x07b", "numero 2 (U+0007)"),
        ("a\nb", "una riga sola"),
        ("\u202eabc", "U+202E"),
        ("\ufffe", "U+FFFE"),
        ("è😀אב", None),
    ],
)
def test_text_that_cannot_be_kept_says_why(value, says):
    error = text_error(value, max_length=10, multiline=False)
    assert (says in error) if says else error is None


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


def test_an_email_and_a_firm_code_are_checked():
    assert Email().check("a@b.test", None) is None
    assert Email().check("a@b", None)
    assert CodiceFiscale(persona=False).check("01234560157", None) is None
    assert CodiceFiscale().check("01234560157", None)


@pytest.mark.parametrize(
    ("list_code", "size"),
    [
        ("stato_civile", 5),
        ("tipologia_lavoratore_non_marittimo", 14),
        ("qualifica_assicurativa_non_marittimo", 23),
        ("natura_lesione", 9),
        ("sede_lesione", 65),
        ("esaw_attivita", 7),
        ("esaw_deviazione", 8),
        ("esaw_contatto", 8),
    ],
)
def test_the_lists_of_the_sources_are_whole(list_code, size):
    found = code_list(list_code)
    assert len(found.entries) == len(found.by_code) == size
    assert found.source
    assert found.retrieved_on <= date(2026, 12, 31)


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        code_list("non_esiste")


def test_a_code_holds_only_between_its_days(monkeypatch):
    listed = read_list(
        {
            "codice": "prova",
            "titolo": "Prova",
            "fonte": "Fonte",
            "valido_dal": "2020-01-01",
            "rilevato_il": "2026-11-21",
            "voci": [["A", "A", "Aa"], ["B", "B", "Bb", "2021-01-01", "2021-12-31"]],
        }
    )
    assert listed == CodeList(
        "prova",
        "Prova",
        "Fonte",
        date(2026, 11, 21),
        (
            Entry("A", "A", "Aa", date(2020, 1, 1), None),
            Entry("B", "B", "Bb", date(2021, 1, 1), date(2021, 12, 31)),
        ),
    )
    monkeypatch.setattr("denunce.moduli.codelists.code_list", lambda code: listed)
    kind = Code(list_code="prova")
    assert kind.check("B", date(2021, 6, 1)) is None
    assert "in vigore" in kind.check("B", date(2022, 1, 1))
    assert "Prova" in kind.check("Z", None)
    assert kind.check("B", None) is None
    assert kind.choices(date(2022, 1, 1)) == [("A", "Aa")]
