"""``manage.py azzera_secondo_fattore EMAIL``: for the only manager of a platform who lost it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.commands import PlainCommand
from portal.base.errors import ActionError
from utenti.accesso.actions.ripristini import reset_from_the_server


class Command(PlainCommand):
    """Take away the second factors of an account, end its sessions, tell its person."""

    help = "Toglie il secondo fattore di un account: solo dopo aver riconosciuto la persona."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        try:
            removed = reset_from_the_server(options["email"], now=clock.now())
        except ActionError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            _("Fatto: la persona entra con la password e attiva un nuovo secondo fattore.")
            if removed
            else _("Questo account non aveva un secondo fattore.")
        )
