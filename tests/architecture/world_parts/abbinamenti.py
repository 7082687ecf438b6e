"""Objects of the matching of certificates with cases for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from denunce.abbinamenti.models import Proposta
from tests.denunce.abbinamenti import scena
from tests.personas import Personas
from utenti.models import Utente

KINDS: frozenset[str] = frozenset({"proposta", "proposta_senza_caso", "proposta_confermata"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A certificate to confirm by the real actions; one that waits for a case and one that its
    doctor withdrew after it was confirmed, as rows."""
    waiting = scena.proposta(people, now)
    decided = {"stato": "confermata", "decisa_at": now, "decisa_by": users["segreteria"]}
    return {
        "proposta": waiting.pk,
        "proposta_senza_caso": _twin(waiting, caso=None).pk,
        "proposta_confermata": _twin(waiting, ritirato_at=now, **decided).pk,
    }


def _twin(row: Proposta, **changes: object) -> Proposta:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values |= {"id": uuid4(), "certificato_id": uuid4()}
    twin = Proposta(**values)
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin
