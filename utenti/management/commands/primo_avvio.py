"""``manage.py primo_avvio``: the first administrator of an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.commands import USAGE, PlainCommand
from utenti.actions.onboarding import (
    HEAD_ROLES,
    FirstAdministrator,
    OnboardingError,
    WrongInput,
    create_first_administrator,
)
from utenti.links import password_link
from utenti.models import TipoOrganizzazione, Utente


class Command(PlainCommand):
    """Creates the first administrator and prints a one-time link to set the password."""

    help = "Crea il primo amministratore e stampa un collegamento per scegliere la password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address of the person, the name of their organisation, who they are for SPID."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--organizzazione", required=True)
        parser.add_argument("--codice-fiscale", default="")
        parser.add_argument(
            "--tipo",
            default=TipoOrganizzazione.IMPRESA.value,
            choices=[str(key) for key in HEAD_ROLES],
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with the link; one line and 1 for an installation in use, 2 for wrong input."""
        data = FirstAdministrator(
            options["email"], options["organizzazione"], options["tipo"], options["codice_fiscale"]
        )
        if not (settings.PASSWORD_LOCALI or data.codice_fiscale):
            self._leave(
                _("Senza password locali si entra con SPID: indica anche --codice-fiscale."), USAGE
            )
        try:
            utente = create_first_administrator(data, now=clock.now())
        except OnboardingError as error:
            self._leave(str(error), USAGE if isinstance(error, WrongInput) else 1)
        if not settings.PASSWORD_LOCALI:
            self.stdout.write(_("Amministratore creato. Entra con SPID, CIE o CNS:"))
            self.stdout.write(f"{settings.SITE_URL}{reverse('account_login')}")
            return
        self.stdout.write(
            _("Amministratore creato. Scegli la password da qui (entro un’ora, una volta sola):")
        )
        self.stdout.write(one_time_link(utente))


def one_time_link(utente: Utente) -> str:
    """The address that lets the person choose a password; it stops working once used."""
    return password_link(
        f"{user_pk_to_url_str(utente)}-{default_token_generator.make_token(utente)}"
    )
