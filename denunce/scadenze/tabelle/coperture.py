"""Who is covered by INAIL, by date (table 4.1). Values: "si", "limitata", "no"."""

from __future__ import annotations

from datetime import date

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table

ALTA, MEDIA = Confidenza.ALTA, Confidenza.MEDIA

ANNO_2023 = date(2023, 9, 1)
ANNO_2024 = date(2024, 9, 1)
ANNO_2025 = date(2025, 9, 1)

_TU_SCUOLA = (
    Fonte(atti.TU_1965, "art. 4 n. 5"),
    Fonte(atti.TU_1965, "art. 1 n. 28"),
)


def _reform() -> tuple[Entry, Entry, Entry]:
    """The three acts that widened school cover from September 2023 on."""
    return (
        Entry(
            ANNO_2023,
            atti.DL_48_2023_PUBLISHED,
            "si",
            (Fonte(atti.DL_48_2023, "art. 18"), Fonte(atti.CIRC_INAIL_45_2023, "")),
            ALTA,
            "a.s. 2023/24: ogni attività di insegnamento e apprendimento",
        ),
        Entry(
            ANNO_2024,
            atti.DL_113_2024_PUBLISHED,
            "si",
            (Fonte(atti.DL_113_2024, "art. 9"),),
            ALTA,
            "proroga all'a.s. 2024/25",
        ),
        Entry(
            ANNO_2025,
            atti.DL_90_2025_PUBLISHED,
            "si",
            (Fonte(atti.DL_90_2025, "art. 2-ter"), Fonte(atti.CIRC_INAIL_1_2026, "")),
            ALTA,
            "tutela permanente dall'a.s. 2025/26",
        ),
    )


TABLES = (
    Table(
        "copertura_lavoratore",
        "lavoratori assicurati, infortunio in itinere compreso",
        (
            Entry(
                HORIZON,
                atti.DLGS_38_2000_PUBLISHED,
                "si",
                (Fonte(atti.TU_1965, "artt. 1-4"), Fonte(atti.DLGS_38_2000, "art. 12")),
                ALTA,
            ),
        ),
    ),
    Table(
        "copertura_non_assicurato",
        "persone non assicurate all'INAIL",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                "no",
                (Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"),),
                ALTA,
                "resta la comunicazione a fini statistici",
            ),
        ),
    ),
    Table(
        "copertura_studente_laboratorio",
        "alunno in laboratorio, esercitazione pratica o educazione fisica",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                "si",
                (*_TU_SCUOLA, Fonte(atti.CIRC_INAIL_79_2004, "")),
                ALTA,
            ),
            *_reform(),
        ),
    ),
    Table(
        "copertura_studente",
        "alunno in ogni altra attività scolastica, gite e mensa comprese",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                "no",
                _TU_SCUOLA,
                ALTA,
                "fino al 31/8/2023 tutela solo per esercitazioni e attività elencate",
            ),
            *_reform(),
        ),
    ),
    Table(
        "copertura_studente_itinere",
        "alunno nel tragitto casa-scuola",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                "no",
                (
                    Fonte(atti.CIRC_INAIL_79_2004, ""),
                    Fonte(atti.CIRC_INAIL_45_2023, ""),
                    Fonte(atti.CIRC_INAIL_1_2026, ""),
                ),
                ALTA,
            ),
        ),
    ),
    Table(
        "copertura_fsl_ospitante",
        "studente in formazione scuola-lavoro presso la struttura ospitante",
        (
            Entry(
                HORIZON,
                atti.CIRC_INAIL_44_2016_PUBLISHED,
                "si",
                (*_TU_SCUOLA, Fonte(atti.CIRC_INAIL_44_2016, "")),
                ALTA,
            ),
        ),
    ),
    Table(
        "copertura_fsl_scuola_ospitante",
        "studente nel tragitto tra scuola e struttura ospitante",
        (
            Entry(
                HORIZON,
                atti.CIRC_INAIL_44_2016_PUBLISHED,
                "si",
                (Fonte(atti.CIRC_INAIL_44_2016, ""),),
                ALTA,
                "prolungamento dell'esercitazione",
            ),
        ),
    ),
    Table(
        "copertura_fsl_itinere",
        "studente nel tragitto tra casa e struttura ospitante",
        (
            Entry(
                HORIZON,
                atti.CIRC_INAIL_44_2016_PUBLISHED,
                "no",
                (Fonte(atti.CIRC_INAIL_44_2016, ""),),
                ALTA,
            ),
            Entry(
                ANNO_2023,
                atti.DL_159_2025_PUBLISHED,
                "si",
                (Fonte(atti.DL_159_2025, "art. 7"), Fonte(atti.CIRC_INAIL_1_2026, "")),
                ALTA,
                "interpretazione autentica: vale dall'a.s. 2023/24",
            ),
        ),
    ),
    Table(
        "copertura_personale",
        "personale scolastico, in ogni luogo",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                "limitata",
                _TU_SCUOLA,
                MEDIA,
                "docenti: fino al 31/8/2023 rischio limitato a laboratori ed esercitazioni",
            ),
            *_reform(),
        ),
    ),
)
