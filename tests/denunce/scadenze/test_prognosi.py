"""Until when a later certificate could still turn a comunicazione into a denuncia."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from denunce.scadenze import Facts, parse_caso, short_prognosis_until

# Tuesday 10 March 2026, in the morning; each row: what the certificates say, the day to ask about.
EVENT = "2026-03-10T10:15"
MARCH = {day: f"2026-03-{day:02}" for day in range(1, 32)}


def cert(n: int, received: int, dal: int | None, al: int | None, **other: Any) -> dict[str, Any]:
    given = {"prognosi_dal": MARCH[dal], "prognosi_al": MARCH[al]} if dal and al else {}
    return {
        "numero": f"K{n:011}",
        "tipo": "primo" if n == 1 else "continuativo",
        "rilasciato_il": f"{MARCH[received]}T11:00",
        "ricevuto_il": f"{MARCH[received]}T12:00",
        **given,
        **other,
    }


def asked(*certificati: dict[str, Any], persona: str = "lavoratore", **other: Any) -> date | None:
    case = {
        "evento": {"tipo": "infortunio", "avvenuto_il": EVENT},
        "persona": persona,
        "certificati": list(certificati),
        **other,
    }
    facts: Facts = parse_caso(case)
    return short_prognosis_until(facts)


TWO_DAYS = cert(1, 10, 11, 12)
TABLE = [
    ("nessun certificato", (), None),
    ("la prognosi finisce il giorno dell’evento", (cert(1, 10, 10, 10),), None),
    ("due giorni", (TWO_DAYS,), 12),
    ("dal giorno dell’evento, due giorni dopo", (cert(1, 10, 10, 12),), 12),
    ("tre giorni, fino a venerdì", (cert(1, 10, 11, 13),), 13),
    ("quattro giorni: già denuncia", (cert(1, 10, 11, 14),), None),
    ("un continuativo che resta sotto", (TWO_DAYS, cert(2, 12, 13, 13)), 13),
    ("un continuativo oltre: già denuncia", (TWO_DAYS, cert(2, 12, 13, 20)), None),
    ("un intervallo all’inizio, fino a domenica", (cert(1, 13, 13, 15),), 15),
    ("un intervallo in mezzo", (cert(1, 10, 11, 11), cert(2, 16, 16, 17)), 17),
    ("due certificati sovrapposti", (TWO_DAYS, cert(2, 11, 11, 13)), 13),
    ("definitivo fino all’ultimo giorno", (TWO_DAYS, cert(2, 12, 12, 12, tipo="definitivo")), None),
    ("definitivo senza prognosi", (TWO_DAYS, cert(2, 12, None, None, tipo="definitivo")), None),
    ("definitivo da solo", (cert(1, 12, 11, 12, tipo="definitivo"),), None),
    (
        "definitivo e poi riammissione",
        (
            cert(1, 10, 11, 11),
            cert(2, 11, None, None, tipo="definitivo"),
            cert(3, 16, 16, 17, tipo="riammissione"),
        ),
        17,
    ),
    ("non ancora ricevuto", (cert(1, 10, 11, 12, ricevuto_il=None),), None),
    (
        "un continuativo ritirato in tempo non conta",
        (TWO_DAYS, cert(2, 12, 13, 13, annullato_il=f"{MARCH[12]}T13:00")),
        12,
    ),
]


@pytest.mark.parametrize(
    ("certificati", "day"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_the_day_to_ask_about(certificati: tuple[dict[str, Any], ...], day: int | None) -> None:
    assert asked(*certificati) == (date(2026, 3, day) if day else None)


def test_nobody_is_asked_where_no_denuncia_can_follow() -> None:
    assert asked(TWO_DAYS, persona="non_assicurato_inail") is None
    assert asked(TWO_DAYS, persona="domestico") is None  # no comunicazione to turn
    assert asked(TWO_DAYS, gravita={"mortale": True, "decesso_il": "2026-03-10T11:00"}) is None


def test_a_disease_has_no_fourth_day() -> None:
    facts = parse_caso(
        {
            "evento": {"tipo": "malattia_professionale", "manifestata_il": "2026-03-01"},
            "persona": "lavoratore",
            "certificati": [TWO_DAYS],
        }
    )
    assert short_prognosis_until(facts) is None
