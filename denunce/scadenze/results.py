"""What the engine answers. Everything is frozen; terms are Europe/Rome instants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class TipoAdempimento(StrEnum):
    COMUNICAZIONE = "comunicazione"
    DENUNCIA = "denuncia"
    SEGNALAZIONE_24H = "segnalazione_24h"
    DENUNCIA_ASSICURAZIONE = "denuncia_assicurazione"
    DENUNCIA_MP = "denuncia_mp"
    DENUNCIA_PS = "denuncia_ps"
    AVVISO_AL_DATORE = "avviso_al_datore"
    TRASMISSIONE_CERTIFICATO = "trasmissione_certificato"


# The obligations whose absence means "nothing is owed to INAIL" (ruling 18).
VERSO_INAIL = frozenset(
    {
        TipoAdempimento.COMUNICAZIONE,
        TipoAdempimento.DENUNCIA,
        TipoAdempimento.SEGNALAZIONE_24H,
        TipoAdempimento.DENUNCIA_MP,
    }
)


class Obbligato(StrEnum):
    DATORE = "datore"
    LAVORATORE = "lavoratore"
    MEDICO = "medico"


Valore = date | datetime | int | str


@dataclass(frozen=True, slots=True)
class Fonte:
    """Where a rule comes from: act and article."""

    atto: str
    articolo: str


class Passo(NamedTuple):
    """One step of a derivation: a stable code and its values; `testo` only when explained.

    A named tuple, not a dataclass: an answer makes many of them.
    """

    codice: str
    valori: Mapping[str, Valore]
    testo: str = ""


@dataclass(frozen=True, slots=True)
class Alternativa:
    """Another reading of the law and the term it would give, for information."""

    lettura: str
    termine: datetime
    perche: str


class AdempimentoDovuto(NamedTuple):
    """One obligation. `starts_at` is the instant (UTC) that set the term running."""

    tipo: TipoAdempimento
    termine: datetime
    prudenziale: datetime | None
    obbligato: Obbligato
    regole: tuple[str, ...]
    fonti: tuple[Fonte, ...]
    passi: tuple[Passo, ...]
    alternative: tuple[Alternativa, ...]
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class NessunObbligo:
    """Why nothing is owed to INAIL."""

    regole: tuple[str, ...]
    motivo: str


@dataclass(frozen=True, slots=True)
class Avviso:
    """Something a person must check; `codice` is stable."""

    codice: str
    messaggio: str


class Decisione(NamedTuple):
    """The answer for one case. `regole_del` is the version of the tables that decided it."""

    case_id: str | None
    giorni_assenza: int | None
    tutela_inail: bool
    regole_del: str
    adempimenti: tuple[AdempimentoDovuto, ...]
    nessun_obbligo_inail: NessunObbligo | None
    avvisi: tuple[Avviso, ...]
    cosa_cambierebbe: tuple[str, ...] = ()
