"""``manage.py promemoria``: one reminder scan, the same that runs every thirty seconds."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError

from denunce.promemoria.scan import scan
from denunce.scadenze.counting import AmbiguousTime, NonexistentTime, resolve_local
from portal.base import clock
from portal.base.commands import PlainCommand


class WrongInstant(ValueError):
    """Why the text is not an instant, in Italian."""


def read_instant(text: str) -> datetime:
    """An ISO 8601 instant; without offset it is Europe/Rome local time.

    Raises WrongInstant for anything else: a plain date, an hour that the clock skips, one that it
    shows twice without saying which.
    """
    try:
        if "T" not in text and " " not in text:
            raise ValueError(text)
        found = datetime.fromisoformat(text)
        return found if found.tzinfo is not None else resolve_local(found)
    except NonexistentTime:
        raise WrongInstant("quell'ora non esiste (cambio dell'ora legale)") from None
    except AmbiguousTime:
        problem = "quell'ora c'è due volte: indica anche lo scarto, per esempio +02:00"
        raise WrongInstant(problem) from None
    except ValueError:
        raise WrongInstant("scrivi un istante ISO, per esempio 2026-03-14T10:00") from None


class Command(PlainCommand):
    """One scan; prints what was due, queued now, and queued before."""

    help = "Cerca i promemoria da inviare e li mette in coda: la stessa ricerca del mittente."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--adesso``."""
        parser.add_argument(
            "--adesso", metavar="ISO", help="istante della ricerca (senza scarto: ora di Roma)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Scan and print the counts as JSON."""
        present = clock.now()
        asked = options["adesso"]
        try:
            now = read_instant(asked) if asked is not None else present
            esito = scan(now, send_at=present)
        except WrongInstant as wrong:
            self._leave(f"--adesso: {wrong}.", 2)
        except DatabaseError as error:
            self._leave(f"il database non risponde ({type(error).__name__}).", 1)
        else:
            self.stdout.write(json.dumps(asdict(esito)))
