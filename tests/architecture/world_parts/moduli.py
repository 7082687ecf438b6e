"""An earlier definitive form of the first school, to copy from: its id is in the access matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from denunce.models import Modulo
from denunce.moduli.canonical import canonical, sha256
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from tests.personas import Personas
from utenti.models import Utente

KINDS: frozenset[str] = frozenset()
EARLIER = UUID("6f0d0c1e-0000-4000-8000-000000000101")


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """The form stands beside the draft of the same case."""
    draft = Modulo.objects.get(caso__organizzazione=people.scuola)
    earlier_form(draft, people.segreteria, now)
    return {}


def earlier_form(draft: Modulo, by: Utente, now: datetime) -> Modulo:
    """A definitive form of the case of a draft, complete with the examples of its fields."""
    data = canonical(example(declaration_version(draft.tipo, draft.dichiarazione)))
    made = now - timedelta(days=30)
    return Modulo.objects.create(
        id=EARLIER,
        caso=draft.caso,
        tipo=draft.tipo,
        dichiarazione=draft.dichiarazione,
        stato="definitivo",
        dati=data,
        dati_sha256=sha256(data),
        created_at=made,
        created_by=by,
        definitivo_at=made,
        definitivo_by=by,
    )
