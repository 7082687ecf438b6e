"""Does the codice fiscale fit the person, and the name the account? Doubts, never refusals.

Accents, order and omocodia make honest people differ from their codes: the portal says what looks
odd, and the reviewer compares with the document.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from codicefiscale import codicefiscale as cf
from django.utils.translation import gettext as _

from portal.base.db import normalize
from portal.base.errors import Doubt
from portal.base.validators import normalize_code

ADULT_YEARS = 18


class Nascita(NamedTuple):
    """What a codice fiscale says of a birth."""

    sesso: str
    nato_on: date
    nato_a: str


class Dichiarato(NamedTuple):
    """What a person declares of who they are; what is not known yet is empty."""

    cognome: str
    nome: str
    sesso: str
    nato_on: date | None
    codice_fiscale: str


def birth_of(codice: str, today: date) -> Nascita | None:
    """Sex, day and place that a code holds, None when it holds none.

    The code has two digits of the year: a doctor is an adult, so a day too near is a century off.
    """
    decoded = _decode(codice)
    if decoded is None:
        return None
    born: date = decoded["birthdate"].date()
    if born.year > today.year - ADULT_YEARS and born.year > 1999:
        born = born.replace(year=born.year - 100, day=min(born.day, 28 if born.month == 2 else 31))
    place = (decoded["birthplace"] or {}).get("name", "")
    return Nascita(str(decoded["gender"]), born, str(place).title())


def doubts_of(said: Dichiarato) -> list[Doubt]:
    """What of the person disagrees with the code, as far as both are known."""
    if not said.codice_fiscale:
        return []
    decoded = _decode(said.codice_fiscale)
    if decoded is None:
        return [
            Doubt(
                "codice_fiscale",
                _("Il codice fiscale non indica una data di nascita o un comune esistenti."),
            )
        ]
    return [*_name_doubts(decoded["raw"], said), *_birth_doubts(decoded, said)]


def _name_doubts(raw: dict[str, Any], said: Dichiarato) -> list[Doubt]:
    if not said.cognome or not said.nome:
        return []
    here = (raw["lastname"], raw["firstname"])
    if here == (cf.encode_lastname(said.cognome), cf.encode_firstname(said.nome)):
        return []
    if here == (cf.encode_lastname(said.nome), cf.encode_firstname(said.cognome)):
        return [Doubt("cognome", _("Sembra che nome e cognome siano scambiati: controllali."))]
    return [Doubt("cognome", _("Il codice fiscale non corrisponde a cognome e nome."))]


def _birth_doubts(decoded: dict[str, Any], said: Dichiarato) -> list[Doubt]:
    found = []
    born, day = decoded["birthdate"].date(), said.nato_on
    if day is not None and (born.day, born.month, born.year % 100) != (
        day.day,
        day.month,
        day.year % 100,
    ):
        found.append(
            Doubt(
                "nato_on",
                _(
                    "Il codice fiscale non corrisponde alla data di nascita: controlla il giorno "
                    "(per le donne è aumentato di 40)."
                ),
            )
        )
    if said.sesso and decoded["gender"] != said.sesso:
        found.append(Doubt("sesso", _("Il codice fiscale non corrisponde al sesso indicato.")))
    return found


def name_doubt(declared: str, account: str) -> Doubt | None:
    """Whether the declared name is another than the account's, accents and order apart."""
    if not declared.strip() or not account.strip():
        return None
    if sorted(normalize(declared).split()) == sorted(normalize(account).split()):
        return None
    return Doubt(
        "cognome",
        _("Il nome è diverso da quello del tuo account (%(name)s): va bene, se è quello giusto.")
        % {"name": account},
    )


def _decode(codice: str) -> dict[str, Any] | None:
    try:
        decoded: dict[str, Any] = cf.decode(normalize_code(codice))
    except ValueError:
        return None
    return decoded
