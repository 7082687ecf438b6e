"""How a person enters: registration, second factors, sessions, levels of access."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.base.authz import Permission
from utenti.account_panels import register_link


class AccessoConfig(AppConfig):
    """How a person enters: registration, second factors, sessions, levels of access."""

    name = "utenti.accesso"
    verbose_name = _("Accessi")

    def ready(self) -> None:
        """Declare the sentences of the register and the links of the account page."""
        import_module("utenti.accesso.presenters")
        register_link(
            _("Secondi fattori da ripristinare"),
            "ripristini",
            Permission.ORGANIZZAZIONE_ADMIN,
            Permission.PIATTAFORMA_ADMIN,
            order=90,
        )
