"""App of the prognoses that end."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrognosiConfig(AppConfig):
    """Prognoses that are about to end without a closing certificate."""

    name = "denunce.prognosi"
    verbose_name = _("Prognosi in scadenza")

    def ready(self) -> None:
        """Plug into the core, now that every model is loaded."""
        import_module("denunce.prognosi.plugs")
