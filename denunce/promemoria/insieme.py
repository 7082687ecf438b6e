"""Sends many reminders in a row, each with one transaction instead of four.

The transaction that writes one reminder's answer also opens the attempt of the next. So at every
moment at most one reminder is with the server and not marked: whoever kills the process makes at
most one second copy, as when they are sent one by one. What is not plain (tried before, withdrawn,
refused, not to be composed) goes the way of ``sender``, alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from denunce.promemoria import ledger, sender
from denunce.promemoria.lettera import Lettera, compose
from denunce.promemoria.models import Promemoria, Stato, Tentativo
from denunce.promemoria.scan import HANDLER
from portal.base import clock
from portal.base.authz import Permission
from portal.base.outbox import Batch, OutboxMessage, Refused, Transient, register_batch
from utenti.access import Scope


@register_batch(HANDLER)
def send_many(batch: Batch) -> None:
    """Send the reminders of a batch, in its order."""
    line = _Line(batch)
    try:
        for message in batch:
            line.send(message)
    finally:
        line.settle()


class _Line:
    """The reminders of one batch, and the one that has left and is not marked yet."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.plain = _plain(batch)
        self.left: tuple[OutboxMessage, Tentativo] | None = None

    def send(self, message: OutboxMessage) -> None:
        """Mark the one before, open this one, hand it over."""
        promemoria = self.plain.get(message.pk)
        lettera = _lettera(promemoria, self.batch.now) if promemoria else None
        attempt = self._turn(promemoria if lettera else None)
        if promemoria is None or lettera is None or attempt is None:
            self.batch.alone(message)
            return
        try:
            sender.hand_over(promemoria, lettera, attempt)
        except (Refused, Transient) as error:
            self.batch.fail(message, error)
        else:
            self.left = message, attempt

    def settle(self) -> None:
        """Mark the one that has left, if there is one."""
        self._turn(None)

    def _turn(self, following: Promemoria | None) -> Tentativo | None:
        """One transaction: what has left is marked, the attempt of ``following`` is opened."""
        if self.left is None and following is None:
            return None
        with transaction.atomic():
            if self.left is not None:
                message, attempt = self.left
                ledger.mark_sent(attempt, clock.now())
                self.batch.mark(message)
            opened = ledger.open_first_attempt(following, clock.now()) if following else None
        if self.left is not None:
            self.batch.close(self.left[0])
            self.left = None
        return opened


def _plain(batch: Batch) -> dict[UUID, Promemoria]:
    """By message, the reminders never tried, still useful, to people who still work on the case."""
    wanted = {UUID(message.payload["promemoria"]): pk for pk, message in batch.messages.items()}
    rows = Promemoria.objects.filter(
        pk__in=wanted, stato=Stato.DA_INVIARE, useful_until_at__gt=batch.now, tentativi=None
    )
    on, scopes, found = clock.local(batch.now).date(), dict[UUID, Scope](), {}
    for row in rows.select_related(*sender.WITH).order_by("pk"):
        scope = scopes.setdefault(row.destinatario_id, Scope(row.destinatario, on=on))
        if scope.can(Permission.CASO_EDIT, row.adempimento.organizzazione_id):
            found[wanted[row.pk]] = row
    return found


def _lettera(promemoria: Promemoria, now: datetime) -> Lettera | None:
    """The text; None when it is too late for it or it cannot be written: then it goes alone."""
    if now >= promemoria.useful_until_at:
        return None
    try:
        return compose(promemoria, now)
    except Exception:  # noqa: BLE001  (counted and told when it goes alone)
        return None
