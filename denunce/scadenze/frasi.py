"""Every Italian sentence of the engine, one for each code, and how values are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from denunce.scadenze.counting import to_rome
from denunce.scadenze.results import Avviso, Passo, Valore

_GIORNI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
_NUMERI = (
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
)
_MESI = (
    "",
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)

# Steps of a derivation.
PASSI: dict[str, str] = {
    "tutela_R-COV-STUD": "L'attività scolastica è tutelata dall'INAIL alla data dell'evento.",
    # Not reachable under today's law: a table entry that covers the journey would need it.
    "tutela_R-COV-ITIN-STUD": "Il tragitto casa-scuola è tutelato alla data dell'evento.",
    "tutela_R-COV-ITIN-FSL": "Il tragitto tra casa e struttura ospitante è tutelato alla data "
    "dell'evento.",
    "tutela_R-COV-SCUOLA-OSP": "Il tragitto tra scuola e struttura ospitante è tutelato.",
    "tutela_R-NONINAIL": "La persona non è assicurata all'INAIL: restano la comunicazione a fini "
    "statistici e, per morte o assenza lunga, la denuncia all'autorità di pubblica sicurezza.",
    "giorni_assenza": "Giorni di assenza dopo quello dell'evento ({evento}): {n}.",
    "da_ricezione": "I riferimenti del certificato sono stati ricevuti {quando}.",
    "da_pericolo": "Con pericolo di morte la denuncia è dovuta qualunque sia la prognosi: il "
    "termine decorre da {quando}.",
    "da_decesso": "La notizia del decesso è arrivata {quando}.",
    "prolungamento": "Un certificato precedente dava un'assenza più breve: conta la ricezione "
    "del nuovo.",
    "giorni": "Il termine è di {giorni}, contati dal giorno dopo: {scade}.",
    "festivo": "È festivo {giorno}: il termine passa a {nuovo}.",
    "approdo": "L'infortunio è avvenuto in navigazione: vale il giorno del primo approdo, "
    "{giorno}.",
    "ore": "Il termine è di {ore} ore effettive, anche quando scade in un giorno festivo: {scade}.",
    "assorbibile": "Se la denuncia parte entro {scade}, la comunicazione è assorbita.",
    "non_assorbibile": "La denuncia è dovuta solo da {quando}: la comunicazione va comunque "
    "inviata entro il suo termine.",
    "assorbita": "I certificati sono arrivati insieme: si invia solo la denuncia.",
    "domestico": "Datore di lavoro domestico: denuncia via PEC o, senza PEC, per posta.",
    "artigiano": "Titolare artigiano: denuncia per sé; per il ritardo nessuna sanzione "
    "amministrativa.",
    "pericolo_noto": "Il pericolo di morte è conosciuto da {quando}.",
    "decesso_noto": "Il decesso è conosciuto da {quando}.",
    "ore_dall_evento": "La segnalazione va fatta entro {ore} ore dall'infortunio: {scade}.",
    "ore_dalla_conoscenza": "Erano già passate le {ore} ore dall'infortunio: si contano {ore} ore "
    "da quando il fatto è conosciuto, fino a {scade}.",
    "polizza": "La polizza dà {giorni} dall'evento ({evento}): {scade}.",
    "polizza_senza_termine": "La polizza non fissa un termine: valgono {giorni} dall'evento "
    "({evento}), fino a {scade}.",
    "polizza_ignota": "Polizza non indicata: il termine d'uso è di {giorni} dall'evento "
    "({evento}), fino a {scade}.",
    "prima_assistenza": "Prima assistenza {quando}: il certificato va trasmesso entro le 24 di "
    "{scade}.",
    "prima_visita": "Prima visita {quando}: il medico ha {giorni}, fino a {scade}.",
    "manifestazione": "La malattia si è manifestata {giorno}: il lavoratore ha {giorni}, "
    "fino a {scade}.",
}

# Warnings.
AVVISI: dict[str, str] = {
    "prognosi_prima_evento": "Il certificato {posizione} ha una prognosi che inizia prima "
    "dell'evento: si contano solo i giorni successivi. Verificare le date.",
    "prognosi_con_intervallo": "La prognosi inizia più tardi del giorno dopo l'evento: verificare "
    "le date. Qui si contano i giorni di assenza; secondo un'altra lettura conta quanto dopo "
    "l'evento finisce l'inabilità.",
    "periodi_non_contigui": "I periodi di assenza non sono contigui: i giorni sono sommati per "
    "prudenza, ma la lettura non è pacifica.",
    "prognosi_senza_date": "Il certificato {posizione} dà la prognosi in giorni senza date: si "
    "assume che decorra da {giorno}, giorno del rilascio, compreso. Chiedere conferma.",
    "prognosi_giorni_discordanti": "Nel certificato {posizione} i giorni di prognosi non "
    "corrispondono alle date: valgono le date.",
    "prognosi_molto_lunga": "Il certificato {posizione} ha una prognosi di {giorni}: "
    "verificare le date.",
    "certificato_prima_evento": "Il certificato {posizione} è rilasciato prima dell'evento: "
    "verificare gli orari.",
    "certificato_annullato": "Il certificato {posizione} è stato annullato e non conta più. "
    "Chiedere conferma del certificato che lo sostituisce.",
    "certificato_annullato_tardi": "Il certificato {posizione} è stato annullato dopo il termine "
    "che aveva fatto decorrere: continua a contare, annotare l'annullamento.",
    "certificato_non_ricevuto": "Il certificato {posizione} non risulta ricevuto: nessun termine "
    "decorre, sollecitare i riferimenti.",
    "riferimenti_incompleti": "Il certificato {posizione} è senza prognosi: riferimenti "
    "incompleti, sollecitarli.",
    "codice_fittizio": "Il certificato {posizione} è senza numero: se resta indisponibile si usa "
    "un codice fittizio di 12 caratteri alfanumerici.",
    "malattia_infortunio": "Malattia-infortunio: la denuncia è opportuna anche sotto la soglia, "
    "per consentire la profilassi.",
    "persona_datore_discordanti": "Persona e datore di lavoro non corrispondono: decide la "
    "persona. Verificare i dati.",
    "tutela_personale_limitata": "Prima del 1° settembre 2023 la tutela dei docenti era limitata "
    "a laboratori ed esercitazioni: verificare.",
    "tutela_retroattiva": "La tutela di questo tragitto deriva da una norma interpretativa "
    "successiva all'evento (D.L. 159/2025): il termine indicato è teorico.",
    "navigazione_ignota": "Non è indicato se la nave era in navigazione: si applica il termine "
    "ordinario.",
    "approdo_ignoto": "Manca la data del primo approdo: indicarla, perché il termine della "
    "denuncia è quel giorno. Intanto vale il termine di due giorni.",
    "approdo_precedente": "Il primo approdo ({giorno}) precede la ricezione dei riferimenti: si "
    "applica il termine di due giorni. Inviare la denuncia al più presto.",
    "seconda_segnalazione": "La nuova segnalazione per il decesso è raccomandata: nessuna fonte "
    "la impone espressamente.",
    "comune_ignoto": "Manca il comune del datore: a Roma il 29 giugno è festivo e il termine "
    "passerebbe al primo giorno non festivo.",
    "evento_senza_data": "Manca la data dell'evento: il termine verso la compagnia di "
    "assicurazione non si può calcolare.",
}

# Why nothing is owed to INAIL.
MOTIVI: dict[str, str] = {
    "non_tutelato": "evento non tutelato dall'INAIL",
    "R-NONINAIL": "persona non assicurata all'INAIL",
    "mp_senza_certificato": "nessun certificato di malattia professionale ricevuto",
    "senza_prognosi": "prognosi mancante: i riferimenti del certificato sono incompleti",
    "senza_certificato": "nessun certificato ricevuto che attesti la prognosi",
    "annullati": "nessun certificato valido: quelli ricevuti sono stati annullati",
    "R-NESSUNA-0": "prognosi esaurita nel giorno dell'evento",
    "R-DOM": "assenza sotto la soglia della denuncia; i lavoratori domestici sono esclusi dal "
    "D.Lgs. 81/2008: nessuna comunicazione",
    "non_in_vigore": "l'obbligo di comunicazione è in vigore per gli eventi dal 12/10/2017",
    "fuori_ambito": "assenza sotto la soglia della denuncia; questa persona è fuori dall'ambito "
    "della comunicazione (D.Lgs. 81/2008)",
}


def join_words(words: Sequence[str]) -> str:
    """An Italian list: "a", "a e b", "a, b e c"."""
    return " e ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def write_count(number: int, one: str, many: str) -> str:
    """A count in words up to ten: "un giorno", "due giorni", "12 giorni"."""
    if number == 1:
        return f"un {one}"
    return f"{_NUMERI[number] if number < len(_NUMERI) else number} {many}"


def write_range(highest: int, many: str) -> str:
    """From one to a number, both in words or both in figures: "da uno a tre giorni"."""
    counted = write_count(highest, many, many)
    return f"da {'1' if counted[0].isdigit() else 'uno'} a {counted}"


@lru_cache(maxsize=4096)
def write_date(day: date) -> str:
    """A day in words, e.g. "sabato 14 marzo 2026"."""
    number = "1°" if day.day == 1 else str(day.day)
    return f"{_GIORNI[day.weekday()]} {number} {_MESI[day.month]} {day.year}"


def write_value(value: Valore) -> str:
    """A value of a step in Italian; instants as Europe/Rome wall-clock time."""
    if isinstance(value, datetime):
        local = to_rome(value)
        written = f"{write_date(local.date())} alle ore {local.hour:02}:{local.minute:02}"
        return f"{written}{_which(local)}"
    if isinstance(value, date):
        return write_date(value)
    return str(value)


def _which(local: datetime) -> str:
    """Which of the two, for a wall-clock time that the autumn change shows twice."""
    if local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset():
        return ""
    return " (ora solare)" if local.fold else " (ora legale)"


def _write(template: str, valori: Mapping[str, Valore]) -> str:
    written = {key: write_value(value) for key, value in valori.items()}
    if "giorni" in valori:
        written["giorni"] = f"{valori['giorni']} {'giorno' if valori['giorni'] == 1 else 'giorni'}"
    return template.format_map(written)


def sentence(passo: Passo) -> str:
    """The Italian sentence of one step."""
    return _write(PASSI[passo.codice], passo.valori)


def avviso(codice: str, valori: Mapping[str, Valore]) -> Avviso:
    """A warning with its Italian message."""
    return Avviso(codice, _write(AVVISI[codice], valori))
