"""Wrap every data key with the current master key."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.audit.recording import record
from portal.base.commands import PlainCommand
from portal.base.crypto import UnknownKey, current_key_id
from portal.base.keys import rewrap_all


class Command(PlainCommand):
    """After a new key was put first in ENCRYPTION_KEYS; then the old one may be removed."""

    help = (
        "Riavvolge le chiavi dei dati con la prima chiave di ENCRYPTION_KEYS. "
        "I dati non si riscrivono; si può interrompere e ripetere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the operator choose how many rows are taken at a time."""
        parser.add_argument("--lotto", type=int, default=500)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate, write it down, say how many."""
        try:
            changed = rewrap_all(options["lotto"])
        except UnknownKey as error:
            raise CommandError(
                _("ENCRYPTION_KEYS non contiene più la chiave %(key)s: rimettila in fondo.")
                % {"key": error}
            ) from None
        record(
            "chiavi.ruotate",
            by=None,
            now=clock.now(),
            target=None,
            organizzazione_id=None,
            data={"numero": changed, "chiave": current_key_id()},
        )
        self.stdout.write(_("Chiavi riavvolte: %(n)d.") % {"n": changed})
