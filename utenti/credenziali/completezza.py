"""Why a request cannot be sent yet: what is missing, what is wrong, what only looks odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base import wording
from portal.base.validators import (
    validate_cap,
    validate_codice_fiscale,
    validate_codice_fiscale_persona,
    validate_partita_iva,
    validate_phone,
)
from utenti.credenziali.anagrafica import Dichiarato, doubts_of, name_doubt
from utenti.credenziali.choices import TipoAllegato
from utenti.credenziali.composizione import message_of, problems_of
from utenti.credenziali.models import Messaggio, RichiestaAbilitazione
from utenti.credenziali.passi import NEEDED_FILES, OPTIONAL, Passo, fields_of, steps_of


class Difetto(StrEnum):
    """How a field keeps a request from being sent."""

    MANCA = "manca"
    SBAGLIATO = "sbagliato"


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason why a request cannot be sent, and where to mend it."""

    passo: Passo
    campo: str
    etichetta: str
    messaggio: str
    difetto: Difetto


_provincia = RegexValidator(
    r"\A[A-Za-z]{2}\Z", gettext_lazy("Scrivi la sigla della provincia: due lettere."), "provincia"
)


def _company_code(value: str) -> None:
    """A hospital has the 11 digits of a company, or the code of who owns the practice."""
    if len(value.strip()) == 11:
        validate_partita_iva(value)
    else:
        validate_codice_fiscale(value)


_CHECKS: Final[dict[str, Callable[[str], object]]] = {
    "codice_fiscale": validate_codice_fiscale_persona,
    "residenza_provincia": _provincia,
    "residenza_cap": validate_cap,
    "telefono": validate_phone,
    "email": validate_email,
    "pec": validate_email,
    "struttura_codice_fiscale": _company_code,
    "struttura_provincia": _provincia,
    "struttura_cap": validate_cap,
    "struttura_telefono": validate_phone,
    "struttura_pec": validate_email,
}


def gaps_of(
    richiesta: RichiestaAbilitazione, files: Iterable[str], livello: str, today: date
) -> list[Gap]:
    """Everything that keeps a request from being sent on a day, in the order of the steps.

    ``files`` are the kinds of file that it has.
    """
    found: list[Gap] = []
    for passo in steps_of(richiesta, livello):
        if passo is Passo.MESSAGGIO:
            found += _message_gaps(richiesta)
        elif passo is Passo.ALLEGATI:
            found += _file_gaps(files)
        else:
            found += step_gaps(richiesta, passo, today)
    return found


def step_gaps(richiesta: RichiestaAbilitazione, passo: Passo, today: date) -> list[Gap]:
    """What is missing or wrong among the fields of one step."""
    found = []
    for name in fields_of(passo, richiesta.profilo):
        said = _wrong(richiesta, name, today)
        if said:
            found.append(Gap(passo, name, _label(name), said, Difetto.SBAGLIATO))
        elif not getattr(richiesta, name) and name not in OPTIONAL:
            found.append(Gap(passo, name, _label(name), _("Manca."), Difetto.MANCA))
    return found


def doubts(richiesta: RichiestaAbilitazione, account: str) -> list[tuple[str, str]]:
    """What looks odd and only a person can settle: field and sentence. Nothing is refused."""
    said = Dichiarato(
        richiesta.cognome,
        richiesta.nome,
        richiesta.sesso,
        richiesta.nato_on,
        richiesta.codice_fiscale or "",
    )
    wrong = said.codice_fiscale and _failure(validate_codice_fiscale_persona, said.codice_fiscale)
    found = [] if wrong else doubts_of(said)
    other = name_doubt(f"{richiesta.cognome} {richiesta.nome}", account)
    return [(doubt.field, doubt.message) for doubt in [*found, *([other] if other else [])]]


def _wrong(richiesta: RichiestaAbilitazione, name: str, today: date) -> str:
    value = getattr(richiesta, name)
    if not value:
        return ""
    if name in _CHECKS:
        return _failure(_CHECKS[name], str(value))
    return _wrong_day(richiesta, name, value, today) if isinstance(value, date) else ""


def _wrong_day(richiesta: RichiestaAbilitazione, name: str, value: date, today: date) -> str:
    if name == "documento_scade_on":
        issued = richiesta.documento_rilasciato_on
        if value < today:
            said = _("Il documento è scaduto %(day)s: serve un documento in corso di validità.")
            return said % {"day": wording.day(value, year=True)}
        return _("Un documento scade dopo il rilascio.") if issued and value <= issued else ""
    return _("Questo giorno non è ancora venuto.") if value > today else ""


def _failure(check: Callable[[str], object], value: str) -> str:
    try:
        check(value.strip())
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def _message_gaps(richiesta: RichiestaAbilitazione) -> list[Gap]:
    message = message_of(richiesta)
    return [
        Gap(
            Passo.MESSAGGIO,
            name,
            _label(name, Messaggio),
            said,
            Difetto.SBAGLIATO if getattr(message, name).strip() else Difetto.MANCA,
        )
        for name, said in problems_of(message).items()
    ]


def _file_gaps(files: Iterable[str]) -> list[Gap]:
    held = set(files)
    return [
        Gap(
            Passo.ALLEGATI,
            tipo.value,
            str(TipoAllegato(tipo).label),
            _("Manca il file."),
            Difetto.MANCA,
        )
        for tipo in NEEDED_FILES
        if tipo not in held
    ]


def _label(name: str, model: type[models.Model] = RichiestaAbilitazione) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]
