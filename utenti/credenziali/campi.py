"""The fields that a reviewer compares with the document, and which reasons they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from utenti.credenziali.checks import Controllo, Severita
from utenti.credenziali.choices import Profilo, Riscontro
from utenti.credenziali.models import Lettura, RichiestaAbilitazione
from utenti.credenziali.motivi import CAMPI, DATI_DIVERSI, MOTIVI, PROPOSED, field_label

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ILLEGGIBILE: Final = "documento_illeggibile"


@dataclass(frozen=True, slots=True)
class Campo:
    """One row of the comparison: ``shown`` is read by people, ``value`` compared."""

    name: str
    label: _StrOrPromise
    value: str
    shown: str


def campi_of(richiesta: RichiestaAbilitazione) -> list[Campo]:
    """The rows of this request, in the order of a document."""
    rows = [_row(richiesta, name) for name in CAMPI]
    rows.append(_said("firma", _("Firmata")))
    if richiesta.profilo == Profilo.PRESIDIO:
        code = richiesta.struttura_codice_fiscale
        place = f"{richiesta.struttura} ({code})" if code else richiesta.struttura
        rows.append(_said("struttura", place))
    else:
        number = _("n. %(numero)s") % {"numero": richiesta.ordine_numero or "?"}
        rows.append(_said("ordine", f"{richiesta.ordine_provincia}, {number}"))
    return rows


def proposed(letture: Iterable[Lettura], checks: Iterable[Controllo], esito: str) -> list[str]:
    """The standard reasons that readings and grave checks suggest for a decision."""
    found = [check.motivo for check in checks if check.severita == Severita.GRAVE]
    for lettura in letture:
        if lettura.riscontro == Riscontro.UGUALE:
            continue
        fallback = PROPOSED.get(lettura.campo, DATI_DIVERSI)
        unreadable = lettura.riscontro == Riscontro.ILLEGGIBILE and lettura.campo in CAMPI
        found.append(ILLEGGIBILE if unreadable else fallback)
    fit = [code for code in found if code and esito in MOTIVI[code].esiti]
    return list(dict.fromkeys(fit))


def _row(richiesta: RichiestaAbilitazione, name: str) -> Campo:
    value = getattr(richiesta, name)
    if isinstance(value, date):
        return Campo(name, field_label(name), value.isoformat(), f"{value:%d/%m/%Y}")
    display = getattr(richiesta, f"get_{name}_display", None)
    shown = str(display() if display is not None else value or "")
    return Campo(name, field_label(name), shown, shown)


def _said(name: str, shown: str) -> Campo:
    return Campo(name, field_label(name), shown, shown)
