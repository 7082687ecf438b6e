"""``manage.py genera --casi N``: synthetic cases for load tests; the same for the same seed."""

from __future__ import annotations

import time
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from denunce.demo.guard import DemoRefused
from denunce.demo.synthetic.generate import Plan, generate
from portal.base import clock
from portal.base.commands import USAGE, PlainCommand


class Command(PlainCommand):
    """Generate fictional persons, organisations, certificates and cases; refuse in production."""

    help = "Genera casi sintetici per prove di carico."

    def add_arguments(self, parser: CommandParser) -> None:
        """The size, and what makes a run repeatable."""
        parser.add_argument("--casi", type=int, required=True, help="quanti casi")
        parser.add_argument("--seme", type=int, default=1, help="stesso seme, stessi casi")
        parser.add_argument(
            "--organizzazioni", type=int, default=0, help="quante (se manca: da 3 a 200)"
        )
        parser.add_argument(
            "--consulente", default="", help="e-mail di chi riceve la delega di tutte"
        )
        parser.add_argument("--prefisso", default="Prova", help="come comincia ogni nome")
        parser.add_argument(
            "--aperti", type=float, default=0.2, help="quota di casi recenti, da 0 a 1"
        )
        parser.add_argument(
            "--certificati",
            type=float,
            default=0.0,
            help="quota di casi con i certificati dei medici, da 0 a 1",
        )
        parser.add_argument(
            "--adesso", default="", help="istante ISO 8601 da cui contare (se manca: ora)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate and say how fast."""
        plan, now = self._plan(options), self._now(options["adesso"])
        start = time.monotonic()
        try:
            made = generate(plan, now)
        except DemoRefused as error:
            raise CommandError(str(error)) from None
        seconds = time.monotonic() - start
        if options["verbosity"]:
            self.stdout.write(
                _(
                    "%(casi)d casi in %(org)d organizzazioni (%(skipped)d c’erano già), "
                    "%(seconds).1f s, %(rate)d casi al secondo"
                )
                % {
                    "casi": made.casi,
                    "org": made.organizzazioni,
                    "skipped": made.skipped,
                    "seconds": seconds,
                    "rate": made.casi / seconds,
                }
            )

    def _plan(self, options: dict[str, Any]) -> Plan:
        if options["casi"] < 1:
            raise CommandError(_("--casi: serve un numero da 1 in su."), returncode=USAGE)
        if options["organizzazioni"] < 0:
            raise CommandError(_("--organizzazioni: serve un numero da 1 in su."), returncode=USAGE)
        if not 0 <= options["aperti"] <= 1:
            raise CommandError(_("--aperti: serve un numero da 0 a 1."), returncode=USAGE)
        if not 0 <= options["certificati"] <= 1:
            raise CommandError(_("--certificati: serve un numero da 0 a 1."), returncode=USAGE)
        if options["consulente"] and "@" not in options["consulente"]:
            raise CommandError(_("--consulente: serve un indirizzo e-mail."), returncode=USAGE)
        return Plan(**{field.name: options[field.name] for field in fields(Plan)})

    def _now(self, text: str) -> datetime:
        if not text:
            return clock.now().replace(minute=0, second=0, microsecond=0)
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            message = _("--adesso: serve un istante, per esempio 2026-03-12T10:00:00+01:00.")
            raise CommandError(message, returncode=USAGE)
        return found if found.tzinfo else found.replace(tzinfo=clock.ROME)
