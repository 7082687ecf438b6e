"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "certificato.cominciato": _("Un certificato medico è stato cominciato."),
        "certificato.bozza_eliminata": _("La bozza di un certificato è stata eliminata."),
        "certificato.emesso": _("Un certificato medico è stato emesso: numero {numero}."),
        "certificato.sostituito": _("Un certificato è stato sostituito da un altro."),
        "certificato.annullato": _("Un certificato medico è stato annullato."),
        "certificato.trasmesso": _(
            "La trasmissione di un certificato all’INAIL è stata registrata."
        ),
        "certificato.bozza_scaduta": _(
            "La bozza di un certificato è stata cancellata: nessuno la toccava da 90 giorni."
        ),
        "certificato.cancellato": _(
            "I dati di un certificato medico sono stati cancellati, con la loro prova."
        ),
        # Papers.
        "certificato.copia_chiesta": _("È stata chiesta una copia del certificato."),
        "certificato.copia_fallita": _("La preparazione di una copia non è riuscita."),
    }
)
