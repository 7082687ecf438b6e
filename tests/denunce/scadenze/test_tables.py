"""Dated tables: a change of law is an entry, and everything follows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from denunce.scadenze import (
    REGOLE,
    CalendarioEsaurito,
    PrimaDellaTabella,
    all_entries,
    decide,
    decisione_to_json,
    explain,
    parse_caso,
    rules_version,
    termini,
)
from denunce.scadenze.festivita import easter, holidays, next_working_day
from denunce.scadenze.results import Fonte, TipoAdempimento
from denunce.scadenze.tabelle.voci import Confidenza, Entry, Table, Value
from tests.denunce.scadenze.cases import SHARED, Json

BY_ID = {case["caso"]["id"]: case["caso"] for case in SHARED}


def case(case_id: str, **changes: object) -> Json:
    return {**BY_ID[case_id], **changes}


def terms(caso: Json) -> list[tuple[str, str]]:
    answer = decisione_to_json(decide(parse_caso(caso)))
    return [(owed["tipo"], owed["termine"]) for owed in answer["adempimenti"]]  # type: ignore[attr-defined]


def rules(caso: Json) -> list[tuple[str, ...]]:
    return [owed.regole for owed in decide(parse_caso(caso)).adempimenti]


def test_entries_name_their_source() -> None:
    for table, entry in all_entries():
        assert entry.fonti, table.name
        assert all(fonte.atto for fonte in entry.fonti)
        assert entry.published_on <= date(2026, 12, 31)
        assert table.titolo


def test_each_entry_ends_where_the_next_begins() -> None:
    before = termini.lookup("comunicazione_hours", date(2017, 10, 11))
    after = termini.lookup("comunicazione_hours", date(2017, 10, 12))
    assert (before.value, after.value) == (None, 48)


def test_the_fourth_of_october_starts_with_its_law() -> None:
    """In 2026 it is a Sunday, so no term of that year can show it."""
    days = (date(2025, 12, 31), date(2026, 1, 1))
    assert [termini.flag("festivo_san_francesco", day) for day in days] == [False, True]


def test_before_the_first_entry_it_raises() -> None:
    with pytest.raises(PrimaDellaTabella, match="partono dal 01/01/2001") as caught:
        termini.number("denuncia_days", date(2000, 12, 31))
    assert caught.value.errori[0].campo == "/evento/avvenuto_il"


@pytest.mark.parametrize("starts", [(), (date(2020, 1, 1), date(2020, 1, 1))])
def test_entries_must_increase(starts: tuple[date, ...]) -> None:
    entries = tuple(Entry(day, day, 1, (), Confidenza.ALTA) for day in starts)
    with pytest.raises(ValueError, match="strictly increasing"):
        Table("x", "x", entries)


def test_low_confidence_is_marked() -> None:
    by_name = {table.name: table.entries[-1] for table, _ in all_entries()}
    assert by_name["nav_holiday_shift"].da_verificare
    assert by_name["comunicazione_hours"].da_verificare
    assert not by_name["mp_days"].da_verificare


def test_override_changes_the_term_and_the_version_and_is_undone() -> None:
    caso = case("C014")  # Thursday 12 March -> Saturday 14 March
    version = rules_version()
    with termini.override("denuncia_days", 5) as table:
        assert table.newest_first[0].value == 5
        assert terms(caso) == [("denuncia", "2026-03-17T23:59:59+01:00")]
        decisione = explain(parse_caso(caso))
        assert decisione.regole_del == rules_version() != version
        assert "5 giorni" in decisione.adempimenti[0].passi[-1].testo
    assert terms(caso) == [("denuncia", "2026-03-14T23:59:59+01:00")]
    assert rules_version() == version


def test_override_of_an_older_entry() -> None:
    with termini.override("denuncia_days", 9, on=date(2010, 1, 1)):
        assert termini.number("denuncia_days", date(2015, 1, 1)) == 9
        assert termini.number("denuncia_days", date(2026, 1, 1)) == 2


def test_a_new_law_is_a_new_entry_and_old_cases_keep_theirs() -> None:
    entry = Entry(
        date(2026, 3, 13),
        date(2026, 3, 1),
        3,
        (Fonte("legge immaginaria", "art. 1"),),
        Confidenza.ALTA,
    )
    with termini.added_entry("denuncia_days", entry):
        assert terms(case("C014")) == [("denuncia", "2026-03-14T23:59:59+01:00")]
        assert terms(case("C016")) == [("denuncia", "2026-03-17T23:59:59+01:00")]
        assert rules_version().startswith(termini.rules_version()[:10])


def test_a_new_holiday_moves_terms() -> None:
    with termini.override("festivo_san_francesco", True, on=date(2025, 1, 1)):
        assert terms(case("C026")) == [("denuncia", "2025-10-06T23:59:59+02:00")]
    assert terms(case("C026")) == [("denuncia", "2025-10-04T23:59:59+02:00")]


POLICIES: list[tuple[str, Value, str, list[tuple[str, str]]]] = [
    ("comunicazione_policy", "days2", "C104", [("comunicazione", "2026-03-16T23:59:59+01:00")]),
    ("nav_holiday_shift", True, "C085", [("denuncia", "2026-07-13T23:59:59+02:00")]),
    ("nav_holiday_shift", True, "C083", [("denuncia", "2026-07-11T23:59:59+02:00")]),
    ("ricaduta_sum", False, "C052", [("comunicazione", "2026-05-13T16:00:00+02:00")]),
    ("ricaduta_sum", False, "C014", [("denuncia", "2026-03-14T23:59:59+01:00")]),
    (
        "ricaduta_sum",
        False,
        "C049",
        [
            ("comunicazione", "2026-05-14T09:00:00+02:00"),
            ("denuncia", "2026-05-15T23:59:59+02:00"),
        ],
    ),
    (
        "gap_reading",
        "end_after_third_day",
        "C008",
        [
            ("denuncia", "2026-03-14T23:59:59+01:00"),
            ("denuncia_assicurazione", "2026-04-09T23:59:59+02:00"),
        ],
    ),
    (
        "gap_reading",
        "end_after_third_day",
        "C009",
        [("comunicazione", "2026-03-12T15:00:00+01:00")],
    ),
    ("roma_29_june", False, "C029", [("denuncia", "2026-06-29T23:59:59+02:00")]),
    (
        "assicurazione_default_days",
        20,
        "C055",
        [("denuncia_assicurazione", "2026-03-30T23:59:59+02:00")],
    ),
    ("franchigia_days", 20, "C014", [("comunicazione", "2026-03-14T10:00:00+01:00")]),
    ("segnalazione_hours", 12, "C042", [("segnalazione_24h", "2026-10-25T13:30:00+01:00")]),
]


@pytest.mark.parametrize(("name", "value", "case_id", "expected"), POLICIES)
def test_policies_are_parameters(
    name: str, value: Value, case_id: str, expected: list[tuple[str, str]]
) -> None:
    with termini.override(name, value):
        assert terms(case(case_id)) == expected


def test_two_day_reading_of_the_comunicazione_shifts_and_keeps_the_hours_in_sight() -> None:
    with termini.override("comunicazione_policy", "days2"):
        owed = decide(parse_caso(case("C104"))).adempimenti[0]
        assert owed.regole == ("R-COM-48H", "R-FEST")
        assert [one.lettura for one in owed.alternative] == ["quarantotto_ore"]
        assert rules(case("C005"))[0] == ("R-COM-48H", "R-COV-STUD")


def test_landing_on_a_holiday_under_the_other_policy() -> None:
    with termini.override("nav_holiday_shift", True):
        owed = decide(parse_caso(case("C085"))).adempimenti[0]
        assert owed.regole == ("R-DEN-NAV", "R-FEST")
        assert {one.lettura for one in owed.alternative} == {"due_giorni", "giorno_approdo"}


def test_late_knowledge_under_the_letter_of_the_law() -> None:
    caso = case("C042", gravita={"pericolo_di_morte": True, "noto_il": "2026-10-27T10:00"})
    assert terms(caso) == [("segnalazione_24h", "2026-10-28T10:00:00+01:00")]
    with termini.override("24h_late_from", "event"):
        assert terms(caso) == [("segnalazione_24h", "2026-10-26T01:30:00+01:00")]


def test_second_alert_is_a_policy() -> None:
    kinds = [tipo for tipo, _ in terms(case("C065"))]
    assert kinds.count("segnalazione_24h") == 2
    with termini.override("second_segnalazione", False):
        kinds = [tipo for tipo, _ in terms(case("C065"))]
        assert kinds.count("segnalazione_24h") == 1


def test_abolition_is_an_entry() -> None:
    with termini.override("comunicazione_hours", None):
        decisione = decide(parse_caso(case("C010")))
    assert decisione.adempimenti == ()
    assert decisione.nessun_obbligo_inail is not None
    assert decisione.nessun_obbligo_inail.regole == ("R-COM-48H",)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2028, date(2028, 4, 16)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_holidays_of_a_year() -> None:
    weekdays = sorted(day for day in holidays(2026) if day.weekday() != 6)
    assert [f"{day:%d/%m}" for day in weekdays] == [
        "01/01",
        "06/01",
        "06/04",
        "25/04",
        "01/05",
        "02/06",
        "15/08",
        "08/12",
        "25/12",
        "26/12",
    ]
    assert len([day for day in holidays(2026) if day.weekday() == 6]) == 52
    assert holidays(2026, roma=True) - holidays(2026) == {date(2026, 6, 29)}
    assert date(2025, 10, 4) not in holidays(2025)
    assert date(2027, 10, 4) in holidays(2027)


def test_past_the_last_known_year_it_raises() -> None:
    assert next_working_day(date(2040, 12, 25)) == date(2040, 12, 27)
    with pytest.raises(CalendarioEsaurito, match="fino al 2040"):
        holidays(2041)


def test_the_literal_fourth_day_is_shown_beside_the_practice() -> None:
    owed = decide(parse_caso(case("C045"))).adempimenti[1]
    assert owed.tipo is TipoAdempimento.DENUNCIA
    assert [one.lettura for one in owed.alternative] == ["quarto_giorno"]
    assert owed.starts_at == datetime(2026, 5, 14, 10, 0, tzinfo=UTC)


def test_the_worked_example_of_the_guide() -> None:
    """docs/scadenze.md: three days for certificates received from 1 January 2027."""
    entry = Entry(
        date(2027, 1, 1),
        date(2026, 11, 10),
        3,
        (Fonte("L. 999/2026", "art. 4"),),
        Confidenza.ALTA,
    )
    new_year = case("C034")  # received on Thursday 31 December 2026
    after = case(
        "C034", certificati=[{**new_year["certificati"][0], "ricevuto_il": "2027-01-04T09:00"}]
    )
    with termini.added_entry("denuncia_days", entry):
        assert terms(new_year) == [("denuncia", "2027-01-02T23:59:59+01:00")]
        assert terms(after) == [("denuncia", "2027-01-07T23:59:59+01:00")]


def test_the_guide_lists_every_rule_and_every_table() -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "scadenze.md").read_text("utf-8")
    tables = [name for name in termini.TABLES if not name.startswith(("festivo_", "copertura_"))]
    assert [name for name in (*REGOLE, *tables) if f"| `{name}` |" not in guide] == []
