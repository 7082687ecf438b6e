"""What a certificate may not say, and what looks odd: the same for the wizard and the import.

A refusal names its field and how to mend it; a doubt can be confirmed. Nothing here asks a database
or the codice fiscale's slow table of birthplaces: it runs for thousands of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from codicefiscale import codicefiscale as cf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale

from certificati.campi import Forma
from certificati.choices import Genere, TipoCertificato
from certificati.dati import DatiCertificato
from certificati.numero import is_numero
from certificati.prognosi import LONG_DAYS, Periodo
from certificati.tabella import campi_of
from portal.base.clock import local
from portal.base.errors import Doubt
from portal.base.riferimenti.codelists import code_list
from portal.base.validators import (
    validate_cap,
    validate_codice_fiscale,
    validate_codice_fiscale_persona,
    validate_phone,
)

_OLDEST: Final = 120  # years: nobody at work is older
_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Rifiuto:
    """What cannot stand: the field and what to do about it, in Italian."""

    field: str
    message: str


def refusals(dati: DatiCertificato, now: datetime) -> list[Rifiuto]:
    """Everything that keeps these data from being issued at ``now``: of each field the first thing
    to mend."""
    found = (
        *_missing(dati),
        *_malformed(dati),
        *_days(dati, now),
        *_prognosis(dati),
        *_chain(dati),
        *_lesions(dati),
    )
    first: dict[str, Rifiuto] = {}
    for refusal in found:
        first.setdefault(refusal.field, refusal)
    return list(first.values())


def doubts(dati: DatiCertificato) -> list[Doubt]:
    """What only a person can settle, for data without refusals."""
    found = list(_code_doubts(dati))
    periodo = period_of(dati)
    if periodo is not None and periodo.giorni > LONG_DAYS:
        found.append(
            Doubt(
                "prognosi_al",
                _("La prognosi è di %(giorni)s giorni, più di un anno: controlla le date.")
                % {"giorni": periodo.giorni},
            )
        )
    if periodo is not None and dati.evento_on is not None and periodo.dal < dati.evento_on:
        found.append(
            Doubt(
                "prognosi_dal",
                _("La prognosi comincia prima dell’infortunio: controlla le due date."),
            )
        )
    return found


def period_of(dati: DatiCertificato) -> Periodo | None:
    """The days of the prognosis, None when it has not both ends in order."""
    start, end = dati.prognosi_dal, dati.prognosi_al
    return Periodo(start, end) if start and end and start <= end else None


def _missing(dati: DatiCertificato) -> Iterator[Rifiuto]:
    for campo in campi_of(dati.genere):
        if dati.genere in campo.needed and getattr(dati, campo.name) in ("", None):
            yield Rifiuto(campo.name, _("Manca «%(campo)s».") % {"campo": campo.label})


def _malformed(dati: DatiCertificato) -> Iterator[Rifiuto]:
    for campo in campi_of(dati.genere):
        value = getattr(dati, campo.name)
        if value in ("", None, False, ()):
            continue
        if isinstance(value, str) and len(value) > campo.max:
            yield Rifiuto(campo.name, _("Al massimo %(max)s caratteri.") % {"max": campo.max})
        elif campo.choices and value not in {code for code, _label in campo.choices}:
            yield Rifiuto(campo.name, _("Questo valore non è tra quelli previsti."))
        elif message := _shape(campo.forma, value):
            yield Rifiuto(campo.name, message)


def _shape(forma: Forma, value: Any) -> str:
    """What is wrong with the form of a value; empty when nothing is."""
    validator = _VALIDATORS.get(forma)
    if validator is not None:
        try:
            validator(value)
        except ValidationError as error:
            return str(error.messages[0])
    if forma == Forma.NUMERO and not is_numero(value):
        return _("Il numero ha 12 lettere o cifre.")
    if forma == Forma.PROVINCIA and not re.fullmatch(r"[A-Z]{2}", value):
        return _("La sigla della provincia ha due lettere.")
    if forma == Forma.ORA and not _HOUR.fullmatch(value):
        return _("Scrivi l’ora come 10:30.")
    return ""


_VALIDATORS: Final[dict[Forma, Callable[[str], None]]] = {
    Forma.CODICE_FISCALE: validate_codice_fiscale_persona,
    Forma.CODICE_FISCALE_DATORE: validate_codice_fiscale,
    Forma.CAP: validate_cap,
    Forma.TELEFONO: validate_phone,
}


def _days(dati: DatiCertificato, now: datetime) -> Iterator[Rifiuto]:
    """Nothing in the future, nothing before its cause."""
    today = local(now).date()
    future = _("Questa data è nel futuro: controllala.")
    for name in ("prima_assistenza_at", "prima_visita_at"):
        instant = getattr(dati, name)
        if instant is not None and instant > now:
            yield Rifiuto(name, future)
    for name in ("nato_on", "evento_on", "manifestata_on", "esposizione_dal", "precedente_on"):
        day = getattr(dati, name)
        if day is not None and day > today:
            yield Rifiuto(name, future)
    day, born = dati.giorno_evento, dati.nato_on
    if day is not None and born is not None:
        if day < born:
            yield Rifiuto("nato_on", _("La data di nascita viene dopo l’evento."))
        elif day.year - born.year > _OLDEST:
            yield Rifiuto("nato_on", _("Controlla l’anno di nascita."))
    if day is not None and _before(dati.prima_assistenza_at, day):
        yield Rifiuto(
            "prima_assistenza_at",
            _("La prima assistenza viene prima dell’infortunio: controlla le due date."),
        )
    if dati.esposizione_dal and dati.esposizione_al and dati.esposizione_al < dati.esposizione_dal:
        yield Rifiuto("esposizione_al", _("La fine viene prima dell’inizio."))


def _before(instant: datetime | None, day: date) -> bool:
    return instant is not None and local(instant).date() < day


def _prognosis(dati: DatiCertificato) -> Iterator[Rifiuto]:
    """Both ends or none; an injury certificate that continues says until when."""
    start, end, day = dati.prognosi_dal, dati.prognosi_al, dati.giorno_evento
    if (start is None) != (end is None):
        missing = "prognosi_dal" if start is None else "prognosi_al"
        yield Rifiuto(missing, _("La prognosi vuole il primo e l’ultimo giorno."))
    elif start is not None and end is not None and end < start:
        yield Rifiuto("prognosi_al", _("L’ultimo giorno viene prima del primo."))
    elif end is not None and day is not None and end < day:
        yield Rifiuto("prognosi_al", _("La prognosi finisce prima dell’evento."))
    elif start is None and _wants_prognosis(dati):
        yield Rifiuto(
            "prognosi_al",
            _("Scrivi i giorni di prognosi, oppure segna che la prognosi è riservata."),
        )
    if dati.esito and dati.tipo != TipoCertificato.DEFINITIVO:
        yield Rifiuto("esito", _("L’esito si scrive solo nel certificato definitivo."))
    if dati.tipo == TipoCertificato.DEFINITIVO and not dati.esito:
        yield Rifiuto("esito", _("Un certificato definitivo dice com’è finita."))


def _wants_prognosis(dati: DatiCertificato) -> bool:
    return (
        dati.genere == Genere.INFORTUNIO
        and dati.tipo != TipoCertificato.DEFINITIVO
        and not dati.prognosi_riservata
    )


def _chain(dati: DatiCertificato) -> Iterator[Rifiuto]:
    if dati.tipo == TipoCertificato.PRIMO and (dati.precedente_numero or dati.precedente_on):
        yield Rifiuto("precedente_numero", _("Un primo certificato non ne prosegue un altro."))


def _lesions(dati: DatiCertificato) -> Iterator[Rifiuto]:
    if dati.genere != Genere.INFORTUNIO:
        return
    if not dati.lesioni and dati.tipo == TipoCertificato.PRIMO:
        yield Rifiuto("lesioni", _("Aggiungi almeno una lesione: natura e sede."))
    nature, sedi = code_list("natura_lesione").by_code, code_list("sede_lesione").by_code
    for lesione in dati.lesioni:
        if lesione.natura not in nature or lesione.sede not in sedi:
            yield Rifiuto("lesioni", _("Una lesione non è negli elenchi ufficiali."))
    if len(set(dati.lesioni)) != len(dati.lesioni):
        yield Rifiuto("lesioni", _("Una lesione è scritta due volte."))


def _code_doubts(dati: DatiCertificato) -> Iterator[Doubt]:
    """The codice fiscale against name, sex and day of birth (D.M. 23/12/1976), omocodia apart."""
    code = dati.codice_fiscale
    if code[:3] != cf.encode_lastname(dati.cognome):
        yield Doubt("cognome", _("Il codice fiscale non corrisponde al cognome."))
    if code[3:6] != cf.encode_firstname(dati.nome):
        yield Doubt("nome", _("Il codice fiscale non corrisponde al nome."))
    try:
        born, sex = codicefiscale.get_birth_date(code), codicefiscale.get_gender(code)
    except ValueError:
        yield Doubt(
            "codice_fiscale", _("Il codice fiscale non indica una data di nascita esistente.")
        )
        return
    day = dati.nato_on
    if day and (born.day, born.month, born.year % 100) != (day.day, day.month, day.year % 100):
        yield Doubt(
            "nato_on",
            _(
                "Il codice fiscale non corrisponde alla data di nascita: controlla il giorno "
                "(per le donne è aumentato di 40)."
            ),
        )
    if sex != dati.sesso:
        yield Doubt("sesso", _("Il codice fiscale non corrisponde al sesso indicato."))
