"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "utenti.lavora_per": _("Ha scelto per quale organizzazione lavora."),
        "organizzazione.dati": _("I dati dell’organizzazione sono cambiati."),
        "organizzazione.sede_nuova": _("È stata aggiunta una sede."),
        "organizzazione.sede_cambiata": _("Una sede è cambiata."),
        "organizzazione.chiusa": _("L’organizzazione è stata chiusa."),
        "invito.mandato": _("È partito un invito ({ruolo})."),
        "invito.rimandato": _("Un invito è partito di nuovo ({ruolo})."),
        "invito.revocato": _("Un invito è stato revocato ({ruolo})."),
        "invito.accettato": _("Un invito è stato accettato ({ruolo})."),
        "delega.data": _("È stata data una delega a un intermediario."),
        "delega.revocata": _("Una delega è stata revocata."),
        "assistenza.consentita": _("È stato dato il consenso all’assistenza."),
        "assistenza.revocata": _("Il consenso all’assistenza è stato revocato."),
        "attivazione.inviata": _("È arrivata una richiesta di attivazione."),
        "attivazione.ritirata": _("Una richiesta di attivazione è stata ritirata."),
        "attivazione.approvata": _("Una richiesta di attivazione è stata approvata."),
        "attivazione.rifiutata": _("Una richiesta di attivazione è stata rifiutata."),
        "attivazione.prova_cancellata": _("Il documento di una richiesta è stato cancellato."),
    }
)
