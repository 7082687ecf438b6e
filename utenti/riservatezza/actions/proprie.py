"""What this part itself holds: requests about one's data, copies, chosen terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import models

from portal.base.personal import Person, Piece, table
from utenti.riservatezza.models import Lavoro, RichiestaInteressato, TermineConservazione


def export(person: Person) -> Iterator[Piece]:
    """The requests of a person, with their answers."""
    asked = RichiestaInteressato.objects.filter(utente_id=person.user_id)
    yield table("richieste_sui_dati", asked.select_related("data_key"), leave_out=("risposta_by",))


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """The words of the requests, and the copies that were prepared."""
    asked = RichiestaInteressato.objects.filter(utente_id=person.user_id)
    counts = _blank(asked, now)
    copies = Lavoro.objects.filter(chiesto_by_id=person.user_id, scade_at__isnull=False)
    counts["copie"] = copies.filter(organizzazione__isnull=True).update(scade_at=now)
    return counts


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """The requests received and the terms chosen."""
    asked = RichiestaInteressato.objects.filter(organizzazione_id=organizzazione_id)
    yield table("richieste_sui_dati", asked.select_related("data_key"))
    yield table("termini", TermineConservazione.objects.filter(organizzazione_id=organizzazione_id))


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """The same, blanked or deleted; copies of the organisation go at the next round."""
    asked = RichiestaInteressato.objects.filter(
        organizzazione_id=organizzazione_id, testo__isnull=False
    )
    counts = _blank(asked, now)
    chosen = TermineConservazione.objects.filter(organizzazione_id=organizzazione_id)
    counts["termini"] = chosen.delete()[0]
    copies = Lavoro.objects.filter(organizzazione_id=organizzazione_id, scade_at__gt=now)
    counts["copie"] = copies.update(scade_at=now)
    return Counter({code: number for code, number in counts.items() if number})


def _blank(asked: models.QuerySet[RichiestaInteressato], now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in asked.select_related("data_key").order_by("pk"):
        row.data_key.destroy(now)
        counts["chiavi"] += 1
    counts["diritti"] = asked.update(testo=None, risposta=None)
    return counts
