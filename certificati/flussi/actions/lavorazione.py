"""Reading a flow to its end, in batches; interrupted anywhere, it goes on from the last batch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from certificati.flussi.actions.blocco import apply_batch
from certificati.flussi.actions.esame import Giudizio
from certificati.flussi.lettura import FlussoIlleggibile, Grezzo, RecordLetto, interpreta, leggi
from certificati.flussi.limiti import BATCH
from certificati.flussi.models import Flusso
from certificati.flussi.workflow import OVER, StatoFlusso
from portal.base.audit import record
from portal.base.db import lock
from portal.base.files.errors import FileUnavailable
from portal.base.files.models import ScanState
from portal.base.files.storage import read
from portal.base.outbox import OutboxMessage, Transient, enqueue

LETTURA: Final = "flussi.lettura"
# Well within a lease of the outbox: what is left goes on in a message of its own.
_SECONDS: Final = 20.0
# A number or a name taken meanwhile by somebody else: the batch is judged again.
_TURNS: Final = 5


def enqueue_flusso(flusso: Flusso, now: datetime) -> None:
    """Ask the worker to go on with a flow; once for each record it stands at."""
    key = f"{LETTURA}:{flusso.pk}:{flusso.fatti}"
    enqueue(LETTURA, {"flusso": str(flusso.pk)}, key=key, due_at=now, now=now)


def read_flusso(payload: dict[str, Any], *, now: datetime) -> None:
    """Read the file of a flow from where it stands, for some seconds; then ask for more."""
    flusso = Flusso.objects.select_related("data_key", "file__data_key", "created_by").get(
        pk=UUID(payload["flusso"])
    )
    if flusso.is_over:
        return
    try:
        found = leggi(_content(flusso))
    except (FlussoIlleggibile, FileUnavailable):
        _end(flusso, StatoFlusso.FALLITO, now)
        return
    deadline = time.monotonic() + _SECONDS
    for batch in batches(found.records(), flusso.fatti):
        run_batch(flusso, batch, now)
        flusso.refresh_from_db(fields=["fatti", "stato"])
        if time.monotonic() > deadline and flusso.fatti < flusso.totale:
            enqueue_flusso(flusso, now)
            return
    finish(flusso, now)


def batches(records: Iterable[Grezzo], done: int) -> Iterator[list[RecordLetto]]:
    """The records after the first ``done``, so many at a time."""
    rest = islice(records, done, None)
    while raw := list(islice(rest, BATCH)):
        yield [interpreta(one) for one in raw]


def run_batch(flusso: Flusso, letti: Sequence[RecordLetto], now: datetime) -> list[Giudizio]:
    """Write a batch, judging it again when a number or a name was taken meanwhile."""
    for turn in range(1, _TURNS + 1):
        marks = [(len(one.errori), len(one.avvertenze)) for one in letti]
        try:
            return apply_batch(flusso, letti, now)
        except IntegrityError:
            if turn == _TURNS:
                raise
            for one, (errors, warnings) in zip(letti, marks, strict=True):
                del one.errori[errors:]
                del one.avvertenze[warnings:]
    raise AssertionError("unreachable")


def finish(flusso: Flusso, now: datetime) -> None:
    """Every record was read."""
    flusso.refresh_from_db()
    if flusso.fatti == flusso.totale:
        _end(flusso, StatoFlusso.FINITO, now)


def give_up(now: datetime) -> None:
    """Say that the flows failed whose message was set aside."""
    dead = OutboxMessage.objects.filter(handler=LETTURA, state=OutboxMessage.State.SOSPESO)
    ids = {row["flusso"] for row in dead.order_by().values_list("payload", flat=True)}
    for flusso in Flusso.objects.filter(pk__in=ids).exclude(stato__in=OVER).order_by("pk"):
        _end(flusso, StatoFlusso.FALLITO, now)


def _end(flusso: Flusso, stato: str, now: datetime) -> None:
    with transaction.atomic():
        held = lock(Flusso.objects.filter(pk=flusso.pk)).get()
        if held.stato in OVER:
            return
        held.stato, held.finito_at = stato, now
        held.save(update_fields=["stato", "finito_at"])
        record(
            "flussi.finito" if stato == StatoFlusso.FINITO else "flussi.fallito",
            by=None,
            now=now,
            target=held,
            organizzazione_id=held.organizzazione_id,
            data={"creati": held.creati, "rifiutati": held.rifiutati, "totale": held.totale},
        )
    flusso.stato, flusso.finito_at = held.stato, held.finito_at


def _content(flusso: Flusso) -> bytes:
    if flusso.file is None:
        raise FileUnavailable("no file")
    if flusso.file.scan_state == ScanState.IN_VERIFICA:
        raise Transient("in_verifica")
    return read(flusso.file)
