"""Who looked at what, one's own data, retention and erasure."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiservatezzaConfig(AppConfig):
    """Who looked at what, one's own data, retention and erasure."""

    name = "utenti.riservatezza"
    verbose_name = _("Riservatezza")

    def ready(self) -> None:
        """Declare the sentences of the register and the handlers of the outbox."""
        import_module("utenti.riservatezza.presenters")
        import_module("utenti.riservatezza.handlers")
