"""Credential requests of doctors and hospitals, InailRisponde, and their review."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredenzialiConfig(AppConfig):
    """Credential requests of doctors and hospitals, InailRisponde, and their review."""

    name = "utenti.credenziali"
    verbose_name = _("Richieste di credenziali")

    def ready(self) -> None:
        """Declare the sentences of the register and the handlers of the outbox."""
        import_module("utenti.credenziali.presenters")
        import_module("utenti.credenziali.documenti")
        import_module("utenti.credenziali.handlers_revisione")
        import_module("utenti.credenziali.personal")
