"""The stages of a duty, by cases worked out by hand on a calendar. Hours are those of Rome."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunce.choices import TipoAdempimento
from denunce.promemoria import gradini, orario
from denunce.promemoria.gradini import Tappa, Termini, Voce, current, following, stages

ROME = ZoneInfo("Europe/Rome")


def at(text: str) -> datetime:
    """ "2026-03-14 10:00" in Rome; an offset in the text wins."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=ROME)


def planned(tipo: str, born: str, termine: str, prudenziale: str | None = None) -> dict[str, str]:
    """The stages by code, each as Rome's wall clock."""
    termini = Termini(at(born), at(termine), at(prudenziale) if prudenziale else None)
    return {
        tappa.gradino: f"{tappa.at.astimezone(ROME):%a %d/%m %H:%M}"
        for tappa in stages(tipo, termini)
    }


HAND_CHECKED = {
    "denuncia received on a Thursday at ten: Friday is the last office day": (
        ("denuncia", "2026-03-12 10:05", "2026-03-14 23:59:59", "2026-03-14 10:00"),
        {
            "subito": "Thu 12/03 10:05",
            "ore_24": "Fri 13/03 10:00",
            "ultime_ore": "Fri 13/03 12:00",
            "ore_4": "Sat 14/03 06:00",
            "scadenza": "Sat 14/03 23:59",
        },
    ),
    "four hours before falls in the last office hours: no mail of its own for them": (
        ("denuncia", "2026-03-16 16:00", "2026-03-18 23:59:59", "2026-03-18 16:00"),
        {
            "subito": "Mon 16/03 16:00",
            "ore_24": "Tue 17/03 16:00",
            "ore_4": "Wed 18/03 12:00",
            "scadenza": "Wed 18/03 23:59",
        },
    ),
    "prudential clock at nine: the last office hours begin the afternoon before": (
        ("denuncia", "2026-03-17 09:00", "2026-03-19 23:59:59", "2026-03-19 09:00"),
        {
            "subito": "Tue 17/03 09:00",
            "ore_24": "Wed 18/03 09:00",
            "ultime_ore": "Wed 18/03 13:00",
            "ore_4": "Thu 19/03 05:00",
            "scadenza": "Thu 19/03 23:59",
        },
    ),
    "received on a Friday after office hours: at once stands for the last office hours": (
        ("denuncia", "2026-03-13 16:30", "2026-03-16 23:59:59", "2026-03-15 16:30"),
        {
            "subito": "Fri 13/03 16:30",
            "ore_24": "Sat 14/03 16:30",
            "ore_4": "Sun 15/03 12:30",
            "scadenza": "Mon 16/03 23:59",
        },
    ),
    "Good Friday is an office day, Easter Monday is not": (
        ("denuncia_assicurazione", "2026-03-07 10:00", "2026-04-06 23:59:59", None),
        {
            "subito": "Sat 07/03 10:00",
            "sette_giorni": "Mon 30/03 09:00",
            "tre_giorni": "Fri 03/04 09:00",
            "ultime_ore": "Fri 03/04 12:00",
            "un_giorno": "Sun 05/04 09:00",
            "scadenza": "Mon 06/04 23:59",
        },
    ),
    "48 hours over the autumn change are 48 elapsed hours": (
        ("comunicazione", "2026-10-23 09:00", "2026-10-25 08:00+01:00", None),
        {
            "subito": "Fri 23/10 09:00",
            "ultime_ore": "Fri 23/10 12:00",
            "ore_24": "Sat 24/10 09:00",
            "ore_4": "Sun 25/10 04:00",
            "scadenza": "Sun 25/10 08:00",
        },
    ),
    "48 hours over the spring change are 48 elapsed hours": (
        ("comunicazione", "2026-03-27 09:00", "2026-03-29 10:00+02:00", None),
        {
            "subito": "Fri 27/03 09:00",
            "ultime_ore": "Fri 27/03 12:00",
            "ore_24": "Sat 28/03 09:00",
            "ore_4": "Sun 29/03 06:00",
            "scadenza": "Sun 29/03 10:00",
        },
    ),
    "24 hours: half a day, four hours, one hour before, which is in office hours": (
        ("segnalazione_24h", "2026-03-17 11:10", "2026-03-18 11:00", None),
        {
            "subito": "Tue 17/03 11:10",
            "ore_12": "Tue 17/03 23:00",
            "ore_4": "Wed 18/03 07:00",
            "ore_1": "Wed 18/03 10:00",
            "scadenza": "Wed 18/03 11:00",
        },
    ),
    "an alert entered late on a Sunday: what is past collapses into at once": (
        ("segnalazione_24h", "2026-03-15 20:00", "2026-03-15 23:10", None),
        {
            "subito": "Sun 15/03 20:00",
            "ore_1": "Sun 15/03 22:10",
            "scadenza": "Sun 15/03 23:10",
        },
    ),
    "occupational disease, five days": (
        ("denuncia_mp", "2026-03-12 15:00", "2026-03-17 23:59:59", None),
        {
            "subito": "Thu 12/03 15:00",
            "tre_giorni": "Sat 14/03 09:00",
            "un_giorno": "Mon 16/03 09:00",
            "ultime_ore": "Tue 17/03 12:00",
            "scadenza": "Tue 17/03 23:59",
        },
    ),
    "entered after expiry: one mail, at once": (
        ("denuncia", "2026-03-20 10:00", "2026-03-14 23:59:59", "2026-03-14 10:00"),
        {"subito": "Fri 20/03 10:00"},
    ),
    "entered half an hour before expiry: the expiry is still said": (
        ("denuncia", "2026-03-14 23:30", "2026-03-14 23:59:59", "2026-03-14 10:00"),
        {"subito": "Sat 14/03 23:30", "scadenza": "Sat 14/03 23:59"},
    ),
    "a stage within an hour of birth is said by the first mail": (
        ("denuncia", "2026-03-13 09:30", "2026-03-14 23:59:59", "2026-03-14 10:00"),
        {
            "subito": "Fri 13/03 09:30",
            "ultime_ore": "Fri 13/03 12:00",
            "ore_4": "Sat 14/03 06:00",
            "scadenza": "Sat 14/03 23:59",
        },
    ),
    "New Year is no office day": (
        ("denuncia", "2026-12-30 17:00", "2027-01-02 23:59:59", "2027-01-01 17:00"),
        {
            "subito": "Wed 30/12 17:00",
            "ultime_ore": "Thu 31/12 12:00",
            "ore_24": "Thu 31/12 17:00",
            "ore_4": "Fri 01/01 13:00",
            "scadenza": "Sat 02/01 23:59",
        },
    ),
    "two days for the police authority, without a prudential clock": (
        ("denuncia_ps", "2026-03-16 10:00", "2026-03-18 23:59:59", None),
        {
            "subito": "Mon 16/03 10:00",
            "ore_24": "Tue 17/03 23:59",
            "ultime_ore": "Wed 18/03 12:00",
            "ore_4": "Wed 18/03 19:59",
            "scadenza": "Wed 18/03 23:59",
        },
    ),
}


