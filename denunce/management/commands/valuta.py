"""`python manage.py valuta [FILE]`: decisions as JSON, no database and no clock."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, OutputWrapper

from denunce.scadenze.cli import USAGE, WRONG, run
from denunce.scadenze.streams import Output


class Command(BaseCommand):
    help = "Valuta uno o più casi in JSON (file o ingresso standard) e scrive le decisioni."
    requires_system_checks = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Say wrong usage in one Italian line: argparse would print an English paragraph."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = self._wrong_usage  # type: ignore[method-assign]
        return parser

    def _wrong_usage(self, message: str) -> None:
        _plain(self.stderr).line(USAGE.format(program="python manage.py valuta"))
        raise SystemExit(WRONG)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="file JSON; assente: stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        stdin = getattr(sys.stdin, "buffer", None)  # None: closed by the caller
        code = run(options["file"], stdin, _plain(self.stdout), _plain(self.stderr))
        if code:
            raise SystemExit(code)


def _plain(stream: OutputWrapper) -> Output:
    """The stream under Django's wrapper: no colours, no added line ends."""
    return Output(getattr(stream, "_out", stream))
