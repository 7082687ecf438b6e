"""Deleting the files of requests that ended, or of drafts that nobody goes on with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from portal.base import files, heartbeat
from portal.base.audit import record
from portal.base.clock import local
from portal.base.db import lock
from utenti.credenziali.models import Domanda, RichiestaAbilitazione
from utenti.credenziali.workflow import ENDED_STATES, StatoRichiesta

BEAT: Final = "credenziali.pulizia"
EVERY: Final = timedelta(hours=1)
_BATCH: Final = 200


def sweep_documents(now: datetime) -> None:
    """At most once an hour, delete what is due; safe to run twice."""
    last = heartbeat.last(BEAT)
    if last is None or now - last >= EVERY:
        heartbeat.beat(BEAT, now)
        delete_due(now)


def delete_due(now: datetime) -> int:
    """Delete the files of every request whose day has come; say how many requests."""
    due = list(_due(now).order_by("saved_at", "pk")[:_BATCH])
    return sum(_delete(richiesta, now) for richiesta in due)


def _due(now: datetime) -> QuerySet[RichiestaAbilitazione]:
    today = local(now).date()
    ended = Q(stato__in=ENDED_STATES) & (
        Q(documenti_fino_al__lte=today)
        | Q(
            documenti_fino_al__isnull=True,
            decided_at__lte=now - timedelta(days=settings.CREDENZIALI_DOCUMENTI_GIORNI),
        )
    )
    left = Q(
        stato=StatoRichiesta.BOZZA,
        saved_at__lte=now - timedelta(days=settings.CREDENZIALI_BOZZE_GIORNI),
    )
    return RichiestaAbilitazione.objects.filter(ended | left, documenti_cancellati_at__isnull=True)


def _delete(richiesta: RichiestaAbilitazione, now: datetime) -> bool:
    with transaction.atomic():
        held = lock(richiesta)
        if not _due(now).filter(pk=held.pk).exists():
            return False  # another process was faster, or its person came back
        gone = 0
        for allegato in held.allegati.living().select_related("file__data_key").order_by("pk"):
            allegato.rimosso_at = now
            allegato.save(update_fields=["rimosso_at"])
            gone += files.delete(allegato.file, by=None, now=now)
        for domanda in Domanda.objects.filter(richiesta=held).select_related("file__data_key"):
            file = domanda.file
            domanda.delete()
            gone += files.delete(file, by=None, now=now) if file is not None else 0
        RichiestaAbilitazione.objects.filter(pk=held.pk).update(documenti_cancellati_at=now)
        record(
            "richiesta.documenti_cancellati",
            by=None,
            now=now,
            target=held,
            organizzazione_id=None,
            data={"codice": held.codice, "file": gone},
        )
    return True
