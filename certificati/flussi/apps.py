"""App of the flows of certificates."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlussiConfig(AppConfig):
    """Certificates from the systems of the structures: files, API, tokens."""

    name = "certificati.flussi"
    verbose_name = _("Flussi di certificati")

    def ready(self) -> None:
        """Declare the sentences of the register, the handlers of the outbox, the personal data."""
        import_module("certificati.flussi.presenters")
        import_module("certificati.flussi.handlers")
        import_module("certificati.flussi.personal")
