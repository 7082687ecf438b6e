"""Every worked case, ours and the shared ones, through the whole path of `valuta`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from denunce.scadenze import termini
from denunce.scadenze.cli import answer_case, evaluate
from denunce.scadenze.fonti import REGOLE
from denunce.scadenze.tabelle.voci import Entry
from tests.denunce.scadenze.cases import ALL, OURS, SHARED, Json, case_id, disagreements


@pytest.mark.parametrize("case", SHARED, ids=case_id)
def test_shared_case(case: Json) -> None:
    answer, _ = answer_case(case["caso"])
    assert disagreements(case["atteso"], answer) == []


@pytest.mark.parametrize("case", OURS, ids=case_id)
def test_our_case(case: Json) -> None:
    answer, _ = answer_case(case["caso"])
    assert disagreements(case["atteso"], answer) == [], case["perche"]
