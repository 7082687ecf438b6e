"""States and transitions of a credential request, as a table: name, sources, target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoRichiesta(models.TextChoices):
    """States of a credential request."""

    BOZZA = "bozza", _("Bozza")
    INVIATA = "inviata", _("Inviata")
    IN_ESAME = "in_esame", _("In esame")
    INTEGRAZIONE_CHIESTA = "integrazione_chiesta", _("Integrazione chiesta")
    APPROVATA = "approvata", _("Approvata")
    RIFIUTATA = "rifiutata", _("Rifiutata")
    RITIRATA = "ritirata", _("Ritirata")


_S = StatoRichiesta
# The applicant may still change what is written.
EDITABLE_STATES: Final = (_S.BOZZA, _S.INTEGRAZIONE_CHIESTA)
# Waiting for a reviewer: what the queue shows.
QUEUE_STATES: Final = (_S.INVIATA, _S.IN_ESAME)
# Not decided yet: of these a person has at most one for each profile.
OPEN_STATES: Final = (_S.BOZZA, _S.INVIATA, _S.IN_ESAME, _S.INTEGRAZIONE_CHIESTA)
ENDED_STATES: Final = (_S.APPROVATA, _S.RIFIUTATA, _S.RITIRATA)


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed change of state, and whose it is."""

    name: str
    sources: frozenset[str]
    target: str
    reviewer: bool


def _row(name: str, sources: tuple[str, ...], target: str, *, reviewer: bool) -> Transition:
    return Transition(name, frozenset(sources), target, reviewer)


TRANSITIONS: Final[dict[str, Transition]] = {
    row.name: row
    for row in (
        _row("submit", EDITABLE_STATES, _S.INVIATA, reviewer=False),
        _row("withdraw", OPEN_STATES, _S.RITIRATA, reviewer=False),
        _row("claim", QUEUE_STATES, _S.IN_ESAME, reviewer=True),
        _row("release", (_S.IN_ESAME,), _S.INVIATA, reviewer=True),
        _row("ask", (_S.IN_ESAME,), _S.INTEGRAZIONE_CHIESTA, reviewer=True),
        _row("approve", (_S.IN_ESAME,), _S.APPROVATA, reviewer=True),
        _row("refuse", (_S.IN_ESAME,), _S.RIFIUTATA, reviewer=True),
    )
}
