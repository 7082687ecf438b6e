"""Every worked case, ours and the shared ones, through the whole path of `valuta`."""

from __future__ import annotations

import pytest

from denunce.scadenze import all_entries, explain, parse_caso, termini
from denunce.scadenze.cli import answer_case
from denunce.scadenze.fonti import REGOLE
from denunce.scadenze.frasi import AVVISI, MOTIVI, PASSI
from denunce.scadenze.tabelle.voci import Entry, Table, Value
from tests.denunce.scadenze.cases import ALL, OURS, SHARED, Json, case_id, disagreements

VALID = [case for case in ALL if "errori" not in case["atteso"]]


@pytest.mark.parametrize("case", SHARED, ids=case_id)
def test_shared_case(case: Json) -> None:
    answer, _ = answer_case(case["caso"])
    assert disagreements(case["atteso"], answer) == []


@pytest.mark.parametrize("case", OURS, ids=case_id)
def test_our_case(case: Json) -> None:
    answer, _ = answer_case(case["caso"])
    assert disagreements(case["atteso"], answer, exact=True) == [], case["perche"]


def test_the_table_of_cases_is_large_and_every_case_says_why() -> None:
    assert len(SHARED) == 73
    assert len(ALL) >= 450
    assert all(case["perche"] and case["titolo"] for case in ALL)


def test_every_rule_is_hit() -> None:
    hit: set[str] = set()
    for case in VALID:
        answer, _ = answer_case(case["caso"])
        for owed in answer["adempimenti"]:  # type: ignore[attr-defined]
            hit.update(owed["regole"])
        hit.update((answer["nessun_obbligo_inail"] or {}).get("regole", []))  # type: ignore[attr-defined]
    assert set(REGOLE) - hit == set()


def other(value: Value) -> Value:
    """A different value that the same table could hold."""
    if value is None:
        return 48
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 400 if value == 365 else value + 7
    return {"si": "no", "no": "si", "limitata": "no", "hours48": "days2"}.get(value, "event")


def answers(case: Json) -> Json:
    answer, _ = answer_case(case["caso"])
    return {key: value for key, value in answer.items() if key != "regole_del"}


def test_every_table_entry_decides_some_case() -> None:
    """Another value in an entry changes the answer of at least one worked case.

    The fines decide nothing: pages show them (tests/denunce/test_schede.py).
    """
    before = [answers(case) for case in VALID]
    idle = [
        f"{table.name} {entry.effective_from}"
        for table, entry in all_entries()
        if not table.name.startswith("sanzione_") and not _matters(table, entry, before)
    ]
    assert idle == []


def _matters(table: Table, entry: Entry, before: list[Json]) -> bool:
    with termini.override(table.name, other(entry.value), on=entry.effective_from):
        return any(answers(case) != known for case, known in zip(VALID, before, strict=True))


def test_every_sentence_is_used_and_readable() -> None:
    steps: set[str] = set()
    warned: set[str] = set()
    reasons: set[str] = set()
    for case in VALID:
        decisione = explain(parse_caso(case["caso"]))
        for owed in decisione.adempimenti:
            steps.update(passo.codice for passo in owed.passi)
            assert all("{" not in passo.testo and passo.testo.endswith(".") for passo in owed.passi)
        warned.update(avviso.codice for avviso in decisione.avvisi)
        if decisione.nessun_obbligo_inail is not None:
            reasons.add(decisione.nessun_obbligo_inail.motivo)
    assert set(PASSI) - steps == {"tutela_R-COV-ITIN-STUD"}  # never covered, up to today's law
    assert set(AVVISI) - warned == set()
    assert set(MOTIVI.values()) - reasons == set()


def test_null_is_the_same_as_absent() -> None:
    """Leaving out the nulls of every case changes nothing."""
    for case in VALID:
        full, stripped = case["caso"], _without_nulls(case["caso"])
        assert answer_case(full)[0] == answer_case(stripped)[0], case_id(case)


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value
