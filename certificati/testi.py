"""Data of a certificate as the texts of the wizard's controls: what a draft begins with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from certificati.campi import Sezione
from certificati.dati import DatiCertificato
from certificati.tabella import CAMPI
from portal.base.clock import local

PERSONA: Final = tuple(
    campo.name for campo in CAMPI if campo.sezione in (Sezione.LAVORATORE, Sezione.RAPPORTO)
)
MEDICO: Final = ("redatto_da", "qualifica")
# What a copy never takes: the days are of that certificate alone.
DAYS: Final = frozenset(
    {
        "precedente_numero",
        "precedente_on",
        "prima_assistenza_at",
        "prognosi_dal",
        "prognosi_al",
        "prognosi_riservata",
        "esito",
    }
)
EVERYTHING: Final = tuple(campo.name for campo in CAMPI)


def texts_of(dati: DatiCertificato, names: Iterable[str]) -> dict[str, str]:
    """The named data as the controls would show them; what is empty is left out."""
    found: dict[str, str] = {}
    for name in names:
        found.update(_controls(name, getattr(dati, name)))
    return found


def _controls(name: str, value: Any) -> dict[str, str]:
    if value in ("", None, (), False):
        return {}
    if isinstance(value, datetime):
        there = local(value)
        return {
            f"{name}_giorno": f"{there:%Y-%m-%d}",
            f"{name}_ora": f"{there:%H:%M}",
            f"{name}_volta": str(there.fold),
        }
    if isinstance(value, tuple):
        return {name: json.dumps([list(one) for one in value], ensure_ascii=False)}
    return {name: "on" if value is True else str(value)}
