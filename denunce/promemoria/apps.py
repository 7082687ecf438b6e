"""App of the reminders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromemoriaConfig(AppConfig):
    """Stages, rows and sender of the reminders of a duty."""

    name = "denunce.promemoria"
    verbose_name = _("Promemoria")

    def ready(self) -> None:
        """Plug into the core: planner, periodic scan, outbox handler."""
        from denunce import background, registry  # noqa: PLC0415  (models are loaded by now)
        from denunce.promemoria import planner, scan, sender  # noqa: F401, PLC0415

        registry.set_reminder_planner(planner.next_reminder_at)
        background.register_job("promemoria", scan.scan)
