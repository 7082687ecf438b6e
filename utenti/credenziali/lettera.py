"""The letter of a decision, in the language of who asked.

No values of the person: a mail crosses machines that are nobody's we know. It names what differs,
the portal shows what was written. The same text is the preview that the reviewer reads before
sending, what leaves, and what the applicant finds in the portal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from utenti.credenziali.choices import Esito, Profilo
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.credenziali.motivi import DE, EN, IT, sentences


@dataclass(frozen=True, slots=True)
class Lettera:
    """Subject and plain text, ready to be shown or sent."""

    subject: str
    text: str


_SUBJECT: Final = {
    Esito.APPROVATA: {
        IT: "Richiesta {codice} approvata",
        DE: "Antrag {codice} genehmigt",
        EN: "Request {codice} approved",
    },
    Esito.INTEGRAZIONE: {
        IT: "Richiesta {codice}: serve un’integrazione",
        DE: "Antrag {codice}: Ergänzung erforderlich",
        EN: "Request {codice}: something is missing",
    },
    Esito.RIFIUTATA: {
        IT: "Richiesta {codice} rifiutata",
        DE: "Antrag {codice} abgelehnt",
        EN: "Request {codice} refused",
    },
}
_HELLO: Final = {IT: "Buongiorno,", DE: "Guten Tag,", EN: "Hello,"}
_OPENING: Final = {
    Esito.APPROVATA: {
        IT: "la tua richiesta {codice} per il profilo «{profilo}» è stata approvata. "
        "Il profilo apre:",
        DE: "Ihr Antrag {codice} für das Profil «{profilo}» wurde genehmigt. Das Profil umfasst:",
        EN: "your request {codice} for the profile “{profilo}” has been approved. "
        "The profile opens:",
    },
    Esito.INTEGRAZIONE: {
        IT: "per decidere sulla tua richiesta {codice} ci serve ancora qualcosa:",
        DE: "um über Ihren Antrag {codice} zu entscheiden, brauchen wir noch etwas:",
        EN: "to decide on your request {codice} we still need something:",
    },
    Esito.RIFIUTATA: {
        IT: "la tua richiesta {codice} è stata rifiutata per questi motivi:",
        DE: "Ihr Antrag {codice} wurde aus folgenden Gründen abgelehnt:",
        EN: "your request {codice} was refused for these reasons:",
    },
}
_PROFILES: Final = {
    Profilo.MEDICO_ESTERNO: {IT: "Medico esterno", DE: "Externer Arzt", EN: "External doctor"},
    Profilo.PRESIDIO: {IT: "Presidio ospedaliero", DE: "Krankenhaus", EN: "Hospital"},
}
# Exactly the services of the scheda tecnica.
_SERVICES: Final = {
    IT: ("Certificati medici di infortunio", "Certificati medici di malattia professionale"),
    DE: ("Ärztliche Unfallbescheinigungen", "Ärztliche Bescheinigungen über Berufskrankheiten"),
    EN: ("Medical certificates of injury", "Medical certificates of occupational disease"),
}
_MANAGEMENT: Final = {
    IT: "Gestione utenti-profilo",
    DE: "Verwaltung der Benutzerprofile",
    EN: "Management of users and profiles",
}
_NEXT: Final = {
    Esito.APPROVATA: {
        IT: "Esci e accedi di nuovo al portale: {sito}",
        DE: "Melden Sie sich ab und erneut im Portal an: {sito}",
        EN: "Log out and log in to the portal again: {sito}",
    },
    Esito.INTEGRAZIONE: {
        IT: "Accedi al portale, correggi la richiesta e inviala di nuovo: {sito}\n"
        "Mantieni il tuo posto in coda.",
        DE: "Melden Sie sich im Portal an, ergänzen Sie den Antrag und senden Sie ihn erneut: "
        "{sito}\nIhr Platz in der Warteschlange bleibt erhalten.",
        EN: "Log in to the portal, complete the request and send it again: {sito}\n"
        "You keep your place in the queue.",
    },
    Esito.RIFIUTATA: {
        IT: "Puoi presentare una nuova richiesta quando vuoi: {sito}",
        DE: "Sie können jederzeit einen neuen Antrag stellen: {sito}",
        EN: "You can send a new request at any time: {sito}",
    },
}
# Who reads this could think that the portal does what only INAIL's own service does.
_NOT_SENT: Final = {
    IT: "I certificati si compilano nel portale e si trasmettono all'INAIL con il suo servizio "
    "online: il portale non trasmette.",
    DE: "Bescheinigungen werden im Portal ausgefüllt und dem INAIL über dessen Online-Dienst "
    "übermittelt: Das Portal übermittelt nicht.",
    EN: "Certificates are written in the portal and sent to INAIL by its own online service: the "
    "portal does not send them.",
}
_CLOSING: Final = {
    IT: "Questo messaggio è automatico: non rispondere a questo indirizzo.\nPortale Infortuni",
    DE: "Diese Nachricht wurde automatisch erstellt: Bitte antworten Sie nicht.\nPortale Infortuni",
    EN: "This message is automatic: please do not reply.\nPortale Infortuni",
}


def lettera_di(decisione: Decisione) -> Lettera:
    """The letter of a decision, as it left."""
    return compose(
        decisione.richiesta,
        decisione.esito,
        motivi=decisione.motivi,
        testo=decisione.testo or "",
        lingua=decisione.lingua,
    )


def compose(
    richiesta: RichiestaAbilitazione,
    esito: str,
    *,
    motivi: Iterable[str] = (),
    testo: str = "",
    lingua: str | None = None,
) -> Lettera:
    """Write the letter. Raises KeyError for a reason that is not known."""
    spoken = lingua or richiesta.lingua
    kind = Esito(esito)
    values = {
        "codice": richiesta.codice,
        "profilo": _PROFILES[Profilo(richiesta.profilo)][spoken],
        "sito": settings.SITE_URL,
    }
    points = (
        services(richiesta.profilo, spoken)
        if kind == Esito.APPROVATA
        else sentences(list(motivi), spoken)
    )
    parts = [
        _HELLO[spoken],
        _OPENING[kind][spoken].format_map(values),
        "\n".join(f"- {point}" for point in points),
        testo.strip(),
        _NOT_SENT[spoken] if kind == Esito.APPROVATA else "",
        _NEXT[kind][spoken].format_map(values),
        _CLOSING[spoken],
    ]
    subject = _SUBJECT[kind][spoken].format_map(values)
    return Lettera(subject, "\n\n".join(part for part in parts if part))


def services(profilo: str, lingua: str) -> list[str]:
    """The services that a profile opens, as the person reads them."""
    more = [_MANAGEMENT[lingua]] if profilo == Profilo.PRESIDIO else []
    return [*_SERVICES[lingua], *more]
