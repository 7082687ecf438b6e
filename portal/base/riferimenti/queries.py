"""Asking the reference data: always as of a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from portal.base.db import normalize
from portal.base.riferimenti.models import Comune, StatoEstero, VoceLista


def _valid(on: date) -> Q:
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def choices(lista: str, on: date) -> list[tuple[str, str]]:
    """Return the (code, shown label) pairs of an official list valid on a day, in its order."""
    rows = VoceLista.objects.filter(_valid(on), lista__code=lista).order_by("order")
    return list(rows.values_list("code", "label_display"))


def search_comuni(prefix: str, on: date, limit: int = 20) -> QuerySet[Comune]:
    """Return the comuni whose name begins so, accents and case aside, as of a day."""
    rows = Comune.objects.filter(_valid(on), nome_norm__startswith=normalize(prefix))
    return rows.order_by("nome_norm", "provincia", "id")[:limit]


def comune_at(catastale: str, on: date) -> Comune | None:
    """Return the comune that had this cadastral code on a day."""
    rows = Comune.objects.filter(_valid(on), catastale=catastale)
    return rows.order_by("-valid_from", "id").first()


def stati_at(on: date) -> QuerySet[StatoEstero]:
    """Return the foreign states that existed on a day, by name."""
    return StatoEstero.objects.filter(_valid(on)).order_by("nome_norm", "id")
