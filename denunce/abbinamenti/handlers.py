"""What is heard from the doctors' side, through the outbox: ids only, and perhaps twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from certificati.eventi import EMESSI, RITIRATI
from denunce.abbinamenti.abbinare import propose
from denunce.abbinamenti.ritiri import withdraw
from portal.base.outbox import Batch, register, register_batch


@register(EMESSI)
def hear_issued(payload: dict[str, Any], *, now: datetime) -> None:
    """Certificates were issued: propose them."""
    propose(_ids([payload]), now=now)


@register_batch(EMESSI)
def hear_many_issued(batch: Batch) -> None:
    """The certificates of many messages with the queries of one; should one of them be trouble,
    each is done alone and shows which."""
    taken = list(batch)
    try:
        with transaction.atomic():
            propose(_ids(message.payload for message in taken), now=batch.now)
            for message in taken:
                batch.mark(message)
    except Exception:  # noqa: BLE001  (told by the one that fails alone)
        for message in taken:
            batch.alone(message)
    else:
        for message in taken:
            batch.close(message)


@register(RITIRATI)
def hear_withdrawn(payload: dict[str, Any], *, now: datetime) -> None:
    """Certificates were annulled or replaced: tell who has their references."""
    withdraw(_ids([payload]), now=now)


def _ids(payloads: Iterable[dict[str, Any]]) -> list[UUID]:
    return [UUID(pk) for payload in payloads for pk in payload["certificati"]]