@pytest.mark.parametrize(("duty", "expected"), HAND_CHECKED.values(), ids=HAND_CHECKED)
def test_stages_by_hand(duty, expected):
    assert planned(*duty) == expected


@pytest.mark.parametrize("tipo", ["avviso_al_datore", "trasmissione_certificato"])
def test_duties_of_worker_and_doctor_have_no_reminders_for_the_employer(tipo):
    assert planned(tipo, "2026-03-12 10:00", "2026-03-20 10:00") == {}


def test_every_kind_of_duty_has_its_line_in_the_table():
    assert set(gradini.TABELLA) == set(TipoAdempimento.values)


def test_a_new_entry_changes_only_the_duties_born_from_its_day_on(monkeypatch):
    entries = (*gradini.TABELLA["denuncia"], Voce(date(2026, 6, 1), ("subito", "scadenza")))
    monkeypatch.setitem(gradini.TABELLA, "denuncia", entries)
    before = planned("denuncia", "2026-05-29 10:00", "2026-06-01 23:59:59", "2026-05-31 10:00")
    after = planned("denuncia", "2026-06-01 10:00", "2026-06-03 23:59:59", "2026-06-03 10:00")
    assert set(before) == {"subito", "ultime_ore", "ore_24", "ore_4", "scadenza"}
    assert set(after) == {"subito", "scadenza"}


def test_current_and_following_around_a_stage():
    found = (Tappa("subito", at("2026-03-12 10:00")), Tappa("scadenza", at("2026-03-14 10:00")))
    instant = at("2026-03-14 10:00")
    assert current(found, instant - timedelta(days=3)) is None
    assert current(found, instant - timedelta(seconds=1)).gradino == "subito"
    assert following(found, instant - timedelta(seconds=1)).gradino == "scadenza"
    assert current(found, instant).gradino == "scadenza"
    assert following(found, instant) is None


def test_offices_are_closed_on_weekends_holidays_and_in_the_afternoon():
    assert orario.in_office_hours(at("2026-03-13 08:00"))
    assert orario.in_office_hours(at("2026-03-13 13:59"))
    assert not orario.in_office_hours(at("2026-03-13 14:00"))
    assert not orario.in_office_hours(at("2026-03-14 10:00"))  # Saturday
    assert not orario.in_office_hours(at("2026-04-06 10:00"))  # Easter Monday


def test_a_year_without_known_holidays_still_has_its_reminders():
    assert orario.is_office_day(date(2199, 12, 25)) is True  # a Wednesday nobody has tabled
    assert planned("denuncia", "2199-03-12 10:00", "2199-03-14 23:59:59", "2199-03-14 10:00")


def test_office_time_is_counted_back_over_a_weekend():
    monday = at("2026-03-16 09:00")
    assert orario.working_back(monday, timedelta(hours=2)) == at("2026-03-13 13:00")


births = st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
kinds = st.sampled_from(sorted(tipo for tipo, voci in gradini.TABELLA.items() if voci[0].gradini))


@given(kinds, births, st.integers(-100, 60 * 24 * 35), st.integers(0, 60 * 48))
def test_stages_are_ordered_between_birth_and_term(tipo, born, minutes, earlier):
    termine = born + timedelta(minutes=minutes)
    found = stages(tipo, Termini(born, termine, termine - timedelta(minutes=earlier)))
    instants = [tappa.at for tappa in found]
    assert found[0] == Tappa("subito", born)
    assert instants == sorted(instants)
    assert len({tappa.gradino for tappa in found}) == len(found)
    assert all(born <= instant <= max(born, termine) for instant in instants)
    assert (found[-1].gradino == "scadenza") == (termine > born)


@given(births, st.integers(1, 60 * 24 * 5))
def test_somebody_is_told_in_the_last_office_hours_or_after_them(born, minutes):
    clock = born + timedelta(minutes=minutes)
    last_hours = orario.working_back(clock, timedelta(hours=3))
    found = stages("denuncia", Termini(born, clock + timedelta(hours=10), clock))
    told = [t.at for t in found if last_hours <= t.at <= clock and orario.in_office_hours(t.at)]
    assert told or born > last_hours - timedelta(hours=1)
