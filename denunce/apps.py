"""App of the employer's side."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DenunceConfig(AppConfig):
    """Cases of injury and occupational disease, their duties, forms and dispatches."""

    name = "denunce"
    verbose_name = _("Denunce")

    def ready(self) -> None:
        """Register what the outbox may ask of this app."""
        import_module("denunce.handlers")  # it needs the loaded models
