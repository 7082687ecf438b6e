"""What this app plugs into the core when the portal starts; importing it is what registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce import registry
from denunce.promemoria import insieme, panel, personal, planner, scan, sender
from portal.base import background
from portal.base.audit.presenters import presents

# Their outbox handlers and personal data register themselves.
__all__ = ["insieme", "personal", "sender"]

registry.set_reminder_planner(planner.next_reminder_at)
registry.register_panel(panel.PANEL)
background.register_job("promemoria", scan.scan)
presents({"promemoria.impostazioni": _("Ha cambiato le impostazioni dei promemoria.")})
