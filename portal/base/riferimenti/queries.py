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


def province_of(name: str, on: date) -> str | None:
    """Return the province of the comune called so on a day; None when none or several were."""
    rows = Comune.objects.filter(_valid(on), nome_norm=normalize(name)).order_by("provincia")
    found = list(rows.values_list("provincia", flat=True).distinct()[:2])
    return found[0] if len(found) == 1 else None


def stato_at(catastale: str, on: date) -> StatoEstero | None:
    """Return the foreign state that had this cadastral code on a day."""
    rows = StatoEstero.objects.filter(_valid(on), catastale=catastale)
    return rows.order_by("nome_norm", "id").first()


def is_stato(name: str, on: date) -> bool:
    """Tell whether a foreign state was called so on a day."""
    return StatoEstero.objects.filter(_valid(on), nome_norm=normalize(name)).exists()


def search_stati(prefix: str, on: date, limit: int = 20) -> QuerySet[StatoEstero]:
    """Return the foreign states with a word that begins so, as of a day."""
    text = normalize(prefix)
    begins = Q(nome_norm__startswith=text) | Q(nome_norm__contains=f" {text}")
    rows = StatoEstero.objects.filter(_valid(on), begins)
    return rows.order_by("nome_norm", "id")[:limit]


def stati_at(on: date) -> QuerySet[StatoEstero]:
    """Return the foreign states that existed on a day, by name."""
    return StatoEstero.objects.filter(_valid(on)).order_by("nome_norm", "id")
