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
presents(
    {
        "richiesta.presa_in_carico": _("Ha preso in carico la richiesta."),
        "richiesta.rilasciata": _("Ha rimesso la richiesta in coda."),
        "richiesta.presa_scaduta": _(
            "La presa in carico è scaduta: la richiesta è di nuovo libera."
        ),
        "richiesta.revisione_negata": _(
            "Ha provato a esaminare una richiesta che non può esaminare."
        ),
        "richiesta.decisione_proposta": _("Ha proposto una decisione ({esito})."),
        "richiesta.proposta_confermata": _("Ha confermato la decisione proposta ({esito})."),
        "richiesta.proposta_respinta": _("Ha rimandato la decisione proposta ({esito})."),
        "richiesta.approvata": _("La richiesta è stata approvata."),
        "richiesta.integrazione": _("È stata chiesta un’integrazione."),
        "richiesta.rifiutata": _("La richiesta è stata rifiutata."),
        "richiesta.profilo_aperto": _("Un profilo è stato aperto ({ruolo})."),
    }
)

# Of the messages.
presents(
    {
        "messaggio.inviato": _("Messaggio {codice} inviato a InailRisponde."),
        "messaggio.ripreso": _("Messaggio {codice}: chi lo ha inviato ha scritto ancora."),
        "messaggio.risposto": _("Messaggio {codice}: risposta dell’ufficio."),
        "messaggio.chiuso": _("Messaggio {codice}: conversazione chiusa."),
    }
)
