"""App of the personal data of the cases."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DenunceRiservatezzaConfig(AppConfig):
    """What the cases hold about people: exported, kept, redacted, erased. No models of its own."""

    name = "denunce.riservatezza"
    label = "denunce_riservatezza"
    verbose_name = _("Riservatezza dei casi")

    def ready(self) -> None:
        """Register with the base and the core, now that every model is loaded."""
        import_module("denunce.riservatezza.plugs")
