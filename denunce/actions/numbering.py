"""Case numbers: one sequence for each organisation and year, without gaps."""

from __future__ import annotations

from datetime import datetime

from denunce.models import Numerazione
from portal.base.clock import local
from portal.base.db import lock
from utenti.models import Organizzazione


def hold_numbering(organizzazione: Organizzazione, now: datetime) -> Numerazione:
    """Lock the sequence of the Roman year of ``now`` until the transaction ends.

    Whoever opens a case for the organisation passes here one at a time; so a number is taken only
    together with its case, and a rollback gives it back.
    """
    key = {"organizzazione": organizzazione, "anno": local(now).year}
    Numerazione.objects.bulk_create([Numerazione(**key)], ignore_conflicts=True)
    return lock(Numerazione.objects.filter(**key)).get()


def take_number(numerazione: Numerazione) -> int:
    """The next number of a held sequence."""
    numerazione.ultimo += 1
    numerazione.save(update_fields=["ultimo"])
    return numerazione.ultimo
