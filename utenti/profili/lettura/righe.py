"""What each cell must hold: a row is either data or a list of errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale

from portal.base.validators import normalize_code
from utenti.profili.checks import is_group_name, is_name, is_supplier_code
from utenti.profili.lettura.colonne import TITLES
from utenti.profili.lettura.foglio import Riga

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LAST_YEAR: Final = 2100
_LIMITS: Final = {"cognome": 80, "nome": 80, "email": 254, "gruppo": 80, "codice_fornitore": 20}
_PERSON: Final = 16


@dataclass(frozen=True, slots=True)
class Errore:
    """What is wrong in one cell: the key of the column, what was expected, what was found."""

    chiave: str
    atteso: str
    trovato: str

    @property
    def colonna(self) -> str:
        """The heading of the column."""
        return TITLES[self.chiave]


@dataclass(frozen=True, slots=True)
class Dati:
    """A row that can be used. ``cognome``, ``nome`` and ``email`` may be empty: only a person who
    has no account yet needs them."""

    codice_fiscale: str
    cognome: str
    nome: str
    email: str
    gruppo: str
    codice_fornitore: str
    scadenza: date | None


def check_row(riga: Riga) -> tuple[Dati | None, list[Errore]]:
    """The data of a row, or every error in it."""
    cells = riga.celle | {"email": riga.celle["email"].lower()}  # which may lengthen it
    errors = [_formula(key) for key in riga.formule]
    codice = normalize_code(cells["codice_fiscale"])
    _check_code(codice, cells["codice_fiscale"], errors)
    _check_texts(cells, errors)
    scadenza = _check_day(cells.get("scadenza", ""), errors)
    if errors:
        return None, errors
    return (
        Dati(
            codice,
            cells["cognome"],
            cells["nome"],
            cells["email"],
            cells["gruppo"],
            cells["codice_fornitore"],
            scadenza,
        ),
        errors,
    )


def needed(column: str) -> Errore:
    """The error of a cell left empty."""
    return Errore(column, _("un valore"), _("niente"))


def _formula(key: str) -> Errore:
    return Errore(key, _("un valore scritto"), _("una formula"))


def _check_code(codice: str, found: str, errors: list[Errore]) -> None:
    title = "codice_fiscale"
    if not codice:
        errors.append(needed("codice_fiscale"))
    elif len(codice) != _PERSON:
        wanted = _("16 caratteri (il codice di una persona)")
        errors.append(Errore(title, wanted, f"{found[:40]} ({len(codice)})"))
    elif not codicefiscale.is_valid(codice):
        errors.append(Errore(title, _("un codice con il carattere di controllo giusto"), found))


def _check_texts(cells: dict[str, str], errors: list[Errore]) -> None:
    for key, limit in _LIMITS.items():
        if len(cells[key]) > limit:
            wanted = _("al massimo %(n)d caratteri") % {"n": limit}
            errors.append(Errore(key, wanted, cells[key][:40] + "…"))
    errors.extend(
        Errore(key, _("un nome fatto di lettere"), cells[key][:60])
        for key in ("cognome", "nome")
        if cells[key] and not is_name(cells[key])
    )
    _check_present(
        cells, "gruppo", is_group_name(cells["gruppo"]), _("il nome di un reparto"), errors
    )
    _check_present(
        cells,
        "codice_fornitore",
        is_supplier_code(cells["codice_fornitore"]),
        _("lettere e cifre"),
        errors,
    )
    if cells["email"] and not _is_email(cells["email"]):
        errors.append(Errore("email", _("un indirizzo come nome@esempio.it"), cells["email"][:60]))


def _check_present(
    cells: dict[str, str], key: str, fine: bool, wanted: str, errors: list[Errore]
) -> None:
    if not cells[key]:
        errors.append(needed(key))
    elif not fine:
        errors.append(Errore(key, wanted, cells[key][:60]))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _check_day(text: str, errors: list[Errore]) -> date | None:
    if not text:
        return None
    day = _day(text)
    if day is None or day.year > _LAST_YEAR:
        errors.append(Errore("scadenza", _("un giorno come 31/12/2027"), text[:40]))
    return day


def _day(text: str) -> date | None:
    """Day first as in Italy, or the ISO form in which Excel's dates are read."""
    found = _DAY_FIRST.fullmatch(text)
    parts = found.groups()[::-1] if found else ()
    if not found and (iso := _YEAR_FIRST.fullmatch(text)):
        parts = iso.groups()
    if not parts:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
