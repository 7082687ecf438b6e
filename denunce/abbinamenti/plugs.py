"""What this app plugs into the core when the portal starts; importing it is what registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce import registry
from denunce.abbinamenti import abbinare, apertura, elenco, handlers, panel, personal
from portal.base.audit.presenters import presents

# The outbox handlers and the personal data register themselves.
__all__ = ["handlers", "personal"]

registry.watch_cases("abbinamenti", abbinare.look_again)
registry.watch_receptions("abbinamenti", apertura.note_reception)
registry.register_panel(panel.WAITING)
registry.register_panel(panel.MATCHED)
for _counter in elenco.COUNTERS:
    registry.register_counter(_counter)
presents(
    {
        "abbinamento.confermato": _("Ha confermato il certificato proposto dal portale."),
        "abbinamento.scartato": _("Ha scartato un certificato proposto dal portale."),
        "abbinamento.ripreso": _("Ha ripreso un certificato che era stato scartato."),
        "abbinamento.ritiro_annotato": _("Ha annotato il ritiro comunicato dal portale."),
        "abbinamento.ritiro_tenuto": _(
            "Ha tenuto, da verificare, un certificato che il medico ha ritirato."
        ),
        "abbinamento.cercato": _("Ha cercato un certificato nel portale."),
    }
)
