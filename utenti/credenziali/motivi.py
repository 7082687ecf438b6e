"""Standard reasons of the reviewers, in the languages in which people are answered.

Data, not translations of the page: the letter speaks the language of who asked, the reviewer reads
Italian. A code is for ever (decisions keep it); a text may be improved.
Source: scheda tecnica INAIL "Registrazione al ruolo di medico esterno / presidio ospedaliero" (the
person is told why); L. 241/1990 artt. 3 and 10-bis (a refusal has its reasons); D.P.R. 445/2000
artt. 35, 38 and 71 (documents, copies, declarations that do not match).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from utenti.credenziali.choices import Esito, Lingua

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

IT, DE, EN = (str(lingua) for lingua in (Lingua.ITALIANO, Lingua.TEDESCO, Lingua.INGLESE))
_BOTH: Final = frozenset({str(Esito.INTEGRAZIONE), str(Esito.RIFIUTATA)})
_REFUSAL: Final = frozenset({str(Esito.RIFIUTATA)})
# Between the code of the mismatch and the field it is about: "dati_diversi.cognome".
DOT: Final = "."
DATI_DIVERSI: Final = "dati_diversi"
ALTRO: Final = "altro"


@dataclass(frozen=True, slots=True)
class Motivo:
    """A reason: what the reviewer chooses, what the person reads, for which decisions."""

    code: str
    label: _StrOrPromise
    testi: Mapping[str, str]
    esiti: frozenset[str] = _BOTH


def _row(code: str, label: _StrOrPromise, it: str, de: str, en: str) -> Motivo:
    return Motivo(code, label, {IT: it, DE: de, EN: en})


MOTIVI: Final[dict[str, Motivo]] = {
    row.code: row
    for row in (
        _row(
            DATI_DIVERSI,
            _("Dati diversi dal documento"),
            "I dati scritti nella domanda non corrispondono a quelli del documento d’identità.",
            "Die Angaben im Antrag stimmen nicht mit dem Ausweisdokument überein.",
            "The data in the application do not match those on the identity document.",
        ),
        _row(
            "documento_scaduto",
            _("Documento scaduto"),
            "Il documento d’identità è scaduto: serve un documento in corso di validità.",
            "Das Ausweisdokument ist abgelaufen: Ein gültiges Dokument ist erforderlich.",
            "The identity document has expired: a valid one is needed.",
        ),
        _row(
            "documento_illeggibile",
            _("Documento che non si legge"),
            "La copia del documento d’identità non si legge: servono immagini nitide e intere.",
            "Die Kopie des Ausweisdokuments ist unleserlich: Es werden scharfe, vollständige "
            "Bilder benötigt.",
            "The copy of the identity document cannot be read: sharp and complete pictures are "
            "needed.",
        ),
        _row(
            "fronte_mancante",
            _("Manca il fronte del documento"),
            "Manca il fronte del documento d’identità.",
            "Die Vorderseite des Ausweisdokuments fehlt.",
            "The front of the identity document is missing.",
        ),
        _row(
            "retro_mancante",
            _("Manca il retro del documento"),
            "Manca il retro del documento d’identità.",
            "Die Rückseite des Ausweisdokuments fehlt.",
            "The back of the identity document is missing.",
        ),
        _row(
            "modulo_mancante",
            _("Manca la domanda firmata"),
            "Manca la domanda di abilitazione firmata.",
            "Der unterschriebene Antrag auf Freischaltung fehlt.",
            "The signed application form is missing.",
        ),
        _row(
            "modulo_non_firmato",
            _("Domanda non firmata"),
            "La domanda di abilitazione non è firmata.",
            "Der Antrag auf Freischaltung ist nicht unterschrieben.",
            "The application form is not signed.",
        ),
        _row(
            "modulo_diverso",
            _("Domanda firmata con altri dati"),
            "I dati della domanda firmata sono diversi da quelli inviati con la richiesta.",
            "Die Angaben im unterschriebenen Antrag weichen von den online gesendeten ab.",
            "The data on the signed form differ from those sent with the request.",
        ),
        _row(
            "codice_fiscale_errato",
            _("Codice fiscale che non corrisponde"),
            "Il codice fiscale non corrisponde ai dati anagrafici della domanda.",
            "Die Steuernummer stimmt nicht mit den Personaldaten des Antrags überein.",
            "The Italian tax code does not match the personal data of the application.",
        ),
        _row(
            "non_iscritto",
            _("Non risulta iscritto all’Ordine"),
            "Non risulta l’iscrizione all’Ordine dei medici indicato.",
            "Die Eintragung bei der angegebenen Ärztekammer ist nicht nachweisbar.",
            "No entry was found in the register of the medical association indicated.",
        ),
        _row(
            "struttura_non_riconosciuta",
            _("Struttura non riconosciuta"),
            "La struttura indicata non risulta, o non risulta che tu possa rappresentarla.",
            "Die angegebene Einrichtung oder Ihre Vertretungsbefugnis ist nicht nachweisbar.",
            "The structure indicated, or your authority to act for it, could not be found.",
        ),
        Motivo(
            "doppione",
            _("Richiesta doppia"),
            {
                IT: "Per la stessa persona c’è già un’altra richiesta o un profilo attivo.",
                DE: "Für dieselbe Person gibt es bereits einen Antrag oder ein aktives Profil.",
                EN: "There is already a request or an active profile for the same person.",
            },
            _REFUSAL,
        ),
        _row(
            ALTRO,
            _("Altro: lo scrivo io"),
            "Leggi qui sotto il motivo.",
            "Der Grund steht weiter unten.",
            "The reason is written below.",
        ),
    )
}

# Fields of a mismatch, as the person reads them.
CAMPI: Final[dict[str, dict[str, str]]] = {
    "cognome": {IT: "cognome", DE: "Nachname", EN: "surname"},
    "nome": {IT: "nome", DE: "Vorname", EN: "name"},
    "sesso": {IT: "sesso", DE: "Geschlecht", EN: "sex"},
    "nato_on": {IT: "data di nascita", DE: "Geburtsdatum", EN: "date of birth"},
    "nato_a": {IT: "luogo di nascita", DE: "Geburtsort", EN: "place of birth"},
    "codice_fiscale": {IT: "codice fiscale", DE: "Steuernummer", EN: "tax code"},
    "documento_tipo": {IT: "tipo di documento", DE: "Art des Dokuments", EN: "kind of document"},
    "documento_numero": {
        IT: "numero del documento",
        DE: "Nummer des Dokuments",
        EN: "number of the document",
    },
    "documento_rilasciato_da": {
        IT: "ente che ha rilasciato il documento",
        DE: "ausstellende Behörde",
        EN: "issuing authority",
    },
    "documento_rilasciato_on": {
        IT: "data di rilascio",
        DE: "Ausstellungsdatum",
        EN: "date of issue",
    },
    "documento_scade_on": {IT: "data di scadenza", DE: "Ablaufdatum", EN: "expiry date"},
}

# Compared as well, but with a reason of their own.
OTHER_FIELDS: Final = {
    "firma": _("firma della domanda"),
    "ordine": _("iscrizione all’Ordine"),
    "struttura": _("struttura"),
}
# Which reason a field read as different proposes, when it is not the mismatch of a datum.
PROPOSED: Final = {
    "firma": "modulo_non_firmato",
    "ordine": "non_iscritto",
    "struttura": "struttura_non_riconosciuta",
}


def known(code: str) -> bool:
    """Whether this is the code of a reason, with or without the field it is about."""
    reason, _dot, campo = code.partition(DOT)
    if not campo:
        return reason in MOTIVI and not code.endswith(DOT)
    return reason == DATI_DIVERSI and campo in CAMPI


def sentences(codes: Iterable[str], lingua: str) -> list[str]:
    """What the person reads for these codes, the differing fields named in one sentence.

    Raises KeyError for a code that is not known.
    """
    chosen = list(dict.fromkeys(code.partition(DOT)[0] for code in codes))
    fields = [CAMPI[code.partition(DOT)[2]][lingua] for code in codes if DOT in code]
    told = []
    for code in chosen:
        text = MOTIVI[code].testi[lingua]
        if code == DATI_DIVERSI and fields:
            text = f"{text.rstrip('.')}: {', '.join(fields)}."
        told.append(text)
    return told


def field_label(campo: str) -> str:
    """The Italian name of a field that the reviewer compares."""
    if campo in CAMPI:
        return CAMPI[campo][IT]
    return str(OTHER_FIELDS.get(campo, campo))
