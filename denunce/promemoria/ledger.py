"""The ledger of the attempts: every change of state of a reminder on its way to the mail server.

Each function is one short transaction. The order matters: an attempt is written before the server
is called, so that whatever happens next the rows never say more than what is known.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists

from denunce.models import Adempimento
from denunce.promemoria.models import FINAL_STATES, Motivo, Promemoria, Stato, Tentativo
from denunce.workflow import OPEN_STATES
from portal.base.db import lock

ACCEPTED = "accettato"
INTERRUPTED = "interrotto"  # the process died
FAULT = "errore"  # the message could not be prepared
UNCERTAIN = "esito_incerto"  # the connection broke while the message was being handed over


def open_attempt(promemoria: Promemoria, now: datetime) -> Tentativo | None:
    """Write that the message is about to be handed over; None if it no longer should be.

    From here on the reminder is ``incerto`` until the server's answer is written down. An attempt
    found open belongs to a process that died: it is closed as ``interrotto``.
    """
    with transaction.atomic():
        row: Promemoria = lock(promemoria)
        if row.stato in FINAL_STATES:
            return None
        row.tentativi.filter(ended_at=None).update(ended_at=now, esito=INTERRUPTED)
        Promemoria.objects.filter(pk=row.pk).update(stato=Stato.INCERTO)
        return Tentativo.objects.create(
            promemoria=row, numero=row.tentativi.count() + 1, started_at=now
        )


def open_first_attempt(promemoria: Promemoria, now: datetime) -> Tentativo | None:
    """The same for a reminder that was never tried, in the transaction of the caller.

    None, with nothing written, when it is no longer so or its duty is no longer to do: asked in the
    very statement that takes it.
    """
    still_due = Adempimento.objects.filter(pk=promemoria.adempimento_id, stato__in=OPEN_STATES)
    fresh = Promemoria.objects.filter(Exists(still_due), pk=promemoria.pk, stato=Stato.DA_INVIARE)
    if not fresh.update(stato=Stato.INCERTO):
        return None
    return Tentativo.objects.create(promemoria=promemoria, numero=1, started_at=now)


def mark_sent(attempt: Tentativo, now: datetime) -> None:
    """The server took the message; in a transaction of its own or in that of the caller."""
    with transaction.atomic(savepoint=False):
        _close(attempt, ACCEPTED, now)
        Promemoria.objects.filter(pk=attempt.promemoria_id).update(stato=Stato.INVIATO, sent_at=now)


def mark_postponed(attempt: Tentativo, code: str, now: datetime, *, uncertain: bool) -> None:
    """The server did not take the message, or did not say: it will be tried again.

    Once uncertain, a reminder stays so: a later refusal does not tell about the earlier copy.
    """
    with transaction.atomic():
        doubtful = uncertain or _was_doubtful(attempt)
        _close(attempt, code, now)
        stato = Stato.INCERTO if doubtful else Stato.DA_INVIARE
        Promemoria.objects.filter(pk=attempt.promemoria_id).update(stato=stato)


def mark_failed(attempt: Tentativo, code: str, motivo: Motivo, now: datetime) -> None:
    """Trying again is useless."""
    with transaction.atomic():
        _close(attempt, code, now)
        Promemoria.objects.filter(pk=attempt.promemoria_id).update(
            stato=Stato.FALLITO, motivo=motivo
        )


def note_fault(promemoria: Promemoria, now: datetime) -> int:
    """The message could not be prepared; how many times that happened so far."""
    with transaction.atomic():
        row: Promemoria = lock(promemoria)
        Tentativo.objects.create(
            promemoria=row,
            numero=row.tentativi.count() + 1,
            started_at=now,
            ended_at=now,
            esito=FAULT,
        )
        return row.tentativi.filter(esito=FAULT).count()


def withdraw(promemoria: Promemoria, stato: Stato, motivo: Motivo) -> bool:
    """Give up a reminder that was not sent (``annullato`` or ``fallito``); False if it was."""
    rows = Promemoria.objects.filter(pk=promemoria.pk).exclude(stato__in=FINAL_STATES)
    return bool(rows.update(stato=stato, motivo=motivo))


def _close(attempt: Tentativo, esito: str, now: datetime) -> None:
    Tentativo.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=now, esito=esito)


def _was_doubtful(attempt: Tentativo) -> bool:
    earlier = Tentativo.objects.filter(promemoria=attempt.promemoria_id).exclude(pk=attempt.pk)
    return earlier.filter(esito__in=[INTERRUPTED, UNCERTAIN]).exists()
