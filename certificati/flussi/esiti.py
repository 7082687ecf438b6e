"""The outcomes of a flow, read for people and for systems: the words while they are kept, then the
words that their codes stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import models

from certificati.flussi.choices import EsitoRecord
from certificati.flussi.lettura.errori import AVVERTENZE, MESSAGGI
from certificati.flussi.models import Flusso, RecordFlusso
from portal.base.keys import KeyDestroyed

PAGE: Final = 500
_GOOD: Final = (EsitoRecord.CREATO, EsitoRecord.GIA_PRESENTE, EsitoRecord.ANNULLATO)


@dataclass(frozen=True, slots=True)
class Riga:
    """One record with what became of it; each report has field, code, sentence, expectation."""

    posizione: int
    operazione: str
    id_esterno: str
    esito: str
    numero: str
    certificato_id: UUID | None
    errori: list[dict[str, str]]
    avvertenze: list[dict[str, str]]

    @property
    def esito_label(self) -> str:
        """The outcome in words."""
        return str(EsitoRecord(self.esito).label)


def outcomes(flusso: Flusso, *, da: int = 1, limit: int = PAGE) -> list[Riga]:
    """The records from a place on, so many at most."""
    rows = _rows(flusso).filter(posizione__gte=da)
    return [_riga(flusso, row) for row in rows[:limit]]


def to_look_at(flusso: Flusso, limit: int) -> list[Riga]:
    """The records that somebody should mend."""
    rows = _rows(flusso).exclude(esito__in=_GOOD)
    return [_riga(flusso, row) for row in rows[:limit]]


def every(flusso: Flusso) -> Iterator[Riga]:
    """All of them, a few at a time."""
    for row in _rows(flusso).iterator(chunk_size=PAGE):
        yield _riga(flusso, row)


def _rows(flusso: Flusso) -> models.QuerySet[RecordFlusso]:
    return (
        RecordFlusso.objects.filter(flusso=flusso)
        .select_related("certificato")
        .only(
            "flusso_id",
            "posizione",
            "operazione",
            "id_esterno",
            "esito",
            "codici",
            "dettagli",
            "certificato__numero",
        )
        .order_by("posizione")
    )


def _riga(flusso: Flusso, row: RecordFlusso) -> Riga:
    row.flusso = flusso  # its key opens the words: one read for all of them
    words = _words(row)
    return Riga(
        row.posizione,
        row.operazione,
        row.id_esterno,
        row.esito,
        (row.certificato.numero or "") if row.certificato else "",
        row.certificato_id,
        words["errori"],
        words["avvertenze"],
    )


def _words(row: RecordFlusso) -> dict[str, Any]:
    try:
        if row.dettagli:
            found: dict[str, Any] = json.loads(row.dettagli)
            return found
    except KeyDestroyed:
        pass
    said = [_from_code(campo, codice) for campo, codice in row.codici]
    return {
        "errori": [one for one in said if one["codice"] not in AVVERTENZE],
        "avvertenze": [one for one in said if one["codice"] in AVVERTENZE],
    }


def _from_code(campo: str, codice: str) -> dict[str, str]:
    return {
        "campo": campo,
        "codice": codice,
        "messaggio": str(MESSAGGI.get(codice, codice)),
        "atteso": "",
    }
