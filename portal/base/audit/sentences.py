"""Sentences for the events the base itself records."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "outbox.sospeso": _("Un invio è stato sospeso dopo ripetuti errori ({errore})."),
        "outbox.ripreso": _("Un invio sospeso è stato rimesso in coda."),
        "file.caricato": _("Un file è stato archiviato."),
        "file.prodotto": _("Il portale ha preparato un archivio di dati."),
        "file.cancellato": _("Un file è stato cancellato."),
        "file.mancante": _("Un file archiviato non è più presente sul disco."),
        "file.infetto": _("Un file è stato messo in quarantena dall'antivirus."),
        "chiavi.ruotate": _("Le chiavi di cifratura sono state ruotate ({numero})."),
    }
)
