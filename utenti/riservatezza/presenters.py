"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "riservatezza.copia_chiesta": _("Ha chiesto una copia dei dati ({tipo})."),
        "riservatezza.copia_pronta": _("Il portale ha preparato una copia dei dati ({tipo})."),
        "riservatezza.copia_eliminata": _("Una copia dei dati è stata eliminata ({tipo})."),
        "riservatezza.termine": _("Ha scelto il termine di conservazione: {anni} anni ({regola})."),
        "riservatezza.richiesta": _("Ha inviato una richiesta sui propri dati ({tipo})."),
        "riservatezza.risposta": _("Ha risposto a una richiesta sui dati ({stato})."),
        "riservatezza.rimozione_chiesta": _("Ha ordinato la rimozione dell’organizzazione."),
        "riservatezza.organizzazione_rimossa": _("L’organizzazione è stata rimossa, con prova."),
        "utenti.account_cancellato": _("Un account è stato cancellato, con la sua prova."),
    }
)
