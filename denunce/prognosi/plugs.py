"""What this app plugs into the core when the portal starts; importing it is what registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce import registry
from denunce.prognosi import panel, personal, scan, sender
from portal.base import background
from portal.base.audit.presenters import presents

# Their outbox handler and personal data register themselves.
__all__ = ["personal", "sender"]

registry.register_panel(panel.PANEL)
background.register_job("prognosi", scan.scan)
presents(
    {
        "prognosi.rientrato": _("Ha annotato che la persona è di nuovo presente."),
        "prognosi.non_so": _("Ha annotato di non sapere ancora se la persona è di nuovo presente."),
    }
)
