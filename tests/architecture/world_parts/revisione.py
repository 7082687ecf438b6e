"""Objects of the review of credential requests for the access matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tests.factories.credenziali import RichiestaFactory, attach
from tests.personas import Personas
from utenti.credenziali.models import RicercaSalvata
from utenti.models import Utente

KINDS = frozenset({"richiesta_in_esame", "allegato_in_esame", "ricerca_salvata"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A request in the reviewer's hands with one picture, and a saved search."""
    reviewer = users["revisore"]
    richiesta = RichiestaFactory(
        richiedente=people.docente,
        stato="in_esame",
        claimed_by=reviewer,
        claimed_until=now + timedelta(minutes=30),
    )
    ricerca = RicercaSalvata.objects.create(
        utente=reviewer, nome="Presìdi", filtri={"profilo": "presidio"}, created_at=now
    )
    return {
        "richiesta_in_esame": richiesta.pk,
        "allegato_in_esame": attach(richiesta, "documento_fronte").pk,
        "ricerca_salvata": ricerca.pk,
    }
