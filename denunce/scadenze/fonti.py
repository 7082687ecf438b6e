"""Each rule of the engine with its title, acts, articles and confidence, declared once."""

from __future__ import annotations

from dataclasses import dataclass

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import Confidenza

ALTA, MEDIA, BASSA = Confidenza.ALTA, Confidenza.MEDIA, Confidenza.BASSA


@dataclass(frozen=True, slots=True)
class Regola:
    """A rule: stable id, Italian title, sources, confidence, what still needs checking."""

    codice: str
    titolo: str
    fonti: tuple[Fonte, ...]
    confidence: Confidenza
    da_verificare: str = ""


_ALL = (
    Regola(
        "R-DEN-2G",
        "denuncia entro due giorni dalla ricezione dei riferimenti del certificato",
        (
            Fonte(atti.TU_1965, "art. 53 c. 1"),
            Fonte(atti.DLGS_151_2015, "art. 21"),
            Fonte(atti.CIRC_INAIL_24_2021, "computo del termine"),
        ),
        ALTA,
    ),
    Regola(
        "R-DEN-PROL",
        "denuncia per inabilità che si prolunga oltre il terzo giorno",
        (
            Fonte(atti.TU_1965, "art. 53 c. 3"),
            Fonte(atti.CIRC_INAIL_10_2016, "riferimenti del nuovo certificato"),
        ),
        MEDIA,
        "la legge fa decorrere il termine dal quarto giorno, la prassi dal nuovo certificato",
    ),
    Regola(
        "R-DEN-NAV",
        "denuncia il giorno del primo approdo",
        (Fonte(atti.TU_1965, "art. 53 c. 7"),),
        MEDIA,
        "approdo in giorno festivo: nessuna fonte trovata",
    ),
    Regola(
        "R-COM-48H",
        "comunicazione a fini statistici entro 48 ore dalla ricezione",
        (
            Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"),
            Fonte(atti.DM_183_2016, ""),
            Fonte(atti.CIRC_INAIL_42_2017, ""),
        ),
        MEDIA,
        "computo ufficiale delle 48 ore",
    ),
    Regola(
        "R-NONINAIL",
        "persone non assicurate all'INAIL: comunicazione qualunque sia la prognosi",
        (Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"), Fonte(atti.CIRC_INAIL_42_2017, "")),
        ALTA,
    ),
    Regola(
        "R-24H",
        "segnalazione entro 24 ore di morte o pericolo di morte",
        (Fonte(atti.TU_1965, "art. 53 c. 2"),),
        MEDIA,
        "decorrenza quando il pericolo o il decesso sono conosciuti dopo",
    ),
    Regola(
        "R-MP-5G",
        "denuncia di malattia professionale entro cinque giorni",
        (Fonte(atti.TU_1965, "art. 53 c. 5"), Fonte(atti.CIRC_INAIL_22_1998, "computo")),
        ALTA,
    ),
    Regola(
        "R-MP-MED-10G",
        "malattia agricola: certificato-denuncia del medico entro dieci giorni",
        (Fonte(atti.TU_1965, "art. 251"),),
        ALTA,
    ),
    Regola(
        "R-MP-LAV-15G",
        "avviso del lavoratore al datore entro quindici giorni",
        (Fonte(atti.TU_1965, "art. 52 c. 2"),),
        ALTA,
    ),
    Regola(
        "R-CERT-MED",
        "trasmissione del certificato entro le 24 del giorno dopo la prima assistenza",
        (
            Fonte(atti.TU_1965, "art. 53 c. 8"),
            Fonte(atti.CIRC_INAIL_10_2016, ""),
        ),
        ALTA,
    ),
    Regola(
        "R-PS-2G",
        "denuncia all'autorità di pubblica sicurezza entro due giorni",
        (Fonte(atti.TU_1965, "art. 54"),),
        ALTA,
    ),
    Regola(
        "R-ASS",
        "denuncia alla compagnia di assicurazione della scuola",
        (Fonte(atti.CODICE_CIVILE, "art. 1913"), Fonte("polizza", "termine contrattuale")),
        ALTA,
        "il termine è un dato di polizza",
    ),
    Regola(
        "R-FEST",
        "termine che scade in giorno festivo: primo giorno non festivo",
        (
            Fonte(atti.CPC, "art. 155 c. 4"),
            Fonte(atti.L_260_1949, "art. 2"),
            Fonte(atti.CIRC_INAIL_22_1998, ""),
        ),
        ALTA,
    ),
    Regola(
        "R-DOM",
        "lavoratori domestici: denuncia via PEC o posta, mai comunicazione",
        (Fonte(atti.DLGS_81_2008, "art. 2 c. 1 lett. a"),),
        ALTA,
    ),
    Regola(
        "R-ASSORB",
        "la denuncia inviata in tempo assorbe la comunicazione",
        (Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"), Fonte(atti.CIRC_INAIL_42_2017, "")),
        ALTA,
    ),
    Regola(
        "R-COV-STUD",
        "tutela degli alunni nelle attività scolastiche",
        (
            Fonte(atti.TU_1965, "art. 4 n. 5"),
            Fonte(atti.DL_48_2023, "art. 18"),
            Fonte(atti.DL_90_2025, "art. 2-ter"),
        ),
        ALTA,
    ),
    Regola(
        "R-COV-ITIN-STUD",
        "alunno nel tragitto casa-scuola: evento non tutelato",
        (
            Fonte(atti.CIRC_INAIL_79_2004, ""),
            Fonte(atti.CIRC_INAIL_45_2023, ""),
            Fonte(atti.CIRC_INAIL_1_2026, ""),
        ),
        ALTA,
    ),
    Regola(
        "R-COV-ITIN-FSL",
        "studente in formazione scuola-lavoro tra casa e struttura ospitante",
        (Fonte(atti.DL_159_2025, "art. 7"), Fonte(atti.CIRC_INAIL_1_2026, "")),
        ALTA,
    ),
    Regola(
        "R-COV-SCUOLA-OSP",
        "studente tra scuola e struttura ospitante",
        (Fonte(atti.CIRC_INAIL_44_2016, ""),),
        ALTA,
    ),
    Regola(
        "R-NESSUNA-0",
        "nessun giorno di assenza dopo quello dell'evento",
        (Fonte(atti.TU_1965, "art. 71"), Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r")),
        ALTA,
    ),
    Regola(
        "R-NESSUNA-NOCERT",
        "nessun certificato ricevuto con una prognosi: il termine non decorre",
        (Fonte(atti.CIRC_INAIL_10_2016, "riferimenti del certificato"),),
        ALTA,
    ),
    Regola(
        "R-ART203",
        "titolare artigiano: denuncia per sé, senza sanzione amministrativa",
        (Fonte(atti.TU_1965, "art. 203"), Fonte("Cass. 7225/2024", "")),
        ALTA,
        "decorrenza dall'evento secondo una pagina INAIL",
    ),
)

REGOLE: dict[str, Regola] = {regola.codice: regola for regola in _ALL}

_fonti_of: dict[tuple[str, ...], tuple[Fonte, ...]] = {}


def fonti_of(regole: tuple[str, ...]) -> tuple[Fonte, ...]:
    """The sources of some rules together, each once, in the order of the rules."""
    known = _fonti_of.get(regole)
    if known is None:
        known = tuple(dict.fromkeys(f for codice in regole for f in REGOLE[codice].fonti))
        _fonti_of[regole] = known
    return known
