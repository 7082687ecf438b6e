"""App of the people: who you are and what you may do."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UtentiConfig(AppConfig):
    """Users, organisations, memberships and delegations."""

    name = "utenti"
    verbose_name = _("Utenti e organizzazioni")

    def ready(self) -> None:
        """Declare the sentences of the register and what is held about people."""
        import_module("utenti.presenters")
        import_module("utenti.personal")
