"""All the checks of a request, the gravest first."""

from __future__ import annotations

from itertools import chain
from typing import Final

from utenti.credenziali.checks import codice_fiscale, documento, doppioni
from utenti.credenziali.checks.esiti import Controllo, Fatti, Severita

_CHECKS: Final = (
    documento.check_allegati,
    codice_fiscale.check_codice_fiscale,
    documento.check_documento,
    documento.check_eta,
    doppioni.check_persona,
    doppioni.check_recapiti,
    doppioni.check_struttura,
)
_ORDER: Final = (Severita.GRAVE, Severita.ATTENZIONE, Severita.OK)


def run_checks(fatti: Fatti) -> list[Controllo]:
    """Every answer, the gravest first, in the order of the checks within a level."""
    found = chain.from_iterable(check(fatti) for check in _CHECKS)
    return sorted(found, key=lambda answer: _ORDER.index(answer.severita))
