"""Fines for a duty done late, the least and the most, in cents of euro.

The engine computes no fine: pages show the range beside an expired term. The denuncia and the
comunicazione of one event are never added up (D.Lgs. 81/2008 art. 55 c. 6).
"""

from __future__ import annotations

from datetime import date

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table

ALTA, MEDIA = Confidenza.ALTA, Confidenza.MEDIA
_L_296 = Fonte(atti.L_296_2006, "art. 1 c. 1177")
_ART_55 = Fonte(atti.DLGS_81_2008, "art. 55 c. 5 lett. h")
_COMPUTED = "importo rivalutato con un calcolo: da verificare sulle tabelle dell'Ispettorato"


def _denuncia(name: str, titolo: str, old: int, new: int) -> Table:
    former = Entry(HORIZON, atti.L_561_1993_PUBLISHED, old, (Fonte(atti.L_561_1993, ""),), ALTA)
    today = Entry(date(2007, 1, 1), atti.L_296_2006_PUBLISHED, new, (_L_296,), ALTA)
    return Table(name, titolo, (former, today))


def _comunicazione(name: str, titolo: str, *amounts: int) -> Table:
    """The amounts from 12/10/2017, 1/7/2018, 1/1/2019, 6/10/2023, as they were revalued."""
    first, second, third, last = amounts
    dd_2018 = Fonte(atti.DD_INL_12_2018, "rivalutazione dell'1,9%")
    l_145 = Fonte(atti.L_145_2018, "art. 1 c. 445 lett. d")
    dd_2023 = Fonte(atti.DD_INL_111_2023, "rivalutazione del 15,9%")
    return Table(
        name,
        titolo,
        (
            Entry(HORIZON, atti.DLGS_81_2008_PUBLISHED, None, (_ART_55,), ALTA, "non in vigore"),
            Entry(date(2017, 10, 12), atti.L_19_2017_PUBLISHED, first, (_ART_55,), ALTA),
            Entry(date(2018, 7, 1), date(2018, 6, 6), second, (_ART_55, dd_2018), MEDIA, _COMPUTED),
            Entry(date(2019, 1, 1), date(2018, 12, 31), third, (_ART_55, l_145), MEDIA, _COMPUTED),
            Entry(date(2023, 10, 6), date(2023, 10, 6), last, (_ART_55, dd_2023), MEDIA, _COMPUTED),
        ),
    )


TABLES = (
    _denuncia(
        "sanzione_denuncia_min", "denuncia in ritardo o omessa: sanzione minima", 25_823, 129_000
    ),
    _denuncia(
        "sanzione_denuncia_max", "denuncia in ritardo o omessa: sanzione massima", 154_937, 774_500
    ),
    _comunicazione(
        "sanzione_comunicazione_min",
        "comunicazione in ritardo o omessa: sanzione minima",
        54_800,
        55_841,
        61_425,
        71_192,
    ),
    _comunicazione(
        "sanzione_comunicazione_max",
        "comunicazione in ritardo o omessa: sanzione massima",
        197_280,
        201_028,
        221_131,
        256_291,
    ),
)
