"""``manage.py codice_demo EMAIL``: the current second-factor code of a demo account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.commands import USAGE, PlainCommand
from portal.base.errors import ActionError
from utenti.accesso.actions.demo import demo_code


class Command(PlainCommand):
    """Print six digits; refuse outside demo data (1) and for what is no address (2)."""

    help = "Stampa il codice di accesso di un account dimostrativo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The account."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """The code alone, so that a script can use it."""
        email = options["email"]
        try:
            validate_email(email)
            self.stdout.write(demo_code(email, now=clock.now()))
        except ValidationError:
            said = _("«%(email)s» non è un indirizzo e-mail.") % {"email": email}
            raise CommandError(said, returncode=USAGE) from None
        except ActionError as refusal:
            raise CommandError(refusal.message) from None
