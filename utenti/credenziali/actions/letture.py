"""What the reviewer read on the document, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from portal.base.db import lock
from utenti.access import Scope
from utenti.credenziali.actions.presa import extend, require_in_hand
from utenti.credenziali.choices import Esito, Riscontro
from utenti.credenziali.models import Lettura, RichiestaAbilitazione
from utenti.models import Utente


@dataclass(frozen=True, slots=True)
class Letto:
    """One field: how it compares, and the words of the document where they differ."""

    campo: str
    riscontro: str
    testo: str = ""


def save_letture(
    richiesta: RichiestaAbilitazione, letti: Sequence[Letto], *, by: Scope, now: datetime
) -> list[Lettura]:
    """Keep what was read; a later reading of a field takes the place of the former.

    Raises NotInHand.
    """
    with transaction.atomic():
        row = lock(richiesta)
        require_in_hand(row, by.actor, now)
        extend(row, now)
        return write(row, letti, by.actor, now)


def write(
    row: RichiestaAbilitazione, letti: Sequence[Letto], by: Utente, now: datetime
) -> list[Lettura]:
    """Write the readings of a (locked) request."""
    known = {lettura.campo: lettura for lettura in row.letture.order_by("campo")}
    written = []
    for letto in letti:
        lettura = known.get(letto.campo) or Lettura(richiesta=row, campo=letto.campo)
        lettura.richiesta = row
        lettura.riscontro, lettura.letto = letto.riscontro, letto.testo or None
        lettura.by, lettura.at = by, now
        lettura.save()
        written.append(lettura)
    return written


def current(row: RichiestaAbilitazione) -> QuerySet[Lettura]:
    """The readings of this exam: those before the last question were of other documents."""
    asked = row.decisioni.filter(esito=Esito.INTEGRAZIONE).order_by("-at", "pk").first()
    rows = row.letture.order_by("campo")
    return rows.filter(at__gt=asked.at) if asked is not None else rows


def mismatches(row: RichiestaAbilitazione) -> list[str]:
    """The fields read as different or not readable, in a stable order."""
    return list(current(row).exclude(riscontro=Riscontro.UGUALE).values_list("campo", flat=True))
