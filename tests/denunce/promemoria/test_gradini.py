"""The stages of a duty, by cases worked out by hand on a calendar. Hours are those of Rome."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunce import orario
from denunce.choices import TipoAdempimento
from denunce.orario import Orario
from denunce.promemoria import gradini
from denunce.promemoria.gradini import Tappa, Termini, Voce, current, following, stages
from denunce.promemoria.parole import EXAMPLES
from denunce.promemoria.scelte import SOLITE, Scelte
from denunce.scadenze.codec import decisione_to_json, parse_caso
from denunce.scadenze.explain import explain

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
    assert orario.UFFICIO.includes(at("2026-03-13 08:00"))
    assert orario.UFFICIO.includes(at("2026-03-13 13:59"))
    assert not orario.UFFICIO.includes(at("2026-03-13 14:00"))
    assert not orario.UFFICIO.includes(at("2026-03-14 10:00"))  # Saturday
    assert not orario.UFFICIO.includes(at("2026-04-06 10:00"))  # Easter Monday


def test_a_year_without_known_holidays_still_has_its_reminders():
    assert orario.UFFICIO.is_office_day(date(2199, 12, 25)) is True  # a Wednesday nobody has tabled
    assert planned("denuncia", "2199-03-12 10:00", "2199-03-14 23:59:59", "2199-03-14 10:00")


def test_office_time_is_counted_back_over_a_weekend():
    monday = at("2026-03-16 09:00")
    assert orario.UFFICIO.working_back(monday, timedelta(hours=2)) == at("2026-03-13 13:00")


# What each kind of duty owes when everything begins on Thursday 12 March at ten.
OWED = {
    "denuncia": {"subito", "ore_24", "ore_4", "ultime_ore", "scadenza"},
    "comunicazione": {"subito", "ore_24", "ore_4", "ultime_ore", "scadenza"},
    "denuncia_ps": {"subito", "ore_24", "ore_4", "ultime_ore", "scadenza"},
    "segnalazione_24h": {"subito", "ore_12", "ore_4", "ore_1", "scadenza"},
    "denuncia_mp": {"subito", "tre_giorni", "un_giorno", "ultime_ore", "scadenza"},
    "denuncia_assicurazione": {
        "subito",
        "sette_giorni",
        "tre_giorni",
        "un_giorno",
        "ultime_ore",
        "scadenza",
    },
}


@pytest.mark.parametrize("tipo", OWED)
def test_what_each_kind_of_duty_owes(tipo):
    """At once, its stages before the prudential clock, its last office hours, its expiry."""
    termini = EXAMPLES[tipo]
    found = {tappa.gradino: tappa.at for tappa in stages(tipo, termini)}
    assert set(found) == OWED[tipo]
    assert found["subito"] == termini.born_at
    assert found["scadenza"] == termini.termine_at
    hours = {name: int(name[4:]) for name in found if name.startswith("ore_")}
    assert all(
        found[name] == termini.clock - timedelta(hours=count) for name, count in hours.items()
    )
    tappe = [Tappa(gradino, instant) for gradino, instant in found.items()]
    assert any(gradini.in_last_hours(tappa, termini, SOLITE) for tappa in tappe)


@pytest.mark.parametrize("tipo", OWED)
def test_the_example_of_the_pages_is_what_the_engine_answers(tipo):
    termini = EXAMPLES[tipo]
    at_ten = "2026-03-12T10:00:00+01:00"
    injury = {"tipo": "infortunio", "avvenuto_il": "2026-03-12T08:00"}
    certificato = {
        "numero": "A00000000001",
        "tipo": "primo",
        "rilasciato_il": "2026-03-12T09:00",
        "ricevuto_il": at_ten,
        "prognosi_dal": "2026-03-12",
        "prognosi_al": "2026-03-13" if tipo == "comunicazione" else "2026-03-20",
    }
    case = {
        "evento": injury,
        "persona": "studente",
        "datore": {"tipo": "scuola_statale"},
        "certificati": [certificato],
    }
    match tipo:
        case "segnalazione_24h":
            injury["avvenuto_il"] = certificato["rilasciato_il"] = at_ten
            case["gravita"] = {"pericolo_di_morte": True, "noto_il": at_ten}
        case "denuncia_assicurazione":
            case["polizza"] = {"presente": True, "termine_giorni": 30}
        case "denuncia_mp":
            case["evento"] = {"tipo": "malattia_professionale", "manifestata_il": "2026-03-02"}
            case |= {"persona": "lavoratore", "datore": {"tipo": "impresa"}}
        case "denuncia_ps":
            case |= {
                "persona": "non_assicurato_inail",
                "datore": {"tipo": "non_soggetto_inail"},
            }
            certificato["prognosi_al"] = "2026-04-20"  # more than thirty days
    answer = decisione_to_json(explain(parse_caso(case)))
    due = {one["tipo"]: one for one in answer["adempimenti"]}[tipo]
    assert datetime.fromisoformat(due["termine"]) == termini.termine_at
    if due.get("prudenziale"):
        assert datetime.fromisoformat(due["prudenziale"]) == termini.clock


def chosen(tipo: str, scelte: Scelte, born: str, termine: str, prudenziale: str) -> dict[str, str]:
    termini = Termini(at(born), at(termine), at(prudenziale))
    return {
        tappa.gradino: f"{tappa.at.astimezone(ROME):%a %d/%m %H:%M}"
        for tappa in stages(tipo, termini, scelte)
    }


THURSDAY = ("2026-03-12 10:05", "2026-03-14 23:59:59", "2026-03-14 10:00")


def test_a_stage_switched_off_does_not_leave_and_the_needed_ones_always_do():
    off = frozenset(("denuncia", gradino) for gradino in gradini.Gradino.values)
    assert chosen("denuncia", Scelte(off=off), *THURSDAY) == {
        "subito": "Thu 12/03 10:05",
        "ultime_ore": "Fri 13/03 12:00",
        "scadenza": "Sat 14/03 23:59",
    }
    assert chosen("comunicazione", Scelte(off=off), *THURSDAY) == chosen(
        "comunicazione", SOLITE, *THURSDAY
    )


def test_the_last_office_hours_are_those_of_the_office():
    saturday = Scelte(orario=Orario(time(9), time(13), frozenset({3, 4, 5})))
    assert chosen("denuncia", saturday, *THURSDAY)["ultime_ore"] == "Fri 13/03 12:00"
    afternoon = Scelte(orario=Orario(time(14), time(18), frozenset(range(6))))
    assert chosen("denuncia", afternoon, *THURSDAY)["ultime_ore"] == "Fri 13/03 16:00"


QUIET = {
    "the day before falls on a Saturday afternoon: told in the last office hour of Friday": (
        ("2026-03-12 16:30", "2026-03-16 23:59:59", "2026-03-15 16:30"),
        {
            "subito": "Thu 12/03 16:30",
            "ore_24": "Fri 13/03 13:00",
            "ore_4": "Sun 15/03 12:30",
            "scadenza": "Mon 16/03 23:59",
        },
    ),
    "born on a Friday after hours: no office is open before, the mail leaves all the same": (
        ("2026-03-13 16:30", "2026-03-16 23:59:59", "2026-03-15 16:30"),
        {
            "subito": "Fri 13/03 16:30",
            "ore_24": "Sat 14/03 16:30",
            "ore_4": "Sun 15/03 12:30",
            "scadenza": "Mon 16/03 23:59",
        },
    ),
}


@pytest.mark.parametrize(("duty", "expected"), QUIET.values(), ids=QUIET)
def test_quiet_hours_by_hand(duty, expected):
    assert chosen("denuncia", Scelte(quiet=True), *duty) == expected


def test_the_24_hour_alert_is_never_quiet():
    termini = Termini(at("2026-03-13 20:00"), at("2026-03-14 20:00"))
    tipo = "segnalazione_24h"
    assert stages(tipo, termini, Scelte(quiet=True)) == stages(tipo, termini)


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
    last_hours = orario.UFFICIO.working_back(clock, timedelta(hours=3))
    found = stages("denuncia", Termini(born, clock + timedelta(hours=10), clock))
    told = [t.at for t in found if last_hours <= t.at <= clock and orario.UFFICIO.includes(t.at)]
    assert told or born > last_hours - timedelta(hours=1)


offices = st.builds(
    lambda opens, length, days: Orario(time(opens), time(opens + length), frozenset(days)),
    st.integers(0, 12),
    st.integers(2, 11),
    st.sets(st.integers(0, 6), min_size=1),
)


@given(kinds, births, st.integers(60, 60 * 24 * 35), st.integers(0, 60 * 48), offices)
def test_quiet_never_makes_a_mail_later_nor_takes_one_away(tipo, born, minutes, earlier, office):
    termine = born + timedelta(minutes=minutes)
    termini = Termini(born, termine, termine - timedelta(minutes=earlier))
    loud = {t.gradino: t.at for t in stages(tipo, termini, Scelte(orario=office))}
    found = stages(tipo, termini, Scelte(orario=office, quiet=True))
    soft = {t.gradino: t.at for t in found}
    assert all(soft[gradino] <= loud[gradino] for gradino in soft.keys() & loud.keys())
    assert {"subito", "scadenza"} & loud.keys() <= soft.keys()
    assert found[0].gradino == "subito"
    last = office.working_back(termini.clock, timedelta(hours=3))
    told = [t for t in found if last <= t.at <= termini.clock and office.includes(t.at)]
    assert told or born > last - timedelta(hours=1)
