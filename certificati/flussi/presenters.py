"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "flussi.arrivato": _("Un flusso di certificati è arrivato: {totale} record."),
        "flussi.finito": _(
            "Un flusso di certificati è stato letto: {creati} creati, {rifiutati} rifiutati."
        ),
        "flussi.fallito": _("La lettura di un flusso di certificati non è riuscita."),
        "flussi.dimenticato": _("Il file di un flusso di certificati è stato cancellato."),
        "flussi.gettone_creato": _("Un gettone per l’API è stato creato."),
        "flussi.gettone_revocato": _("Un gettone per l’API è stato revocato."),
    }
)
