"""The reasons of a decision in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from utenti.credenziali.models import Decisione

_WORDS = "utenti.credenziali.motivi"


def reasons_of(decisione: Decisione) -> list[str]:
    """One sentence for each reason, in the language of the letter that its person got."""
    return _sentences()(decisione.motivi, decisione.lingua)


def _sentences() -> Callable[[Iterable[str], str], list[str]]:
    """The reviewers' words; where their side is not installed a code stands for itself."""
    if find_spec(_WORDS) is None:
        return lambda codes, _lingua: [str(code) for code in codes]
    told: Callable[[Iterable[str], str], list[str]] = import_module(_WORDS).sentences
    return told
