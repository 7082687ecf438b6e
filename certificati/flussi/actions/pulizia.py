"""After thirty days the file goes, and the words about its records; numbers and codes stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from certificati.flussi.models import Flusso
from portal.base import files
from portal.base.audit import record
from portal.base.db import lock

_AT_ONCE = 100


def forget_old(now: datetime) -> int:
    """Destroy what is over its days; how many flows."""
    rows = Flusso.objects.to_forget(now).order_by("scade_at", "pk")
    ids = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    for pk in ids:
        forget_flusso(pk, now)
    return len(ids)


def forget_flusso(pk: UUID, now: datetime) -> None:
    """Destroy the file of one flow and the key of its words."""
    with transaction.atomic():
        held = lock(Flusso.objects.filter(pk=pk).select_related("data_key", "file__data_key")).get()
        if held.dimenticato_at is not None:
            return
        if held.file is not None:
            files.delete(held.file, by=None, now=now)
        held.data_key.destroy(now)
        Flusso.objects.filter(pk=held.pk).update(dimenticato_at=now)
        record(
            "flussi.dimenticato",
            by=None,
            now=now,
            target=held,
            organizzazione_id=held.organizzazione_id,
            data={"totale": held.totale},
        )
