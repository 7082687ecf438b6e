"""How synthetic duties of the past ended: nineteen out of twenty in time, most of them accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from denunce.choices import Canale, TipoAdempimento
from denunce.models import Adempimento, Caso, Invio
from denunce.workflow import StatoAdempimento, StatoCaso, StatoInvio
from utenti.models import TipoOrganizzazione, Utente


def settle(row: Adempimento, utente: Utente, rng: Random, new_id: Callable[[], UUID]) -> Invio:
    """Mark a duty as sent; the dispatch that did it."""
    late, accepted = rng.random() < 0.05, rng.random() < 0.85
    span = row.termine_at - row.created_at
    sent_at = row.termine_at + timedelta(hours=20) if late else row.created_at + span * 0.6
    row.stato = StatoAdempimento.ACCETTATO if accepted else StatoAdempimento.INVIATO
    row.done_at, row.done_by_id = sent_at, utente.pk
    return Invio(
        id=new_id(),
        adempimento_id=row.pk,
        canale=_channel(row),
        stato=StatoInvio.ACCETTATO if accepted else StatoInvio.INVIATO,
        sent_at=sent_at,
        chiave_richiesta=new_id(),
        recorded_at=sent_at,
        recorded_by_id=utente.pk,
    )


def _channel(row: Adempimento) -> str:
    if row.tipo == TipoAdempimento.DENUNCIA_ASSICURAZIONE:
        return Canale.PORTALE_ASSICURAZIONE
    if row.caso.organizzazione.tipo == TipoOrganizzazione.SCUOLA_STATALE:
        return Canale.SIDI
    return Canale.PORTALE_INAIL


def close(caso: Caso, utente: Utente, now: datetime) -> None:
    """Close a case whose duties are settled; after more than a year it was put away."""
    old = now - caso.created_at > timedelta(days=400)
    caso.stato = StatoCaso.ARCHIVIATO if old else StatoCaso.CHIUSO
    caso.chiuso_at = caso.created_at + timedelta(days=35)
    caso.chiuso_by_id = utente.pk
