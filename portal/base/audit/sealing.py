"""Sealing: the sender gives waiting events their place in the chain."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import models, transaction

from portal.base.audit.chain import chain_of, head_mac, link_hash
from portal.base.audit.models import AuditEvent, AuditHead


def seal(now: datetime, limit: int = 5000) -> int:
    """Seal up to ``limit`` waiting events, oldest first; return how many.

    Two processes at once are safe: each chain has a head row that one locks while
    the other waits, then reads what is still unsealed.
    """
    waiting = list(AuditEvent.objects.filter(seq=None).order_by("at", "id")[:limit])
    waiting.sort(key=chain_of)  # stable: order of time inside each chain
    return sum(
        _seal_chain(chain, [event.pk for event in events], now)
        for chain, events in groupby(waiting, key=chain_of)
    )


def _seal_chain(chain: str, ids: list[UUID], now: datetime) -> int:
    with transaction.atomic():
        AuditHead.objects.bulk_create([AuditHead(chain=chain, at=now)], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(pk=chain)
        events = AuditEvent.objects.filter(pk__in=ids, seq=None).order_by("at", "id")
        count = 0
        for event in events:
            _append(event, head, now)
            count += 1
        head.at, head.mac = now, head_mac(head)
        head.save()
    return count


def _append(event: AuditEvent, head: AuditHead, now: datetime) -> None:
    """Add one link; the plain queryset is the one door in the append-only rule."""
    prev_hash, head.seq = head.hash, head.seq + 1
    head.hash = link_hash(event, head.seq, prev_hash)
    models.QuerySet(AuditEvent).filter(pk=event.pk).update(
        seq=head.seq, prev_hash=prev_hash, hash=head.hash, sealed_at=now
    )
