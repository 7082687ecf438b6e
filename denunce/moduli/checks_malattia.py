"""Rules between two fields of Mod. 101; each yields what is wrong, in Italian."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.moduli.checks import codice_fiscale_agrees, in_order, pointer
from denunce.moduli.conditions import is_blank, lookup
from denunce.moduli.declaration import Check, Declaration, Problem
from denunce.moduli.moments import read_day

Json = Any
PAY_DAYS = 15  # art. 116 D.P.R. 1124/1965
_BORN, _HIRED = "lavoratore.nato_il", "rapporto.data_assunzione"
_TOLD, _SIGNED = "malattia.segnalata_il", "dichiarante.data"
_PAID_FROM, _PAID_TO = "retribuzione.dal", "retribuzione.al"
_AWAY, _LAST = "malattia.astensione_dal", "esposizione.ultimo_giorno"

# Earlier field, later field, what to say on the later one.
_IN_ORDER = (
    (_BORN, _HIRED, gettext_lazy("L’assunzione precede la data di nascita.")),
    (_BORN, _TOLD, gettext_lazy("La segnalazione precede la data di nascita.")),
    (_HIRED, _TOLD, gettext_lazy("La segnalazione precede l’assunzione.")),
    (_HIRED, _AWAY, gettext_lazy("L’astensione precede l’assunzione.")),
    (_BORN, _LAST, gettext_lazy("L’esposizione precede la data di nascita.")),
    (
        "retribuzione.dal",
        "retribuzione.al",
        gettext_lazy("Il periodo finisce prima di cominciare."),
    ),
    (_PAID_TO, _SIGNED, gettext_lazy("Il periodo di paga va oltre la denuncia.")),
    (_TOLD, _SIGNED, gettext_lazy("La denuncia precede la segnalazione.")),
    (_AWAY, _SIGNED, gettext_lazy("La denuncia precede il primo giorno di astensione.")),
    (_LAST, _SIGNED, gettext_lazy("La denuncia precede l’ultimo giorno di esposizione.")),
    ("certificato.rilasciato", _SIGNED, gettext_lazy("La denuncia precede il certificato.")),
)


def days_in_order(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """What comes first cannot have a later date."""
    return in_order(data, _IN_ORDER)


def pay_of_fifteen_days(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """The other base was paid in the 15 days before: for no longer time."""
    first, last = _day(data, _PAID_FROM), _day(data, _PAID_TO)
    if first and last and (last - first).days >= PAY_DAYS:
        message = _("Il periodo è dentro i 15 giorni precedenti: qui sono %(days)d.")
        yield Problem(pointer(_PAID_FROM), message % {"days": (last - first).days + 1})


def exposure_in_order(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """Each period begins after birth, before the worker told of the disease and before it ends, and
    ends neither after the last day of exposure nor after the denuncia."""
    born, told = _day(data, _BORN), _day(data, _TOLD)
    last, signed = _day(data, _LAST), _day(data, _SIGNED)
    for index, row in _rows(data, "periodi"):
        start, end = read_day(row.get("dal")), read_day(row.get("al"))
        if start and born and start < born:
            yield _wrong(index, "dal", _("L’esposizione precede la data di nascita."))
        if start and told and start > told:
            message = _("L’esposizione comincia dopo la segnalazione della malattia.")
            yield _wrong(index, "dal", message)
        if start and end and end < start:
            yield _wrong(index, "al", _("Il periodo finisce prima di cominciare."))
        elif end and last and end > last:
            yield _wrong(index, "al", _("Il periodo va oltre l’ultimo giorno di esposizione."))
        elif end and signed and end > signed:
            yield _wrong(index, "al", _("Il periodo va oltre la data della denuncia."))


def _wrong(index: int, key: str, message: str) -> Problem:
    return Problem(f"/periodi/{index}/{key}", message)


def exposure_of_this_job(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """An exposure from before the hiring belongs to an earlier job: somebody must confirm it."""
    hired = _day(data, _HIRED)
    if hired is None or lookup(data, "esposizione.rapporti_precedenti") is True:
        return
    for index, row in _rows(data, "periodi"):
        start = read_day(row.get("dal"))
        if start and start < hired:
            message = _(
                "L’esposizione precede l’assunzione: correggi, o conferma che comprende rapporti "
                "di lavoro precedenti."
            )
            yield Problem(f"/periodi/{index}/dal", message, "avviso")


def exposure_known(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """Who worked directly at the process was exposed for some time: one period at least."""
    if lookup(data, "esposizione.adibito") is True and not any(_rows(data, "periodi")):
        message = _("Manca: %(label)s.") % {"label": declaration.groups["periodi"].title}
        yield Problem("/periodi/0/dal", message, "mancante")


def visits_in_order(data: Mapping[str, Json], declaration: Declaration) -> Iterator[Problem]:
    """The visits that found the symptoms came before the worker told of the disease."""
    born, told = _day(data, _BORN), _day(data, _TOLD)
    for index, row in _rows(data, "visite"):
        day = read_day(row.get("data"))
        if day and told and day > told:
            message = _("La visita segue la segnalazione della malattia: qui vanno le precedenti.")
            yield Problem(f"/visite/{index}/data", message)
        elif day and born and day < born:
            yield Problem(f"/visite/{index}/data", _("La visita precede la data di nascita."))


def _day(data: Mapping[str, Json], path: str) -> date | None:
    return read_day(lookup(data, path))


def _rows(data: Mapping[str, Json], group: str) -> Iterator[tuple[int, Mapping[str, Json]]]:
    """The filled rows of a repeated group with their places."""
    rows = data.get(group)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, Mapping) and not all(is_blank(value) for value in row.values()):
            yield index, row


CHECKS: tuple[Check, ...] = (
    days_in_order,
    pay_of_fifteen_days,
    exposure_in_order,
    exposure_of_this_job,
    exposure_known,
    visits_in_order,
    codice_fiscale_agrees,
)
