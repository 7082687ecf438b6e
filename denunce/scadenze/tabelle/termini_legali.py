"""Terms and thresholds set by law, with the unit in the title."""

from __future__ import annotations

from datetime import date

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table

ALTA, MEDIA, BASSA = Confidenza.ALTA, Confidenza.MEDIA, Confidenza.BASSA

TABLES = (
    Table(
        "denuncia_days",
        "denuncia di infortunio: giorni dal giorno dopo la ricezione dei riferimenti",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                2,
                (
                    Fonte(atti.TU_1965, "art. 53 c. 1 (testo originario)"),
                    Fonte(atti.CIRC_INAIL_22_1998, "computo dei giorni"),
                ),
                MEDIA,
                "due giorni dalla notizia; testo integrale della circolare da verificare",
            ),
            Entry(
                atti.DLGS_151_2015_IN_FORCE,
                atti.DLGS_151_2015_PUBLISHED,
                2,
                (
                    Fonte(atti.TU_1965, "art. 53 c. 1"),
                    Fonte(atti.DLGS_151_2015, "art. 21"),
                    Fonte(atti.CIRC_INAIL_24_2021, "computo del termine"),
                ),
                ALTA,
                "con i riferimenti del certificato già trasmesso dal medico",
            ),
        ),
    ),
    Table(
        "comunicazione_hours",
        "comunicazione di infortunio: ore dalla ricezione del certificato",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                None,
                (Fonte(atti.DLGS_81_2008, "art. 18 c. 1-bis"),),
                ALTA,
                "obbligo non ancora in vigore",
            ),
            Entry(
                date(2017, 10, 12),
                atti.L_19_2017_PUBLISHED,
                48,
                (
                    Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"),
                    Fonte(atti.DM_183_2016, "decorrenza"),
                    Fonte(atti.L_19_2017, "decorrenza spostata al 12/10/2017"),
                ),
                ALTA,
                "per gli eventi dal 12/10/2017; computo ufficiale delle ore da verificare",
            ),
        ),
    ),
    Table(
        "segnalazione_hours",
        "segnalazione di morte o pericolo di morte: ore dall'infortunio",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                24,
                (Fonte(atti.TU_1965, "art. 53 c. 2"),),
                MEDIA,
                "con qualunque mezzo che consenta di provare l'invio",
            ),
        ),
    ),
    Table(
        "mp_days",
        "denuncia di malattia professionale: giorni dal giorno dopo la ricezione",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                5,
                (
                    Fonte(atti.TU_1965, "art. 53 c. 5"),
                    Fonte(atti.CIRC_INAIL_22_1998, "computo dei giorni"),
                ),
                ALTA,
            ),
        ),
    ),
    Table(
        "medico_agri_days",
        "malattia professionale agricola: giorni del medico dalla prima visita",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                10,
                (Fonte(atti.TU_1965, "art. 251"),),
                ALTA,
            ),
        ),
    ),
    Table(
        "lavoratore_mp_days",
        "avviso del lavoratore al datore: giorni dalla manifestazione della malattia",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                15,
                (Fonte(atti.TU_1965, "art. 52 c. 2"),),
                ALTA,
                "il ritardo fa perdere l'indennizzo solo per il tempo prima della denuncia",
            ),
        ),
    ),
    Table(
        "medico_cert_days",
        "trasmissione del certificato: giorni dopo la prima assistenza, entro le ore 24",
        (
            Entry(
                HORIZON,
                atti.CIRC_INAIL_10_2016_PUBLISHED,
                1,
                (
                    Fonte(atti.TU_1965, "art. 53 c. 8"),
                    Fonte(atti.CIRC_INAIL_10_2016, "entro le 24 del giorno successivo"),
                ),
                MEDIA,
                "fino al 21/3/2016 la trasmissione non era telematica: da verificare",
            ),
        ),
    ),
    Table(
        "ps_days",
        "denuncia all'autorità di pubblica sicurezza: giorni",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                2,
                (Fonte(atti.TU_1965, "art. 54"),),
                ALTA,
            ),
        ),
    ),
    Table(
        "ps_absence_days",
        "denuncia all'autorità di pubblica sicurezza: dovuta oltre questi giorni di assenza",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                3,
                (Fonte(atti.TU_1965, "art. 54 (testo originario)"),),
                MEDIA,
                "prima della riforma l'obbligo scattava oltre i tre giorni: da verificare",
            ),
            Entry(
                atti.DLGS_151_2015_IN_FORCE,
                atti.DLGS_151_2015_PUBLISHED,
                30,
                (Fonte(atti.TU_1965, "art. 54"), Fonte(atti.DLGS_151_2015, "art. 21")),
                ALTA,
                "solo infortuni mortali o con prognosi superiore a trenta giorni",
            ),
        ),
    ),
    Table(
        "franchigia_days",
        "franchigia: la denuncia è dovuta oltre questi giorni di assenza",
        (
            Entry(
                HORIZON,
                atti.TU_1965_PUBLISHED,
                3,
                (Fonte(atti.TU_1965, "art. 53 c. 1"), Fonte(atti.TU_1965, "art. 71")),
                ALTA,
                "il giorno dell'infortunio non si conta",
            ),
        ),
    ),
    Table(
        "assicurazione_statutory_days",
        "denuncia alla compagnia: giorni se la polizza non dice altro",
        (
            Entry(
                HORIZON,
                atti.CODICE_CIVILE_PUBLISHED,
                3,
                (Fonte(atti.CODICE_CIVILE, "art. 1913"),),
                ALTA,
            ),
        ),
    ),
)
