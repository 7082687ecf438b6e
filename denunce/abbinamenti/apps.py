"""App of the matching of certificates with cases."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AbbinamentiConfig(AppConfig):
    """Certificates of the portal and the cases they belong to."""

    name = "denunce.abbinamenti"
    verbose_name = _("Abbinamenti con i certificati")

    def ready(self) -> None:
        """Plug into the core, now that every model is loaded."""
        import_module("denunce.abbinamenti.plugs")
