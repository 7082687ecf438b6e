"""Dates, countdowns and urgencies in words, with the instant of reading given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.base import wording
from portal.base.wording import ROME, Urgency, countdown, day, term, urgency


def rome(month: int, dom: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, dom, hour, minute, tzinfo=ROME)


NOON = rome(3, 14, 12)


def test_an_instant_is_read_in_rome_whatever_its_offset() -> None:
    assert term(datetime(2026, 3, 14, 22, 59, tzinfo=UTC)) == "sabato 14 marzo, 23:59"
    assert term(datetime(2026, 7, 14, 22, 59, tzinfo=UTC)) == "mercoledì 15 luglio, 00:59"


def test_a_date_has_no_hour_and_the_first_of_the_month_is_an_ordinal() -> None:
    assert term(date(2026, 3, 14)) == "sabato 14 marzo"
    assert day(date(2026, 5, 1)) == "venerdì 1º maggio"


def test_the_year_is_said_when_asked() -> None:
    assert term(rome(12, 31, 23, 59), year=True) == "giovedì 31 dicembre 2026, 23:59"
    assert term(date(2027, 1, 4), year=True) == "lunedì 4 gennaio 2027"


def test_every_day_and_month_has_its_own_name() -> None:
    assert len({str(name) for name in wording.WEEKDAYS}) == 7
    assert len({str(name) for name in wording.MONTHS}) == 12


def test_an_instant_without_offset_is_refused() -> None:
    naive = datetime(2026, 3, 14, 12)
    for call in (lambda: term(naive), lambda: countdown(naive, NOON), lambda: urgency(naive, NOON)):
        with pytest.raises(ValueError, match="offset"):
            call()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=59), "manca meno di un minuto"),
        (timedelta(0), "manca meno di un minuto"),
        (timedelta(minutes=12), "mancano 12 min"),
        (timedelta(hours=6, minutes=12), "mancano 6 h 12 min"),
        (timedelta(hours=6), "mancano 6 h"),
        (timedelta(hours=47, minutes=59), "mancano 47 h 59 min"),
        (timedelta(hours=48), "mancano 2 giorni"),
        (timedelta(days=12, hours=23), "mancano 12 giorni"),
        (timedelta(seconds=-1), "scaduto da meno di un minuto"),
        (timedelta(minutes=-5), "scaduto da 5 min"),
        (timedelta(hours=-3, minutes=-40), "scaduto da 3 h"),
        (timedelta(days=-1), "scaduto da 1 giorno"),
        (timedelta(days=-2, hours=-3), "scaduto da 2 giorni"),
    ],
)
def test_the_countdown_says_elapsed_time(left: timedelta, words: str) -> None:
    assert countdown(NOON + left, NOON) == words


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=-3), ""),
        (timedelta(0), ""),
        (timedelta(seconds=30), "in ritardo di meno di un minuto"),
        (timedelta(minutes=50), "in ritardo di 50 min"),
        (timedelta(hours=9, minutes=30), "in ritardo di 9 h"),
        (timedelta(days=2, hours=3), "in ritardo di 2 giorni"),
    ],
)
def test_the_delay_says_how_late_and_nothing_in_time(after: timedelta, words: str) -> None:
    due = datetime(2026, 3, 12, 23, 59, 59, tzinfo=ROME)
    assert wording.delay(due, due + after) == words


def test_the_countdown_counts_real_hours_over_the_change_of_clocks() -> None:
    # The night of 29 March 2026 has one hour less.
    assert countdown(rome(3, 29, 12), rome(3, 28, 12)) == "mancano 23 h"


@pytest.mark.parametrize(
    ("due_at", "state", "expected"),
    [
        (NOON - timedelta(seconds=1), "da_fare", wording.OVERDUE),
        (NOON, "da_fare", wording.TODAY),
        (rome(3, 14, 23, 59), "da_fare", wording.TODAY),
        (rome(3, 15, 0, 0), "da_fare", wording.TOMORROW),
        (rome(3, 15, 23, 59), "da_fare", wording.TOMORROW),
        (rome(3, 16, 0, 0), "da_fare", wording.IN_TIME),
        (None, "da_fare", wording.WAITING),
        (rome(3, 1), "respinto", wording.OVERDUE),
        (rome(3, 1), "inviato", wording.DONE),
        (rome(3, 1), "accettato", wording.DONE),
        (rome(3, 1), "rettificato", wording.DONE),
        (rome(3, 1), "assorbito", wording.NOT_DUE),
        (rome(3, 1), "superato", wording.NOT_DUE),
        (None, "non_dovuto", wording.NOT_DUE),
    ],
)
def test_the_urgency_of_a_duty(due_at: datetime | None, state: str, expected: Urgency) -> None:
    assert urgency(due_at, NOON, state) is expected


def test_today_is_today_in_rome_not_in_utc() -> None:
    late = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)  # already Sunday in Rome
    assert urgency(rome(3, 15, 23, 59), late) is wording.TODAY


def test_a_doubtful_duty_is_to_verify_until_it_is_closed() -> None:
    assert urgency(rome(3, 1), NOON, doubtful=True) is wording.TO_VERIFY
    assert urgency(rome(3, 1), NOON, "inviato", doubtful=True) is wording.DONE


def test_every_urgency_has_its_own_code_word_and_icon() -> None:
    for attribute in ("code", "word", "icon", "meaning"):
        values = {str(getattr(item, attribute)) for item in wording.ALL_URGENCIES}
        assert len(values) == len(wording.ALL_URGENCIES) == 8


INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(due_at=INSTANTS, now=INSTANTS)
def test_words_and_urgency_never_disagree(due_at: datetime, now: datetime) -> None:
    overdue = urgency(due_at, now) is wording.OVERDUE
    assert countdown(due_at, now).startswith("scaduto da") is overdue
