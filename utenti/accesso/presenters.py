"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "accesso.entrato": _("È entrato nel portale."),
        "accesso.uscito": _("È uscito dal portale."),
        "accesso.fallito": _("Un accesso non è riuscito."),
        "accesso.password_cambiata": _("La password è stata cambiata."),
        "accesso.registrato": _("Si è registrato come utente generico."),
        "accesso.registrazione_ripetuta": _(
            "Qualcuno ha provato a registrare un indirizzo che ha già un account."
        ),
        "accesso.email_confermata": _("L’indirizzo e-mail è stato confermato."),
        "accesso.email_chiesta": _("Ha chiesto di cambiare l’indirizzo e-mail."),
        "accesso.email_cambiata": _("L’indirizzo e-mail è cambiato."),
        "accesso.fattore_aggiunto": _("Un secondo fattore è stato aggiunto ({tipo})."),
        "accesso.fattore_tolto": _("Un secondo fattore è stato tolto ({tipo})."),
        "accesso.codice_sbagliato": _("Il secondo fattore non era giusto."),
        "accesso.codici_recupero_creati": _("Sono stati creati codici di recupero ({numero})."),
        "accesso.codice_recupero_usato": _(
            "Un codice di recupero è stato usato (ne restano {restano})."
        ),
        "accesso.sessione_chiusa": _("Ha chiuso altre sessioni ({numero})."),
        "accesso.ripristino_chiesto": _("Ha chiesto il ripristino del secondo fattore."),
        "accesso.ripristino_annullato": _(
            "La richiesta di ripristino è annullata: è entrato con il secondo fattore."
        ),
        "accesso.ripristino_eseguito": _("Il secondo fattore è stato ripristinato ({come})."),
        "accesso.ripristino_dal_server": _(
            "Chi gestisce il server ha tolto il secondo fattore ({numero})."
        ),
        "accesso.ripristino_rifiutato": _("Il ripristino del secondo fattore è stato rifiutato."),
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
