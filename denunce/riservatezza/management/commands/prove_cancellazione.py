"""``prove_cancellazione``: list the proofs of erasure, or repeat them after a restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from denunce.riservatezza.again import listed, repeat
from portal.base import clock
from portal.base.commands import PlainCommand
from portal.base.errors import ActionError


class Command(PlainCommand):
    """Without options prints one JSON line for each proof: ids and codes, no personal value."""

    help = "Elenca le prove di cancellazione, o rifà le cancellazioni dopo un ripristino."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to repeat."""
        parser.add_argument(
            "--ripeti", metavar="FILE", help="rifà le cancellazioni elencate in FILE (- : ingresso)"
        )

    def handle(self, *args: Any, ripeti: str | None = None, **options: Any) -> None:
        """List, or repeat and say what came of each."""
        if not ripeti:
            for line in listed():
                self.stdout.write(line)
            return
        try:
            text = sys.stdin.read() if ripeti == "-" else Path(ripeti).read_text(encoding="utf-8")
            for done in repeat(text.splitlines(), now=clock.now()):
                self.stdout.write(f"{done.oggetto} {done.oggetto_id} {done.outcome}")
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(_("Il file non si legge: non è un elenco di prove.")) from error
        except ActionError as refusal:
            raise CommandError(refusal.message) from refusal
