"""Holidays with civil effect (L. 260/1949 art. 2 as amended), one table for each.

19 March, Ascension, Corpus Domini and 4 November are still printed in art. 2 but lost their
civil effect with L. 54/1977: they are not here on purpose. Patron saints do not count, except
29 June for Rome (D.P.R. 792/1985).
"""

from __future__ import annotations

from datetime import date

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table

# The last year whose holidays are known: later dates raise, they are never guessed.
LAST_KNOWN_YEAR = 2040

ALTA = Confidenza.ALTA
_ART_2 = (Fonte(atti.L_260_1949, "art. 2"),)


def _always(name: str, titolo: str) -> Table:
    entry = Entry(HORIZON, atti.L_260_1949_PUBLISHED, True, _ART_2, ALTA)
    return Table(f"festivo_{name}", titolo, (entry,))


SUNDAY = _always("domenica", "ogni domenica")
EASTER_MONDAY = _always("lunedi_angelo", "lunedì dell'Angelo")

# Holidays on a fixed day: table, month, day.
FIXED = (
    (_always("capodanno", "1 gennaio"), 1, 1),
    (
        Table(
            "festivo_epifania",
            "6 gennaio, Epifania",
            (
                Entry(
                    HORIZON,
                    atti.DPR_792_1985_PUBLISHED,
                    True,
                    (*_ART_2, Fonte(atti.DPR_792_1985, "art. 1")),
                    ALTA,
                ),
            ),
        ),
        1,
        6,
    ),
    (_always("liberazione", "25 aprile"), 4, 25),
    (_always("lavoro", "1 maggio"), 5, 1),
    (
        Table(
            "festivo_repubblica",
            "2 giugno, Repubblica",
            (
                Entry(
                    HORIZON,
                    atti.L_336_2000_PUBLISHED,
                    True,
                    (Fonte(atti.L_336_2000, "art. 1"),),
                    ALTA,
                ),
            ),
        ),
        6,
        2,
    ),
    (_always("ferragosto", "15 agosto"), 8, 15),
    (
        Table(
            "festivo_san_francesco",
            "4 ottobre, San Francesco d'Assisi",
            (
                Entry(
                    HORIZON,
                    atti.L_260_1949_PUBLISHED,
                    False,
                    _ART_2,
                    ALTA,
                    "non festivo agli effetti civili",
                ),
                Entry(
                    date(2026, 1, 1),
                    atti.L_151_2025_PUBLISHED,
                    True,
                    (Fonte(atti.L_151_2025, "art. 1"),),
                    ALTA,
                ),
            ),
        ),
        10,
        4,
    ),
    (_always("ognissanti", "1 novembre"), 11, 1),
    (_always("immacolata", "8 dicembre"), 12, 8),
    (_always("natale", "25 dicembre"), 12, 25),
    (_always("santo_stefano", "26 dicembre"), 12, 26),
)

ROMA = Table(
    "festivo_pietro_e_paolo",
    "29 giugno, santi Pietro e Paolo (solo comune di Roma)",
    (
        Entry(
            HORIZON,
            atti.DPR_792_1985_PUBLISHED,
            True,
            (Fonte(atti.DPR_792_1985, "art. 1"), Fonte("Cass. 17079/2007", "")),
            ALTA,
        ),
    ),
)
ROMA_MONTH, ROMA_DAY = 6, 29

TABLES = (SUNDAY, EASTER_MONDAY, *(table for table, _, _ in FIXED), ROMA)
