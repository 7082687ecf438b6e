"""Roles that are about to end: the hospital is told once, two weeks before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from portal.base import clock
from portal.base.authz import Permission
from portal.base.db import lock, update_each
from portal.base.outbox import enqueue_many
from utenti.access import colleagues
from utenti.profili.models import ProfiloMedico

NOTICE: Final = "profili.in_scadenza"
_AT_ONCE: Final = 1000


def announce_ends(now: datetime) -> int:
    """Ask for a mail to whoever manages each hospital; say how many doctors were announced.

    A doctor is announced once for each end: run again, or in two processes at once, it tells
    nothing twice.
    """
    today = clock.local(now).date()
    with transaction.atomic():
        due = ProfiloMedico.objects.to_announce(today).select_related("membership")
        rows = list(lock(due.order_by("organizzazione_id", "pk"))[:_AT_ONCE])
        ends = {row.pk: row.membership.valid_to for row in rows}
        update_each(ProfiloMedico, "fine_avvisata_on", ends)
        by_hospital: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for row in rows:
            by_hospital[row.organizzazione_id].append(row.pk)
        for organizzazione_id, profili in by_hospital.items():
            _tell(organizzazione_id, profili, now)
    return len(rows)


def _tell(organizzazione_id: UUID, profili: Sequence[UUID], now: datetime) -> None:
    notice = uuid4()
    people = colleagues(Permission.PROFILI_MANAGE, organizzazione_id, on=clock.local(now).date())
    payloads = {
        f"{NOTICE}:{notice}:{person.pk}": {
            "organizzazione": str(organizzazione_id),
            "destinatario": str(person.pk),
            "avviso": str(notice),
            "medici": len(profili),
        }
        for person in people
    }
    enqueue_many(NOTICE, payloads, due_at=now, now=now)
