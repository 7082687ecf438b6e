"""Italian sentences of the events that the people's side records."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "utenti.first_administrator": _("Il primo amministratore è stato creato."),
        "utenti.ruolo_dato": _("Una persona ha avuto un ruolo ({ruolo})."),
        "utenti.ruolo_scadenza": _("La fine di un ruolo è cambiata ({ruolo})."),
        "utenti.ruolo_tolto": _("Un ruolo è stato tolto ({ruolo})."),
        "utenti.ruolo_sospeso": _("Un ruolo è stato sospeso ({ruolo})."),
        "utenti.ruolo_ripreso": _("Un ruolo sospeso è stato riattivato ({ruolo})."),
    }
)
