"""A request to the API: the same reading as a file, done while the system waits."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificati.flussi.actions.lavorazione import batches, finish, run_batch
from certificati.flussi.actions.ricezione import Provenienza, new_flusso, record_arrival
from certificati.flussi.choices import Formato
from certificati.flussi.lettura import Documento, Grezzo
from certificati.flussi.models import Flusso
from portal.base.errors import ActionError


def receive_request(
    found: Documento, body: bytes, *, da: Provenienza, chiave: str, now: datetime
) -> Flusso:
    """Read the records of a request to the end.

    The same ``chiave`` with the same body gives the same flow back, and goes on with it if it was
    interrupted. Raises ActionError when the key already stands for another body.
    """
    flusso = _of_the_same_key(body, da, chiave) or _start(found, body, da, chiave, now)
    if not flusso.is_over:
        for batch in batches(found.records(), flusso.fatti):
            run_batch(flusso, batch, now)
        finish(flusso, now)
    return flusso


def annul_one(raw: Grezzo, *, da: Provenienza, now: datetime) -> Flusso:
    """Annul one certificate, as a flow of one record."""
    found = Documento(Formato.JSON, "", 1, lambda: iter([raw]))
    return receive_request(found, b"", da=da, chiave="", now=now)


def _start(found: Documento, body: bytes, da: Provenienza, chiave: str, now: datetime) -> Flusso:
    try:
        with transaction.atomic():
            flusso = new_flusso(da, found, body, now, chiave)
            flusso.save(force_insert=True)
            record_arrival(flusso, now)
    except IntegrityError:  # the same key in another request, at this very moment
        known = _of_the_same_key(body, da, chiave)
        if known is None:
            raise
        return known
    return flusso


def _of_the_same_key(body: bytes, da: Provenienza, chiave: str) -> Flusso | None:
    if not chiave:
        return None
    rows = Flusso.objects.of_structure(da.organizzazione.pk).filter(chiave=chiave)
    known = rows.select_related("data_key", "created_by").first()
    if known is not None and known.impronta != hashlib.sha256(body).hexdigest():
        raise ActionError(_("Questa Idempotency-Key è già stata usata con altri record."))
    return known
