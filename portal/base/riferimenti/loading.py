"""Loading the committed fixtures: idempotent, in bulk, one query when nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models, transaction

from portal.base.db import normalize
from portal.base.riferimenti import professions
from portal.base.riferimenti.models import (
    Comune,
    ListaCodici,
    StatoEstero,
    VersioneRiferimento,
    VoceLista,
)

_NAMESPACE = UUID("6f1f9a1e-6f0b-4c57-9a35-0f4b7f0c2d11")
_BATCH = 1000
# Searched where they are read: the database has no use for them.
_IN_MEMORY = {professions.NAME}


def load_reference(now: datetime, folder: Path | None = None) -> dict[str, int]:
    """Load every fixture that changed; return the rows written by fixture name.

    Ids derive from the content, so a reload keeps them and other rows may point at
    them. A row that left a fixture stays: old cases still speak of it. Raises
    ValueError, naming the file, when a fixture lacks its source or its date.
    """
    folder = folder or settings.BASE_DIR / "fixtures" / "reference"
    loaded = dict(VersioneRiferimento.objects.values_list("name", "sha256"))
    written = {}
    for path in sorted(folder.glob("*.json")):
        if path.stem in _IN_MEMORY:
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if loaded.get(path.stem) != digest:
            written[path.stem] = _load(path.stem, json.loads(content), digest, now)
    return written


def _load(name: str, document: dict[str, Any], digest: str, now: datetime) -> int:
    if not (document.get("fonte") and document.get("rilevato_il")):
        raise ValueError(f"{name}.json: fonte e rilevato_il sono obbligatori")
    make = _LOADERS.get(name, _lista)
    with transaction.atomic():
        count = make(document)
        VersioneRiferimento.objects.update_or_create(
            name=name, defaults={"sha256": digest, "loaded_at": now}
        )
    return count


def _comuni(document: dict[str, Any]) -> int:
    return _upsert(
        Comune,
        [
            Comune(
                id=_stable("comune", catastale, nome, provincia, start),
                codice_istat=istat or "",
                catastale=catastale,
                nome=nome,
                nome_norm=normalize(nome),
                provincia=provincia,
                valid_from=date.fromisoformat(start),
                valid_to=_day(end),
            )
            for catastale, nome, provincia, start, end, istat in document["righe"]
        ],
    )


def _stati(document: dict[str, Any]) -> int:
    return _upsert(
        StatoEstero,
        [
            StatoEstero(
                id=_stable("stato", catastale, nome),
                catastale=catastale,
                nome=nome,
                nome_norm=normalize(nome),
                valid_from=_day(start),
                valid_to=_day(end),
            )
            for catastale, nome, start, end in document["righe"]
        ],
    )


def _lista(document: dict[str, Any]) -> int:
    lista = ListaCodici(
        id=_stable("lista", document["codice"]),
        code=document["codice"],
        title=document["titolo"],
        source=document["fonte"],
        valid_from=_day(document["valido_dal"]),
        retrieved_on=date.fromisoformat(document["rilevato_il"]),
    )
    _upsert(ListaCodici, [lista])
    return _upsert(
        VoceLista,
        [
            VoceLista(
                id=_stable("voce", lista.code, code),
                lista=lista,
                code=code,
                label=label,
                label_display=shown,
                valid_from=lista.valid_from,
                order=order,
            )
            for order, (code, label, shown) in enumerate(document["voci"], start=1)
        ],
    )


_LOADERS: dict[str, Callable[[dict[str, Any]], int]] = {"comuni": _comuni, "stati_esteri": _stati}


def _upsert(model: type[models.Model], rows: list[Any]) -> int:
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=names,
    )
    return len(rows)


def _stable(*parts: str) -> UUID:
    return uuid5(_NAMESPACE, "|".join(parts))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
