"""What is already here about the same person, hospital, address or document."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n

from utenti.credenziali.checks.esiti import Controllo, Fatti, Severita
from utenti.credenziali.checks.nomi import same_name


def check_persona(fatti: Fatti) -> Iterator[Controllo]:
    """Another account or request with the same codice fiscale; earlier refusals."""
    already = fatti.precedenti
    if already.account_con_codice_fiscale:
        yield Controllo(
            "account_altrui",
            Severita.GRAVE,
            _("Un altro account ha già questo codice fiscale."),
            _("Non si può approvare: rifiuta come richiesta doppia, o fai verificare l’account."),
            "doppione",
            blocca=True,
        )
    if already.altro_codice_fiscale:
        yield Controllo(
            "account_altro_codice",
            Severita.GRAVE,
            _("L’account che chiede è già stato verificato con un altro codice fiscale."),
            _("Non si può approvare: la richiesta è di un’altra persona."),
            "codice_fiscale_errato",
            blocca=True,
        )
    if already.stesso_codice_fiscale:
        yield Controllo(
            "doppione",
            Severita.GRAVE,
            _("C’è un’altra richiesta aperta, di un altro account, con lo stesso codice fiscale."),
            _("Confronta le due richieste prima di decidere."),
            "doppione",
        )
    if already.rifiutate:
        yield Controllo(
            "gia_rifiutata",
            Severita.ATTENZIONE,
            _n(
                "%(count)d richiesta con questo codice fiscale è già stata rifiutata.",
                "%(count)d richieste con questo codice fiscale sono già state rifiutate.",
                already.rifiutate,
            )
            % {"count": already.rifiutate},
            _("Controlla che il motivo di allora non ci sia più."),
        )


def check_recapiti(fatti: Fatti) -> Iterator[Controllo]:
    """The same e-mail or the same document under another person."""
    already = fatti.precedenti
    if already.stessa_email:
        yield Controllo(
            "stessa_email",
            Severita.ATTENZIONE,
            _("L’indirizzo e-mail è già di un’altra persona."),
            _("Può essere un indirizzo di studio: chiedi conferma se il resto non convince."),
        )
    if already.stesso_documento:
        yield Controllo(
            "stesso_documento",
            Severita.GRAVE,
            _("Lo stesso numero di documento è nella richiesta di un’altra persona."),
            _("Confronta il numero con l’immagine: uno dei due può essere falso o copiato male."),
            "dati_diversi",
        )
    if fatti.account and not same_name(fatti.account, f"{fatti.nome} {fatti.cognome}"):
        yield Controllo(
            "nome_account",
            Severita.ATTENZIONE,
            _("Il nome dell’account non è quello della domanda."),
            _("Controlla che chi chiede e chi è sul documento siano la stessa persona."),
        )


def check_struttura(fatti: Fatti) -> Iterator[Controllo]:
    """A hospital that is already here is used again only if the reviewer says so."""
    already = fatti.precedenti
    if already.struttura and already.struttura_chiusa:
        yield Controllo(
            "struttura_chiusa",
            Severita.GRAVE,
            _("Il presidio con questo codice fiscale è stato chiuso nel portale."),
            _("Chiedi al gestore della piattaforma prima di approvare."),
            "struttura_non_riconosciuta",
            blocca=True,
        )
    elif already.struttura:
        yield Controllo(
            "struttura_presente",
            Severita.ATTENZIONE,
            _("Il presidio «%(nome)s» è già nel portale: chi chiede lo amministrerebbe.")
            % {"nome": already.struttura},
            _("Se è la stessa struttura, confermalo prima di approvare."),
        )
