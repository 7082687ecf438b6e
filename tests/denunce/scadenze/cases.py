"""The worked cases, and what it means that an answer agrees with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"
Json = dict[str, Any]


def load_cases(name: str) -> list[Json]:
    """The worked cases of one file of `tests/data`."""
    document = json.loads((DATA / name).read_text(encoding="utf-8"))
    cases: list[Json] = document["casi"]
    return cases


SHARED = load_cases("scadenze.json")
OURS = load_cases("scadenze_nostre.json")
ALL = [*SHARED, *OURS]


def case_id(case: Json) -> str:
    return str(case["caso"].get("id") or case["titolo"])


def disagreements(atteso: Json, answer: Json, *, exact: bool = False) -> list[str]:
    """Where an answer of `valuta` does not hold what the case expects.

    Of `atteso` the keys that are present must hold; an absent key asserts nothing. Beyond the
    contract our own cases may give warning codes, reading names, `prudenziale`, `obbligato` and
    the paths of the errors: then those must hold too. `exact`: the rules listed are all of them
    (of the shared cases, at least those listed must be there).
    """
    if "errori" in atteso or "errori" in answer:
        return _errors(atteso, answer)
    found = [
        f"{key}: {answer[key]!r} instead of {atteso[key]!r}"
        for key in ("giorni_assenza", "tutela_inail")
        if key in atteso and answer[key] != atteso[key]
    ]
    if "adempimenti" in atteso:
        found += _obligations(atteso["adempimenti"], answer["adempimenti"], exact)
    if "nessun_obbligo_inail" in atteso:
        found += _nothing(atteso["nessun_obbligo_inail"], answer["nessun_obbligo_inail"])
    if "avvisi" in atteso and bool(atteso["avvisi"]) != bool(answer["avvisi"]):
        found.append(f"avvisi: {answer['avvisi']}")
    if "codici_avvisi" in atteso:
        codes = [avviso["codice"] for avviso in answer["avvisi"]]
        if sorted(codes) != sorted(atteso["codici_avvisi"]):
            found.append(f"codici_avvisi: {codes}")
    if "cosa_cambierebbe" in atteso and answer["cosa_cambierebbe"] != atteso["cosa_cambierebbe"]:
        found.append(f"cosa_cambierebbe: {answer['cosa_cambierebbe']}")
    return found


def _errors(atteso: Json, answer: Json) -> list[str]:
    if ("errori" in atteso) != ("errori" in answer):
        return [f"errori: {answer.get('errori')}"]
    paths = [error["campo"] for error in answer["errori"]]
    if "campi" in atteso and sorted(paths) != sorted(atteso["campi"]):
        return [f"campi: {paths}"]
    return []


def _nothing(expected: Json | None, given: Json | None) -> list[str]:
    if (expected is None) != (given is None):
        return [f"nessun_obbligo_inail: {given}"]
    if expected and given and expected["regole"] != given["regole"]:
        return [f"nessun_obbligo_inail: {given}"]
    return []


def _obligations(expected: list[Json], given: list[Json], exact: bool) -> list[str]:
    wanted = [(one["tipo"], one["termine"]) for one in expected]
    got = [(one["tipo"], one["termine"]) for one in given]
    if wanted != got:
        return [f"adempimenti: {got} instead of {wanted}"]
    found = []
    for want, have in zip(expected, given, strict=True):
        listed, given_rules = set(want.get("regole", [])), set(have["regole"])
        if not listed <= given_rules or (exact and listed != given_rules):
            found.append(f"regole: {have['regole']} instead of {want['regole']}")
        found += [
            f"{key}: {have[key]!r} instead of {want[key]!r}"
            for key in ("prudenziale", "obbligato")
            if key in want and have[key] != want[key]
        ]
        readings = {one["lettura"]: one["termine"] for one in have["alternative"]}
        if "alternative" in want and readings != want["alternative"]:
            found.append(f"alternative: {readings} instead of {want['alternative']}")
    return found
