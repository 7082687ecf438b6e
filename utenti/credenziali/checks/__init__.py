"""Automatic checks of a request: pure functions of what is declared and of what is already here.

Each answers with a level, an Italian sentence and what to do; none of them decides.
"""

from utenti.credenziali.checks.esiti import Controllo, Fatti, Precedenti, Severita
from utenti.credenziali.checks.tutti import run_checks

__all__ = ["Controllo", "Fatti", "Precedenti", "Severita", "run_checks"]
