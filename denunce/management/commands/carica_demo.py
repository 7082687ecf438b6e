"""``manage.py carica_demo``: fictional organisations, accounts and cases to try the portal with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from denunce.demo.cast import PASSWORD
from denunce.demo.guard import DemoRefused
from denunce.demo.loading import load_demo
from portal.base import clock
from portal.base.commands import PlainCommand


class Command(PlainCommand):
    """Load the demo data once; refuse in production, without DEMO=1 and beside real data."""

    help = "Carica i dati dimostrativi (una volta sola)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was made."""
        try:
            loaded = load_demo(clock.now())
        except DemoRefused as error:
            raise CommandError(str(error)) from None
        if not loaded.created:
            self.stdout.write(_("I dati dimostrativi ci sono già."))
            return
        self.stdout.write(
            _(
                "Dati dimostrativi caricati: %(org)d organizzazioni, %(users)d account, "
                "%(cases)d casi. Accesso: segreteria@demo.test, password %(password)s"
            )
            % {
                "org": loaded.organizzazioni,
                "users": loaded.utenti,
                "cases": loaded.casi,
                "password": PASSWORD,
            }
        )
