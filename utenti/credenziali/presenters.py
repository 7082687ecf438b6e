"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

# Of the applicant.
presents(
    {
        "richiesta.iniziata": _("Richiesta {codice} iniziata."),
        "richiesta.salvata": _("Bozza salvata."),
        "richiesta.allegato": _("File caricato."),
        "richiesta.allegato_tolto": _("File tolto e cancellato."),
        "richiesta.domanda": _("Domanda da firmare preparata."),
        "richiesta.inviata": _("Richiesta {codice} inviata."),
        "richiesta.integrata": _("Richiesta completata e rimandata a chi la esamina."),
        "richiesta.ritirata": _("Richiesta ritirata."),
        "richiesta.documenti_cancellati": _("Documenti e domanda firmata cancellati."),
    }
)

# Of the reviewer.
presents({})

# Of the messages.
presents(
    {
        "messaggio.inviato": _("Messaggio {codice} inviato a InailRisponde."),
        "messaggio.ripreso": _("Messaggio {codice}: chi lo ha inviato ha scritto ancora."),
        "messaggio.risposto": _("Messaggio {codice}: risposta dell’ufficio."),
        "messaggio.chiuso": _("Messaggio {codice}: conversazione chiusa."),
    }
)
