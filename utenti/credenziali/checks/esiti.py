"""What the checks are told, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Severita(StrEnum):
    """How much a check weighs: ``grave`` wants a second look, and a second signature."""

    OK = "ok"
    ATTENZIONE = "attenzione"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Controllo:
    """One answer: what was found, in words, and what the reviewer can do about it.

    ``motivo`` is the standard reason that fits; with ``blocca`` the request cannot be approved.
    """

    code: str
    severita: Severita
    frase: _StrOrPromise
    cosa_fare: _StrOrPromise = ""
    motivo: str = ""
    blocca: bool = False


@dataclass(frozen=True, slots=True)
class Precedenti:
    """What is already here about the same person: numbers, never whose."""

    stesso_codice_fiscale: int = 0  # open requests of other accounts
    rifiutate: int = 0
    stessa_email: int = 0  # requests and accounts of other people
    stesso_documento: int = 0  # requests of other people
    account_con_codice_fiscale: bool = False
    altro_codice_fiscale: bool = False  # this account is already known under another one
    struttura: str = ""  # the hospital already here under the same codice fiscale
    struttura_chiusa: bool = False


@dataclass(frozen=True, slots=True)
class Fatti:
    """What the checks look at. ``oggi`` is the day of the exam, ``inviata_on`` of the request."""

    cognome: str
    nome: str
    sesso: str
    nato_on: date | None
    nato_a: str
    codice_fiscale: str
    documento_tipo: str
    rilasciato_on: date | None
    scade_on: date | None
    inviata_on: date
    oggi: date
    allegati: frozenset[str]
    account: str = ""  # the name of the account that asks
    precedenti: Precedenti = field(default_factory=Precedenti)
