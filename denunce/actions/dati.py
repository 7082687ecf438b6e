"""What the actions take: frozen, already in the right types, not yet checked against the facts.

Datetimes are aware instants, dates are days; ``None`` means "not known yet". The field names are
those of the forms, so that an ``ActionError`` lands on the right one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from denunce.choices import Attivita, Luogo, RedattoDa, TipoCertificato, TipoEvento
from utenti.models import Sede


@dataclass(frozen=True, slots=True, kw_only=True)
class DatiLavoratore:
    """A person as the organisation knows them; the codice fiscale may be not known yet."""

    categoria: str
    cognome: str
    nome: str
    sesso: str
    nato_on: date
    nato_a: str = ""
    codice_fiscale: str | None = None
    classe: str = ""
    indirizzo: str | None = None
    domicilio_comune: str = ""
    domicilio_provincia: str = ""
    domicilio_cap: str = ""
    telefono: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatiCaso:
    """What happened, where, when and how bad it is."""

    tipo: str = TipoEvento.INFORTUNIO
    avvenuto_at: datetime | None = None
    manifestata_on: date | None = None
    luogo: str = Luogo.IN_SEDE
    attivita: str = Attivita.ALTRA
    malattia_infortunio: bool = False
    in_navigazione: bool = False
    primo_approdo_at: datetime | None = None
    indirizzo: str = ""
    comune: str = ""
    dinamica: str | None = None
    sede: Sede | None = None
    mortale: bool = False
    pericolo_di_morte: bool = False
    noto_at: datetime | None = None
    decesso_at: datetime | None = None
    decesso_noto_at: datetime | None = None
    prima_visita_at: datetime | None = None
    prima_assistenza_at: datetime | None = None


# A new case is described by the same facts that can be corrected later.
NuovoCaso = DatiCaso

EVENTO_FIELDS = (
    "tipo",
    "avvenuto_at",
    "manifestata_on",
    "luogo",
    "attivita",
    "malattia_infortunio",
    "in_navigazione",
    "primo_approdo_at",
    "indirizzo",
    "comune",
    "dinamica",
    "sede",
)
GRAVITA_FIELDS = (
    "mortale",
    "pericolo_di_morte",
    "noto_at",
    "decesso_at",
    "decesso_noto_at",
    "prima_visita_at",
    "prima_assistenza_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatiCertificato:
    """The references of a certificate. ``received_at`` is the instant of the last of the three."""

    tipo: str = TipoCertificato.PRIMO
    rilasciato_at: datetime
    numero: str | None = None
    fittizio: bool = False
    prognosi_dal: date | None = None
    prognosi_al: date | None = None
    prognosi_giorni: int | None = None
    redatto_da: str = RedattoDa.PRONTO_SOCCORSO
    received_at: datetime | None = None
    received_via: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatiInvio:
    """A dispatch that already happened elsewhere: the portal transmits nothing by itself."""

    canale: str
    sent_at: datetime
    numero_inail: str = ""
    ricevuta: bytes | None = None
    ricevuta_nome: str = ""
    motivo_ritardo: str = ""


def changed(row: object, values: dict[str, Any]) -> list[str]:
    """The names of the values that differ from those of ``row``: what an audit event may tell."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def pick(source: object, names: Iterable[str]) -> dict[str, Any]:
    """The named attributes of ``source``, to hand on under the same names."""
    return {name: getattr(source, name) for name in names}
