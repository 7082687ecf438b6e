"""The copies of a whole organisation and its removal, in words."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from portal.base import wording
from utenti.models import Organizzazione
from utenti.riservatezza.actions.rimozione import kept_until, reasons_against
from utenti.riservatezza.choices import Oggetto, TipoLavoro
from utenti.riservatezza.models import Lavoro, ProvaCancellazione
from utenti.riservatezza.page_models.persona import work_row

Json = dict[str, Any]
_SHOWN: Final = 10


def one(place: Organizzazione, *, platform: bool) -> Json:
    """The page of one organisation."""
    rows = Lavoro.objects.filter(organizzazione=place).select_related("chiesto_by")
    ordered = list(rows.order_by("-created_at", "-id")[:_SHOWN])
    copies = [work_row(row) for row in ordered if row.tipo == TipoLavoro.ESPORTAZIONE]
    removals = [work_row(row) for row in ordered if row.tipo == TipoLavoro.RIMOZIONE]
    return {
        "organizzazione": place,
        "platform": platform,
        "copies": copies,
        "removal": removals[0] if removals else None,
        "closed": wording.term(place.chiusa_at, year=True) if place.chiusa_at else "",
        "proof_url": _proof(place.pk),
        "running": any(row["running"] for row in (*copies, *removals)),
    }


def _proof(pk: UUID) -> str:
    proof = ProvaCancellazione.objects.filter(oggetto=Oggetto.ORGANIZZAZIONE, oggetto_id=pk).first()
    return reverse("prova_cancellazione", args=[proof.pk]) if proof else ""


def removal(place: Organizzazione) -> Json:
    """What stands in the way of a removal, and when the terms end."""
    ends = kept_until(place)
    return {
        "organizzazione": place,
        "reasons": reasons_against(place),
        "ends": wording.term(ends, year=True) if ends else "",
    }
