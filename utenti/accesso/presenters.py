"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        # Identity providers.
        "identita.account_creato": _("Un account è nato da un’identità verificata ({canale})."),
        "identita.collegata": _("Un’identità è stata collegata all’account ({canale})."),
        "identita.scollegata": _("Un’identità è stata scollegata dall’account ({canale})."),
        "identita.codice_tolto": _(
            "Un account mai verificato ha perso il codice fiscale: la persona a cui appartiene ha "
            "dimostrato chi è e ne ha un altro."
        ),
        "identita.rifiutata": _("Un accesso con {canale} non è riuscito ({motivo})."),
    }
)
