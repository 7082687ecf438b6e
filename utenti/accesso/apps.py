"""How a person enters: registration, second factors, sessions, levels of access."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessoConfig(AppConfig):
    """How a person enters: registration, second factors, sessions, levels of access."""

    name = "utenti.accesso"
    verbose_name = _("Accessi")

    def ready(self) -> None:
        """Declare the sentences of the register and what hangs on the rest."""
        import_module("utenti.accesso.presenters")
        import_module("utenti.accesso.plugs")
        import_module("utenti.accesso.personal")
