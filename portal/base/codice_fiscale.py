"""Does the codice fiscale fit the person? Malformed is an error, a mismatch is a doubt.

A code can be right and the form wrong, or the other way round, and homonyms get codes that differ
from the computed one (omocodia): so a person settles the doubt, the portal does not.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from codicefiscale import codicefiscale as cf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.base.db import normalize
from portal.base.errors import ActionError, Doubt
from portal.base.validators import normalize_code, validate_codice_fiscale

_PROVISIONAL = 11


class Persona(Protocol):
    """Who a person is said to be."""

    @property
    def cognome(self) -> str: ...
    @property
    def nome(self) -> str: ...
    @property
    def sesso(self) -> str: ...
    @property
    def nato_on(self) -> date: ...
    @property
    def nato_a(self) -> str: ...


def check_codice(text: str | None) -> str | None:
    """The code in capitals, None when not given. Raises ActionError when malformed."""
    if not text or not text.strip():
        return None
    codice = normalize_code(text)
    try:
        validate_codice_fiscale(codice)
    except ValidationError as error:
        raise ActionError(error.messages[0], "codice_fiscale") from None
    return codice


def doubts_of(codice: str, data: Persona) -> list[Doubt]:
    """What of the person disagrees with the code; nothing for a provisional code of 11 digits."""
    if len(codice) == _PROVISIONAL:
        return []
    try:
        decoded: dict[str, Any] = cf.decode(codice)
    except ValueError:
        message = _("Il codice fiscale non indica un comune o una data di nascita esistenti.")
        return [Doubt("codice_fiscale", message)]
    return [doubt for doubt in _compared(decoded, data) if doubt is not None]


def _compared(decoded: dict[str, Any], data: Persona) -> list[Doubt | None]:
    raw, place = decoded["raw"], decoded["birthplace"] or {}
    # The code holds two digits of the year: a person may be a hundred years older than it decodes.
    born = decoded["birthdate"].date()
    same_day = (born.day, born.month, born.year % 100) == (
        data.nato_on.day,
        data.nato_on.month,
        data.nato_on.year % 100,
    )
    return [
        _doubt("cognome", raw["lastname"] == cf.encode_lastname(data.cognome)),
        _doubt("nome", raw["firstname"] == cf.encode_firstname(data.nome)),
        _doubt("sesso", decoded["gender"] == data.sesso),
        _doubt("nato_on", same_day),
        _doubt("nato_a", not data.nato_a or _is_place(data.nato_a, place)),
    ]


def _is_place(written: str, place: dict[str, Any]) -> bool:
    """Whether the written birthplace is one of the names of the decoded one."""
    names = (place.get("name", ""), place.get("name_alt", ""), place.get("name_trans", ""))
    return normalize(written) in {normalize(name) for name in names if name}


def _doubt(field: str, agrees: bool) -> Doubt | None:
    messages = {
        "cognome": _("Il codice fiscale non corrisponde al cognome."),
        "nome": _("Il codice fiscale non corrisponde al nome."),
        "sesso": _("Il codice fiscale non corrisponde al sesso indicato."),
        "nato_on": _(
            "Il codice fiscale non corrisponde alla data di nascita: controlla il giorno "
            "(per le donne è aumentato di 40)."
        ),
        "nato_a": _("Il codice fiscale non corrisponde al luogo di nascita."),
    }
    return None if agrees else Doubt(field, messages[field])
