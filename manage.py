#!/usr/bin/env python
"""Django's command line for the Portale Infortuni."""

import os
import sys


def main() -> None:
    """Run an administrative command; a wrong setting or a dead database is one Italian line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        if isinstance(error, ImproperlyConfigured):
            sys.stderr.write(f"errore: {error}\n")
            sys.exit(2)
        reason = (
            "il database non risponde o non è preparato: correggi DATABASE_URL o esegui migrate"
        )
        sys.stderr.write(f"errore: {reason} (--traceback per i dettagli).\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
