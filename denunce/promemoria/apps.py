"""App of the reminders."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromemoriaConfig(AppConfig):
    """Stages, rows and sender of the reminders of a duty."""

    name = "denunce.promemoria"
    verbose_name = _("Promemoria")

    def ready(self) -> None:
        """Plug into the core, now that every model is loaded."""
        import_module("denunce.promemoria.plugs")
