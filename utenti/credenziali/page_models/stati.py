"""The states of a request in words, and what each profile unlocks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from utenti.credenziali.choices import Profilo
from utenti.credenziali.workflow import StatoRichiesta

_S = StatoRichiesta
# State: colour, title, what is going on and what comes next, whose turn it is.
STATES: Final = {
    _S.BOZZA: (
        "info",
        gettext_lazy("Bozza · NON INVIATA"),
        gettext_lazy("Nessuno la vede finché non la invii. Puoi continuare quando vuoi."),
        gettext_lazy("Tocca a te"),
    ),
    _S.INVIATA: (
        "info",
        gettext_lazy("Inviata"),
        gettext_lazy("Aspetta il suo turno: la esamina un revisore, in ordine di arrivo."),
        gettext_lazy("Tocca a chi esamina le richieste"),
    ),
    _S.IN_ESAME: (
        "info",
        gettext_lazy("In esame"),
        gettext_lazy("Un revisore sta confrontando i tuoi dati con il documento d’identità."),
        gettext_lazy("Tocca a chi esamina le richieste"),
    ),
    _S.INTEGRAZIONE_CHIESTA: (
        "warning",
        gettext_lazy("Integrazione chiesta"),
        gettext_lazy("Manca qualcosa: correggi e rimanda la richiesta. Non perdi il tuo turno."),
        gettext_lazy("Tocca a te"),
    ),
    _S.APPROVATA: (
        "success",
        gettext_lazy("Approvata"),
        gettext_lazy("Il profilo è attivo sul tuo account in questo portale."),
        gettext_lazy("Non devi fare altro"),
    ),
    _S.RIFIUTATA: (
        "error",
        gettext_lazy("Rifiutata"),
        gettext_lazy("Qui sotto trovi i motivi. Puoi chiedere di nuovo con gli stessi dati."),
        gettext_lazy("Tocca a te, se vuoi riprovare"),
    ),
    _S.RITIRATA: (
        "info",
        gettext_lazy("Ritirata"),
        gettext_lazy("L’hai ritirata: nessuno la esamina. Puoi ricominciare con gli stessi dati."),
        gettext_lazy("Non devi fare altro"),
    ),
}
UNLOCKED: Final = {
    Profilo.MEDICO_ESTERNO: (
        gettext_lazy("Certificati medici di infortunio"),
        gettext_lazy("Certificati medici di malattia professionale"),
    ),
    Profilo.PRESIDIO: (
        gettext_lazy("Certificati medici di infortunio"),
        gettext_lazy("Certificati medici di malattia professionale"),
        gettext_lazy("Gestione utenti-profilo: i profili dei medici della struttura"),
    ),
}
