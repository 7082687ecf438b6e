"""Repeating erasures after a backup that still held the data was restored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from certificati.actions.cancellazione import erase_certificato
from certificati.models import Certificato
from denunce.models import Caso
from denunce.riservatezza.erasure import erase_caso
from denunce.workflow import StatoCaso
from portal.base.personal import Disposed
from utenti.models import Utente
from utenti.riservatezza.actions.account import erase_account
from utenti.riservatezza.choices import Base, Oggetto
from utenti.riservatezza.models import ProvaCancellazione

_COLUMNS = ("id", "oggetto", "oggetto_id", "base", "atto", "at", "by_id", "impronta")


@dataclass(frozen=True, slots=True)
class Repeated:
    """What came of one proof: ``ripetuta``, ``gia_fatta``, ``assente``, ``a_mano``."""

    oggetto: str
    oggetto_id: UUID
    outcome: str


def listed() -> Iterator[str]:
    """Every proof as one line of JSON, ids and codes only, the oldest first."""
    rows = ProvaCancellazione.objects.order_by("at", "id").values(*_COLUMNS)
    for row in rows.iterator(chunk_size=500):
        yield json.dumps({key: str(value) for key, value in row.items()})


def repeat(lines: Iterable[str], *, now: datetime) -> Iterator[Repeated]:
    """Erase again what these proofs say was erased and is there again.

    Redactions and removals of organisations are told ("a_mano"): they ask for choices of a person.
    Raises ValueError for a line that is not a proof.
    """
    for line in lines:
        if line.strip():
            yield _repeat(json.loads(line), now)


def _repeat(proof: dict[str, Any], now: datetime) -> Repeated:
    oggetto, pk = str(proof["oggetto"]), UUID(proof["oggetto_id"])
    ways: dict[str, Callable[[UUID, dict[str, Any], datetime], str]] = {
        Oggetto.CASO: _caso,
        Oggetto.CERTIFICATO: _certificato,
        Oggetto.UTENTE: _utente,
    }
    way = ways.get(oggetto)
    return Repeated(oggetto, pk, way(pk, proof, now) if way else "a_mano")


def _caso(pk: UUID, proof: dict[str, Any], now: datetime) -> str:
    caso = Caso.objects.filter(pk=pk).first()
    by = Utente.objects.filter(pk=UUID(proof["by_id"])).first()
    if caso is None or by is None:
        return "assente"
    if caso.cancellato_at is not None:
        return "gia_fatta"
    # Open when the backup was made, closed and erased later: the order stands all the same.
    opened = caso.stato == StatoCaso.APERTO
    base, atto = (Base.RIMOZIONE, proof["id"]) if opened else (proof["base"], proof["atto"])
    erase_caso(caso, Disposed(base, atto), by=by, now=now)
    return "ripetuta"


def _certificato(pk: UUID, proof: dict[str, Any], now: datetime) -> str:
    row = Certificato.objects.issued().filter(pk=pk).first()
    by = Utente.objects.filter(pk=UUID(proof["by_id"])).first()
    if row is None or by is None:
        return "assente"
    if row.cancellato_at is not None:
        return "gia_fatta"
    erase_certificato(row, Disposed(proof["base"], proof["atto"]), by=by, now=now)
    return "ripetuta"


def _utente(pk: UUID, _proof: dict[str, Any], now: datetime) -> str:
    user = Utente.objects.filter(pk=pk).first()
    if user is None:
        return "assente"
    if user.cancellato_at is not None:
        return "gia_fatta"
    erase_account(user, now=now)
    return "ripetuta"
