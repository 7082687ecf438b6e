"""The doctors of a hospital, managed by its administrator."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfiliConfig(AppConfig):
    """The doctors of a hospital, managed by its administrator."""

    name = "utenti.profili"
    verbose_name = _("Profili dei medici ospedalieri")

    def ready(self) -> None:
        """Declare the sentences of the register and the handlers of the outbox."""
        import_module("utenti.profili.presenters")
        import_module("utenti.profili.handlers")
        import_module("utenti.profili.personal")
