"""Organisations: members, invitations, delegations, onboarding, support."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizzazioniConfig(AppConfig):
    """Organisations: members, invitations, delegations, onboarding, support."""

    name = "utenti.organizzazioni"
    verbose_name = _("Organizzazioni")

    def ready(self) -> None:
        """Declare the sentences of the register and the handlers of the outbox."""
        import_module("utenti.organizzazioni.presenters")
        import_module("utenti.organizzazioni.handlers")
        import_module("utenti.organizzazioni.personal")
