"""Writing the proof of an erasure, inside the transaction of the erasure itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from portal.base.errors import ActionError
from portal.base.privacy import refuse_free_text
from utenti.models import Utente
from utenti.riservatezza.choices import Base
from utenti.riservatezza.models import ProvaCancellazione


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: kind, id, the number it was known by, whose it was."""

    oggetto: str
    pk: UUID
    organizzazione_id: UUID | None
    riferimento: str = ""


def write_proof(
    erased: Erased,
    counts: Mapping[str, int],
    *,
    base: str,
    atto: str,
    by: Utente,
    now: datetime,
) -> ProvaCancellazione:
    """Keep what was done, by whom, when and on which ground; nothing about the person.

    Raises ActionError for a ground that wants an act and has none, FreeText for counts that carry
    more than codes and numbers.
    """
    if base not in Base.values:
        raise ActionError("base sconosciuta", "base")
    refuse_free_text(counts)
    row = ProvaCancellazione(
        oggetto=erased.oggetto,
        oggetto_id=erased.pk,
        riferimento=erased.riferimento,
        organizzazione_id=erased.organizzazione_id,
        base=base,
        atto=atto,
        at=now,
        by=by,
        conteggi={code: counts[code] for code in sorted(counts)},
    )
    row.impronta = fingerprint(row)
    row.save()
    return row


def fingerprint(row: ProvaCancellazione) -> str:
    """The SHA-256 of a proof: whoever holds a printed one can see that nothing was changed."""
    body = {
        "id": str(row.pk),
        "oggetto": row.oggetto,
        "oggetto_id": str(row.oggetto_id),
        "riferimento": row.riferimento,
        "organizzazione": str(row.organizzazione_id or ""),
        "base": row.base,
        "atto": row.atto,
        "at": row.at.astimezone(UTC).isoformat(),
        "by": str(row.by_id),
        "conteggi": row.conteggi,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
