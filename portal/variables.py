"""Environment variables of the installation; a wrong one is said in Italian, with its name."""

from __future__ import annotations

from typing import Any, Final

import environ
from django.core.exceptions import ImproperlyConfigured

YES: Final = frozenset({"1", "true", "on", "ok", "y", "yes", "si", "sì"})
NO: Final = frozenset({"", "0", "false", "off", "n", "no"})


class Variables(environ.Env):  # type: ignore[misc]  # django-environ ships no types
    """django-environ, stricter: a word it does not know is not a silent "no"."""

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        """Read a yes or a no. Raises ImproperlyConfigured for any other word."""
        found = self.get_value(var, cast=str, default=default)
        if isinstance(found, str):
            word = found.strip().lower()
            if word not in YES | NO:
                raise ImproperlyConfigured(f"{var}={found} non si capisce: scrivi 1 o 0.")
            return word in YES
        return bool(found)

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        """Read a whole number. Raises ImproperlyConfigured for anything else."""
        found = self.get_value(var, cast=str, default=default)
        try:
            return int(found)
        except ValueError:
            raise ImproperlyConfigured(f"{var}={found} non è un numero intero.") from None
