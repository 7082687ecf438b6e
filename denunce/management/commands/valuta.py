"""`python manage.py valuta [FILE]`: decisions as JSON, no database and no clock."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from denunce.scadenze.cli import emit, run, write_utf8


class Command(BaseCommand):
    help = "Valuta uno o più casi in JSON (file o ingresso standard) e scrive le decisioni."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="file JSON; assente: stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        answer = run(options["file"], sys.stdin.buffer)
        out = getattr(self.stdout, "_out", self.stdout)
        err = getattr(self.stderr, "_out", self.stderr)
        code = emit(answer, lambda text: write_utf8(out, text), lambda text: write_utf8(err, text))
        if code:
            raise SystemExit(code)
