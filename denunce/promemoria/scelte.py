"""What an organisation chose about its reminders, as a pure value; without choices, the usual."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from denunce.orario import UFFICIO, Orario


class Anche(models.TextChoices):
    """When the people who administer the organisation are told as well."""

    MAI = "mai", _("Mai: solo chi segue il caso")
    SCADENZA = "scadenza", _("Alla scadenza, se l’adempimento è ancora da fare")
    ULTIME_ORE = "ultime_ore", _("Nelle ultime ore di ufficio e alla scadenza")


@dataclass(frozen=True, slots=True)
class Scelte:
    """Hours of the office, quiet outside of them, stages switched off, who else is told.

    ``off`` holds (kind of duty, stage); a stage that cannot be switched off ignores it.
    """

    orario: Orario = UFFICIO
    quiet: bool = False
    off: frozenset[tuple[str, str]] = frozenset()
    anche: str = Anche.MAI


SOLITE = Scelte()
