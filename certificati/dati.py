"""What a certificate says, field by field, with the values in their own types.

One class for both kinds: which fields belong to which, their labels, limits and privacy are in
``campi``. Days are days of Rome, instants are aware.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from certificati.choices import Genere, RedattoDa, TipoCertificato

# Version of the canonical text below: a change of names or meanings makes a new one.
FORMATO: Final = 1


class Lesione(NamedTuple):
    """One lesion: codes of the official lists ``natura_lesione`` and ``sede_lesione``."""

    natura: str
    sede: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatiCertificato:
    """Everything the doctor writes. Empty text, None and no lesion mean "not said"."""

    genere: str = Genere.INFORTUNIO
    tipo: str = TipoCertificato.PRIMO
    # The certificate that this one goes on from, when another doctor issued it.
    precedente_numero: str = ""
    precedente_on: date | None = None

    # The worker.
    cognome: str = ""
    nome: str = ""
    codice_fiscale: str = ""
    sesso: str = ""
    nato_on: date | None = None
    nato_a: str = ""
    indirizzo: str = ""
    comune: str = ""
    provincia: str = ""
    cap: str = ""
    telefono: str = ""

    # Health.
    prima_assistenza_at: datetime | None = None
    prima_visita_at: datetime | None = None
    manifestata_on: date | None = None
    lesioni: tuple[Lesione, ...] = ()
    diagnosi: str = ""
    esame_obiettivo: str = ""
    accertamenti: str = ""
    ricovero: bool = False
    prognosi_riservata: bool = False
    prognosi_dal: date | None = None
    prognosi_al: date | None = None
    esito: str = ""
    agente: str = ""
    lavorazione: str = ""
    esposizione_dal: date | None = None
    esposizione_al: date | None = None
    registro_139: str = ""
    registro_139_codice: str = ""

    # What the worker tells.
    evento_on: date | None = None
    evento_ora: str = ""
    evento_luogo: str = ""
    evento_comune: str = ""
    racconto: str = ""

    # Employment.
    categoria: str = ""
    datore_denominazione: str = ""
    datore_codice_fiscale: str = ""
    datore_comune: str = ""
    mansione: str = ""

    # The doctor.
    redatto_da: str = RedattoDa.PRONTO_SOCCORSO
    qualifica: str = ""

    @property
    def giorno_evento(self) -> date | None:
        """The day the chain of certificates starts from: of the injury, or of the disease."""
        return self.evento_on if self.genere == Genere.INFORTUNIO else self.manifestata_on


NAMES: Final = tuple(field.name for field in fields(DatiCertificato))


def canonical(dati: DatiCertificato) -> str:
    """The data as canonical JSON text: sorted names, nothing empty; same data, same text."""
    said = {name: _plain(getattr(dati, name)) for name in NAMES}
    kept = {name: value for name, value in said.items() if value not in ("", None, [], False)}
    return json.dumps(
        {"formato": FORMATO, "dati": kept},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def from_canonical(text: str) -> DatiCertificato:
    """The data of a canonical text. Raises ValueError for one of another format."""
    document = json.loads(text)
    if document["formato"] != FORMATO:
        raise ValueError(f"certificate format {document['formato']!r} is not known")
    return DatiCertificato(**{k: _typed(k, value) for k, value in document["dati"].items()})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):  # whatever offset it was said with, the same instant
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [list(lesione) for lesione in value]
    return value


def _typed(name: str, value: Any) -> Any:
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    if name.endswith(("_on", "_dal", "_al")):
        return date.fromisoformat(value)
    return tuple(Lesione(*one) for one in value) if name == "lesioni" else value
