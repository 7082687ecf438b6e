"""Verify the chains of the audit register."""

import sys
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from portal.base.audit.verification import verify
from portal.base.commands import PlainCommand


class Command(PlainCommand):
    """Exit code 0 when every chain holds, 1 when one is broken."""

    help = "Verifica che nessun evento del registro sia stato modificato, tolto o spostato."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the operator verify one organisation alone."""
        parser.add_argument("--organizzazione", type=UUID, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one line for each fault."""
        broken = verify(options["organizzazione"])
        for fault in broken:
            self.stderr.write(f"{fault.chain} #{fault.seq}: {fault.reason}")
        if broken:
            sys.exit(1)
        self.stdout.write(_("Registro integro."))
