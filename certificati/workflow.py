"""States and transitions of a certificate, as a table: name, sources, target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoCertificato(models.TextChoices):
    """States of a certificate."""

    BOZZA = "bozza", _("Bozza")
    EMESSO = "emesso", _("Emesso")
    ANNULLATO = "annullato", _("Annullato")
    SOSTITUITO = "sostituito", _("Sostituito")


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states to which."""

    sources: frozenset[StatoCertificato]
    target: StatoCertificato


_BOZZA, _EMESSO = StatoCertificato.BOZZA, StatoCertificato.EMESSO
TRANSITIONS: Final = {
    "issue": Transition(frozenset({_BOZZA}), _EMESSO),
    "annul": Transition(frozenset({_EMESSO}), StatoCertificato.ANNULLATO),
    "replace": Transition(frozenset({_EMESSO}), StatoCertificato.SOSTITUITO),
}
# What was issued once, whatever became of it.
ISSUED_STATES: Final = tuple(stato for stato in StatoCertificato if stato != _BOZZA)


def allows(transition: str, stato: str) -> bool:
    """Whether a certificate in that state may make the transition."""
    return stato in TRANSITIONS[transition].sources
