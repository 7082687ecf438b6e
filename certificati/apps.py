"""App of the doctors' side."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatiConfig(AppConfig):
    """Medical certificates: drafted, issued, annulled; their references for the employers."""

    name = "certificati"
    verbose_name = _("Certificati medici")

    def ready(self) -> None:
        """Declare the sentences of the register, whose data are here and for how long."""
        import_module("certificati.presenters")
        import_module("certificati.personal")
        import_module("certificati.handlers")
