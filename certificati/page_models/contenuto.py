"""What an issued certificate says, in the order of the paper: derived from the declaration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificati.campi import TITOLI, Campo, Forma, Sezione
from certificati.choices import TipoCertificato
from certificati.corpo.sedi import spoken
from certificati.dati import DatiCertificato
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.tabella import campi_of
from portal.base import wording
from portal.base.clock import local

# Fields that only some types of certificate have: elsewhere an empty one is not a gap.
_ONLY_IN: Final = {
    "precedente_numero": frozenset(TipoCertificato) - {TipoCertificato.PRIMO},
    "precedente_on": frozenset(TipoCertificato) - {TipoCertificato.PRIMO},
    "esito": frozenset({TipoCertificato.DEFINITIVO}),
}


def sections_of(certificato: Certificato, dati: DatiCertificato) -> list[dict[str, Any]]:
    """The sections of the paper, each with its rows."""
    said = _with_own_earlier(certificato, dati)
    rows = {sezione: _rows(sezione, said) for sezione in Sezione}
    rows[Sezione.CERTIFICATO] = [*_heading(certificato), *rows[Sezione.CERTIFICATO]]
    rows[Sezione.MEDICO] = [
        {"label": _("Medico"), "value": str(certificato.medico)},
        {"label": _("Struttura"), "value": str(certificato.organizzazione)},
        *rows[Sezione.MEDICO],
    ]
    return [
        {"code": sezione.value, "title": TITOLI[sezione], "rows": rows[sezione]}
        for sezione in Sezione
        if rows[sezione]
    ]


def _with_own_earlier(certificato: Certificato, dati: DatiCertificato) -> DatiCertificato:
    """A certificate that goes on from one of the same doctor names it, though nobody typed it."""
    earlier = certificato.precedente
    if earlier is None or dati.precedente_numero or earlier.rilasciato_at is None:
        return dati
    day = local(earlier.rilasciato_at).date()
    return replace(dati, precedente_numero=earlier.numero or "", precedente_on=day)


def _heading(certificato: Certificato) -> list[dict[str, str]]:
    released = certificato.rilasciato_at
    return [
        {"label": _("Numero identificativo"), "value": grouped(certificato.numero or "")},
        {"label": _("Tipo"), "value": str(certificato.get_tipo_display())},
        {"label": _("Rilasciato"), "value": wording.term(released, year=True) if released else ""},
    ]


def _rows(sezione: Sezione, dati: DatiCertificato) -> list[dict[str, str]]:
    return [
        {"label": campo.full_label, "value": words_of(campo, getattr(dati, campo.name))}
        for campo in campi_of(dati.genere, sezione)
        if getattr(dati, campo.name) or dati.tipo in _ONLY_IN.get(campo.name, TipoCertificato)
    ]


def words_of(campo: Campo, value: Any) -> str:
    """A value as people read it; empty for one that was not said."""
    if campo.forma == Forma.SI_NO:
        return _("Sì") if value else _("No")
    if value in ("", None, ()):
        return ""
    if campo.forma == Forma.LESIONI:
        return "; ".join(spoken(value))
    if campo.forma == Forma.SCELTA:
        return str(dict(campo.choices).get(value, value))
    if campo.forma == Forma.NUMERO:
        return grouped(value)
    if campo.name == "nato_on":  # nobody asks on which day of the week somebody was born
        return date_format(value, "j F Y")
    if isinstance(value, datetime | date):
        return wording.term(value, year=True)
    return str(value)
