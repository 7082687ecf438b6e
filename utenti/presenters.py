"""Italian sentences of the events that the people's side records."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "utenti.first_administrator": _("Il primo amministratore è stato creato."),
        "accesso.entrato": _("È entrato nel portale."),
        "accesso.uscito": _("È uscito dal portale."),
        "accesso.fallito": _("Un accesso non è riuscito."),
        "accesso.password_cambiata": _("La password è stata cambiata."),
    }
)
