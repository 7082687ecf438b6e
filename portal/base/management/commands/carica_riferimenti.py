"""Load the dated reference data."""

from typing import Any

from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.commands import PlainCommand
from portal.base.riferimenti.loading import load_reference


class Command(PlainCommand):
    """Comuni, states and code lists, once for each version of their fixture."""

    help = "Carica comuni, stati esteri ed elenchi di codici; ripeterlo non costa nulla."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load what changed and say how many rows."""
        written = load_reference(clock.now())
        for name, count in written.items():
            self.stdout.write(f"{name}: {count}")
        if not written:
            self.stdout.write(_("Riferimenti già aggiornati."))
