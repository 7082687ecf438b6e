"""A raw record to typed data, with every mistake found on the way. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from stdnum.it import codicefiscale

from certificati.campi import Campo
from certificati.dati import DatiCertificato
from certificati.flussi.choices import Operazione
from certificati.flussi.lettura.errori import Errore
from certificati.flussi.lettura.grezzi import Grezzo
from certificati.flussi.lettura.valori import Illeggibile, read_value
from certificati.flussi.limiti import ID_ESTERNO
from certificati.flussi.schema.campi import ANNULLA, busta_of, dati_of
from certificati.numero import is_numero
from portal.base.privacy import CODICE_FISCALE

_ID: Final = re.compile(ID_ESTERNO)
_ERRORS_MAX: Final = 20  # of one record: more teach nothing
_PLAIN_NAME: Final = re.compile(r"[a-z0-9_]{1,40}")


@dataclass(slots=True)
class RecordLetto:
    """One record: what it says, or what is wrong with it."""

    posizione: int
    operazione: str
    id_esterno: str = ""
    medico: str = ""
    numero: str = ""
    trasmesso_at: datetime | None = None
    rilasciato_at: datetime | None = None
    dati: DatiCertificato | None = None
    motivo: str = ""
    nota: str = ""
    errori: list[Errore] = field(default_factory=list)
    avvertenze: list[Errore] = field(default_factory=list)

    def refuse(self, campo: str, codice: str, atteso: str = "", frase: str = "") -> None:
        """Note one more mistake."""
        if len(self.errori) < _ERRORS_MAX:
            self.errori.append(Errore(campo, codice, atteso, frase))


def interpreta(grezzo: Grezzo) -> RecordLetto:
    """Read one record; whatever it holds, it comes back with its mistakes."""
    letto = RecordLetto(grezzo.posizione, grezzo.operazione)
    if not isinstance(grezzo.valori, dict):
        letto.refuse("", "record")
        return letto
    for name in grezzo.ripetuti:
        letto.refuse(plain_name(name), "ripetuto")
    if grezzo.operazione == Operazione.CERTIFICATO:
        _certificate(letto, grezzo)
    else:
        _annulment(letto, grezzo)
    return letto


def plain_name(name: object) -> str:
    """The name of a field as it may be kept: one that a person could have typed is not."""
    return name if isinstance(name, str) and _PLAIN_NAME.fullmatch(name) else "?"


def _certificate(letto: RecordLetto, grezzo: Grezzo) -> None:
    busta, values = busta_of(), dict(grezzo.valori)
    content = values.pop("dati", None)
    found = _read(letto, busta, values, grezzo.testo)
    _identify(letto, found.get("id_esterno", ""))
    _number(letto, found.get("numero", ""))
    letto.medico = found.get("medico", "")
    letto.trasmesso_at, letto.rilasciato_at = found.get("trasmesso_il"), found.get("rilasciato_il")
    _missing(letto, busta, found)
    if letto.medico and not codicefiscale.is_valid(letto.medico):
        letto.refuse("medico", "codice_fiscale")
    if found.get("firmato") is False:
        letto.refuse("firmato", "non_firmato")
    if not isinstance(content, dict):
        letto.refuse("dati", "manca")
        return
    genere = found.get("genere", "")
    said = _read(letto, dati_of(), content, grezzo.testo)
    foreign = [c.name for c in dati_of() if genere and c.name in said and genere not in c.generi]
    for name in foreign:
        if said[name] not in ("", None, False, ()):
            letto.refuse(name, "altro_genere")
    if not letto.errori:
        letto.dati = DatiCertificato(genere=genere, tipo=found["tipo"], **_kept(said, foreign))


def _kept(said: dict[str, Any], foreign: list[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in foreign}


def _annulment(letto: RecordLetto, grezzo: Grezzo) -> None:
    found = _read(letto, ANNULLA, grezzo.valori, grezzo.testo)
    _identify(letto, found.get("id_esterno", ""))
    _number(letto, found.get("numero", ""))
    letto.motivo, letto.nota = found.get("motivo", ""), found.get("nota", "")
    if letto.errori:
        return
    _missing(letto, ANNULLA, found)
    if not letto.id_esterno and not letto.numero:
        letto.refuse("id_esterno", "manca")
    elif letto.id_esterno and letto.numero:
        letto.refuse("numero", "identificativo_doppio")
    if letto.motivo == "altro" and not letto.nota:
        letto.refuse("nota", "nota")


def _read(
    letto: RecordLetto, campi: tuple[Campo, ...], values: Mapping[str, Any], testo: bool
) -> dict[str, Any]:
    """The values by name, those that can be read; a mistake for each of the others."""
    known = {campo.name: campo for campo in campi}
    found: dict[str, Any] = {}
    for name, value in values.items():
        campo = known.get(name)
        if campo is None:
            letto.refuse(plain_name(name), "campo_sconosciuto")
        elif value is not None:
            try:
                found[name] = read_value(campo, value, testo=testo)
            except Illeggibile as error:
                letto.refuse(name, error.codice, error.atteso)
    return found


def _missing(letto: RecordLetto, campi: Iterable[Campo], found: Mapping[str, Any]) -> None:
    wrong = {errore.campo for errore in letto.errori}
    for campo in campi:
        if campo.needed and campo.name not in wrong and found.get(campo.name) in ("", None):
            letto.refuse(campo.name, "manca")


def _identify(letto: RecordLetto, text: str) -> None:
    if not text:
        return
    if not _ID.fullmatch(text):
        letto.refuse("id_esterno", "identificativo", "1-64 A-Z a-z 0-9 . _ : -")
    elif CODICE_FISCALE.search(text):
        letto.refuse("id_esterno", "identificativo_personale")
    else:
        letto.id_esterno = text


def _number(letto: RecordLetto, text: str) -> None:
    if text and not is_numero(text):
        letto.refuse("numero", "numero", "12 A-Z 0-9")
    else:
        letto.numero = text
