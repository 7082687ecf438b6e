"""The doctor's clock in words: until when to transmit, what is left, what was late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificati.choices import Genere
from certificati.models import Certificato
from certificati.termini import worker_warning_on
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.wording import Urgency

# Where no source gives the doctor a term, no urgency word of the others would be true.
NO_TERM: Final = Urgency(
    "in-attesa",
    gettext_lazy("Senza termine"),
    "it-inbox",
    gettext_lazy("Nessuna norma fissa un termine: trasmetti appena puoi."),
)
# A draft waits for its doctor, not for somebody else.
UNFINISHED: Final = Urgency(
    "in-attesa",
    gettext_lazy("Da completare"),
    "it-pencil",
    gettext_lazy("Il medico non ha ancora scritto da quando corre il termine."),
)
OPEN: Final = (StatoCertificato.BOZZA, StatoCertificato.EMESSO)


@dataclass(frozen=True, slots=True)
class Orologio:
    """How pressing the transmission is, and the sentence that says it with its source.

    ``late``: how late it is, or was; empty in time."""

    urgency: Urgency
    sentence: str
    due: str = ""
    countdown: str = ""
    late: str = ""


def clock_of(certificato: Certificato, now: datetime) -> Orologio:
    """The clock of a certificate, read at ``now``."""
    if certificato.trasmesso_at is not None:
        return _done(certificato, certificato.trasmesso_at)
    if certificato.cancellato_at is not None:
        gone = _("I dati sono stati cancellati: non c’è niente da trasmettere.")
        return Orologio(wording.NOT_DUE, gone)
    if certificato.stato not in OPEN:
        return Orologio(wording.NOT_DUE, _("Non è più valido: non c’è niente da trasmettere."))
    term = certificato.termine_at
    if term is None:
        return _without(certificato)
    due = wording.term(term)
    words = {"due": due, "why": reason(certificato.genere)}
    late = wording.delay(term, now)
    if late:
        sentence = _("Andava trasmesso entro %(due)s (%(why)s): trasmettilo subito.") % words
    elif certificato.is_issued:
        sentence = _("Trasmetti entro %(due)s (%(why)s).") % words
    else:
        sentence = _("Emetti e trasmetti entro %(due)s (%(why)s).") % words
    return Orologio(
        wording.urgency(term, now), sentence, due, wording.countdown(term, now), late=late
    )


def reason(genere: str) -> str:
    """How the term is counted, and where it is written."""
    if genere == Genere.INFORTUNIO:
        return _("le 24 del giorno dopo la prima assistenza, circ. INAIL 10/2016")
    return _("dieci giorni dalla prima visita, art. 251 T.U.")


def worker_warning(manifestata_on: date | None, today: date) -> str:
    """What the worker must do about a disease, in words; empty while the day is not known."""
    if manifestata_on is None:
        return ""
    last = worker_warning_on(manifestata_on)
    words = {"day": wording.day(last, year=True)}
    if today > last:
        return (
            _(
                "I 15 giorni per avvisare il datore sono finiti %(day)s (art. 52 T.U.): se il "
                "lavoratore non l’ha ancora fatto, lo faccia subito. Perde l’indennità solo per i "
                "giorni prima dell’avviso."
            )
            % words
        )
    return (
        _(
            "Dillo al lavoratore: deve avvisare il datore entro %(day)s, 15 giorni da quando la "
            "malattia si è manifestata, o perde l’indennità per i giorni prima dell’avviso "
            "(art. 52 T.U.)."
        )
        % words
    )


def _done(certificato: Certificato, trasmesso_at: datetime) -> Orologio:
    words = {"when": wording.term(trasmesso_at, year=True)}
    term = certificato.termine_at
    late = wording.delay(term, trasmesso_at) if term else ""
    if term and late:
        words |= {"late": late, "due": wording.term(term)}
        sentence = _("Trasmesso %(when)s, %(late)s: il termine era %(due)s.") % words
    elif term:
        sentence = _("Trasmesso %(when)s, nei termini.") % words
    else:
        sentence = _("Trasmesso %(when)s.") % words
    return Orologio(wording.DONE, sentence, late=late)


def _without(certificato: Certificato) -> Orologio:
    if certificato.genere == Genere.INFORTUNIO:
        sentence = _("Il termine parte dalla prima assistenza: scrivi quando è stata.")
        return Orologio(UNFINISHED, sentence)
    if not certificato.is_issued:
        sentence = _(
            "Per gli operai agricoli a tempo determinato e gli autonomi dell’agricoltura il "
            "termine è di dieci giorni dalla prima visita (art. 251 T.U.); per gli altri nessuna "
            "norma lo fissa."
        )
        return Orologio(NO_TERM, sentence)
    sentence = _(
        "Per questa malattia nessuna norma fissa un termine al medico: trasmetti appena puoi, il "
        "datore conta i suoi giorni da quando riceve il certificato."
    )
    return Orologio(NO_TERM, sentence)
