"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

presents(
    {
        "profili.gruppo_creato": _("Un gruppo di medici è stato creato."),
        "profili.gruppo_cambiato": _("Un gruppo di medici ha cambiato nome."),
        "profili.gruppo_tolto": _("Un gruppo di medici senza medici è stato tolto."),
        "profili.creato": _("Un profilo di medico è stato creato."),
        "profili.cambiato": _("Un profilo di medico è stato modificato."),
        "profili.disabilitato": _("Un medico è stato disabilitato."),
        "profili.riattivato": _("Un medico disabilitato è stato riattivato."),
        "profili.eliminato": _("Un profilo di medico è stato eliminato."),
        "profili.invitato": _("L’invito al primo accesso è stato mandato di nuovo."),
        "profili.file_caricato": _("Un file di medici è stato caricato ({righe} righe)."),
        "profili.importazione_annullata": _("Un file di medici è stato scartato."),
        "profili.importati": _(
            "Un file di medici è stato importato: {aggiunti} aggiunti, {cambiati} cambiati, "
            "{cessati} cessati."
        ),
    }
)
