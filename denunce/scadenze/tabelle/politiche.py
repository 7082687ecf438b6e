"""Choices of the portal where the texts are silent or meet, each with its confidence.

The choice is shown to the user as such; changing it is a new entry, like a change of law.
"""

from __future__ import annotations

from denunce.scadenze.results import Fonte
from denunce.scadenze.tabelle import atti
from denunce.scadenze.tabelle.voci import HORIZON, Confidenza, Entry, Table, Value


def _policy(
    name: str,
    titolo: str,
    value: Value,
    fonte: Fonte,
    note: str,
    confidence: Confidenza = Confidenza.BASSA,
) -> Table:
    entry = Entry(HORIZON, atti.PRASSI_PUBLISHED, value, (fonte,), confidence, note)
    return Table(name, titolo, (entry,))


TABLES = (
    _policy(
        "comunicazione_policy",
        "comunicazione: come si conta il termine",
        "hours48",
        Fonte(atti.DLGS_81_2008, "art. 18 c. 1 lett. r"),
        "48 ore effettive senza slittamento; la lettura a due giorni è mostrata a parte",
        Confidenza.MEDIA,
    ),
    _policy(
        "prudenziale_hours",
        "denuncia: ore dalla ricezione del termine prudenziale",
        48,
        Fonte(atti.PRASSI, "termine prudenziale"),
        "molti testi dicono 48 ore anche per la denuncia",
        Confidenza.MEDIA,
    ),
    _policy(
        "nav_holiday_shift",
        "primo approdo festivo: il termine passa al giorno lavorativo successivo",
        False,
        Fonte(atti.PRASSI, "primo approdo"),
        "nessuna fonte trovata: resta il giorno dell'approdo",
    ),
    _policy(
        "ricaduta_sum",
        "periodi di assenza non contigui: i giorni si sommano",
        True,
        Fonte(atti.PRASSI, "periodi non contigui"),
        "la legge dice «si prolunghi»: con guarigione intermedia la somma non è pacifica",
    ),
    _policy(
        "gap_reading",
        "prognosi che inizia dopo un intervallo: che cosa si conta",
        "absence_days",
        Fonte(atti.PRASSI, "giorni di assenza"),
        "lettura delle FAQ SIDI 37-38 e dell'art. 18",
    ),
    _policy(
        "24h_late_from",
        "morte o pericolo conosciuti oltre le 24 ore: da quando decorre la segnalazione",
        "knowledge",
        Fonte(atti.TU_1965, "art. 53 c. 2"),
        "la norma dice «dall'infortunio»: oltre le 24 ore sarebbe impossibile",
        Confidenza.MEDIA,
    ),
    _policy(
        "second_segnalazione",
        "decesso conosciuto dopo il pericolo di morte e oltre le 24 ore: nuova segnalazione",
        True,
        Fonte(atti.PRASSI, "decesso successivo"),
        "raccomandata: nessuna fonte la impone",
    ),
    _policy(
        "roma_29_june",
        "29 giugno festivo per il datore con sede a Roma anche per i termini INAIL",
        True,
        Fonte("Cass. 17079/2007", "festività del patrono di Roma"),
        "applicazione al termine INAIL da verificare",
        Confidenza.MEDIA,
    ),
    _policy(
        "assicurazione_default_days",
        "denuncia alla compagnia: giorni quando la polizza non è nota",
        30,
        Fonte(atti.PRASSI, "termine contrattuale di uso comune"),
        "dato di polizza: verificare il contratto",
        Confidenza.MEDIA,
    ),
    _policy(
        "prognosi_warning_days",
        "prognosi più lunga di questi giorni: avviso",
        365,
        Fonte(atti.PRASSI, "controllo di plausibilità"),
        "",
    ),
)
