"""The copies of a whole organisation, its closing and its removal, in words."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from portal.base import wording
from utenti.models import Organizzazione
from utenti.personal import REMOVED
from utenti.riservatezza.actions.rimozione import kept_until, reasons_against
from utenti.riservatezza.choices import Oggetto, TipoLavoro
from utenti.riservatezza.models import Lavoro, ProvaCancellazione
from utenti.riservatezza.page_models.persona import work_row

Json = dict[str, Any]
_PAGE: Final = 50
_SHOWN: Final = 10


def listing(after: str) -> Json:
    """The organisations by name, a page at a time, from the name ``after`` on."""
    after = after.replace("\0", "")  # PostgreSQL refuses it in a text
    rows = Organizzazione.objects.filter(denominazione__gt=after).exclude(denominazione=REMOVED)
    found = list(rows.order_by("denominazione", "pk")[: _PAGE + 1])
    shown = found[:_PAGE]
    following = f"?{urlencode({'dopo': shown[-1].denominazione})}" if len(found) > _PAGE else ""
    return {
        "rows": [
            {
                "url": reverse("organizzazione_dati", args=[row.pk]),
                "name": str(row),
                "kind": row.get_tipo_display(),
                "closed": wording.term(row.chiusa_at, year=True) if row.chiusa_at else "",
            }
            for row in shown
        ],
        "next_url": following,
        "first_url": reverse("organizzazioni_dati") if after else "",
    }


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
