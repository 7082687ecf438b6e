"""App of the doctors' side."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatiConfig(AppConfig):
    """Medical certificates: drafted, issued, annulled; their references for the employers."""

    name = "certificati"
    verbose_name = _("Certificati medici")

    def ready(self) -> None:
        """Declare the sentences of the register and the handlers of the outbox."""
        import_module("certificati.presenters")
        import_module("certificati.handlers")
