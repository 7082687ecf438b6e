"""``manage.py mittente``: the sender process of every installation.

Without a broker it is the only one; with Celery it stands beside the worker and finds by asking the
database, so that no reminder ever waits for Redis.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection

from denunce.mittente import Sender, take_place
from portal.base.commands import USAGE, PlainCommand

log = structlog.get_logger(__name__)

# Whoever asked us to end kills after ten seconds (Docker) or twelve (script/supervise.py), and a
# busy machine needs a moment to end: rows make the message in hand safe to leave.
_GRACE_SECONDS = 8.0


class Command(PlainCommand):
    """Sends reminders and mails, prepares documents, seals the register, sweeps files."""

    help = "Invia promemoria e posta, prepara i documenti, sigilla il registro, pulisce i file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``--una-volta`` and ``--presa``."""
        parser.add_argument(
            "--una-volta",
            action="store_true",
            help="fa una passata, invia quello che c'è da inviare e termina",
        )
        parser.add_argument(
            "--congedo",
            type=float,
            default=_GRACE_SECONDS,
            metavar="SECONDI",
            help="dopo quanti secondi dalla richiesta di terminare lascia il messaggio in corso",
        )
        parser.add_argument(
            "--presa",
            type=int,
            default=60,
            metavar="SECONDI",
            help="dopo quanti secondi un altro mittente può riprendere un messaggio in corso",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until TERM, or once."""
        if options["presa"] < 1:
            raise CommandError("--presa: serve un numero da 1 in su.", returncode=USAGE)
        self.grace = max(options["congedo"], 0.1)
        alive = settings.VAR_DIR / f"mittente-{socket.gethostname()}.vivo"
        sender = Sender(lease_seconds=options["presa"], sign_of_life=alive)
        place = self._take_place()
        try:
            if options["una_volta"]:
                self._once(sender)
            else:
                self._forever(sender)
        finally:
            if place is not None:
                place.close()

    def _take_place(self) -> Any:
        try:
            # A Celery worker takes no place here: the messages in its hands must stay there.
            embedded = connection.vendor == "sqlite" and not settings.REDIS_URL
            return take_place(settings.VAR_DIR / "mittente.lock", embedded=embedded)
        except DatabaseError:  # it will be back: the leases end by themselves
            log.warning("leases_not_released", exc_info=True)
            return None

    def _once(self, sender: Sender) -> None:
        try:
            fine = sender.once()
        except DatabaseError as error:
            self._leave(f"il database non risponde ({type(error).__name__}).", 1)
        if not fine:
            self._leave("una parte del lavoro non è riuscita: leggi i messaggi qui sopra.", 1)

    def _forever(self, sender: Sender) -> None:
        stopping = threading.Lock()

        def end(number: int, frame: FrameType | None) -> None:
            if not stopping.locked():
                stopping.acquire()
                # From another thread: this one may be interrupted while it holds the event's lock.
                threading.Thread(target=sender.stop.set).start()
                last_resort = threading.Timer(self.grace, os._exit, (0,))
                last_resort.daemon = True
                last_resort.start()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        sender.run()
