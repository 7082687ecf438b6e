"""What the pages of the reminders show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from denunce.promemoria import parole
from denunce.promemoria.models import Impostazioni
from denunce.promemoria.scelte import SOLITE
from portal.base import wording
from utenti.access import Workplace
from utenti.models import Organizzazione

_LISTED = 30  # a consultant with more firms comes from the page of a case


def public(places: list[Workplace]) -> dict[str, Any]:
    """The usual reminders, and a link to each organisation the reader works for."""
    mine = [
        {"name": place.name, "url": reverse("promemoria_organizzazione", args=[place.id])}
        for place in places[:_LISTED]
    ]
    return {
        "rows": parole.table(SOLITE),
        "hours": parole.office_hours(SOLITE.orario),
        "mine": mine,
        "more": len(places) > _LISTED,
    }


def of_organisation(
    organizzazione: Organizzazione, chosen: Impostazioni | None, *, can_edit: bool
) -> dict[str, Any]:
    """The reminders of one organisation, who chose them and when."""
    scelte = chosen.scelte if chosen else SOLITE
    return {
        "organizzazione": organizzazione,
        "rows": parole.table(scelte),
        "hours": parole.office_hours(scelte.orario),
        "quiet": scelte.quiet,
        "above": parole.told_above(scelte),
        "changed": chosen
        and {"who": str(chosen.updated_by), "when": wording.term(chosen.updated_at, year=True)},
        "edit_url": reverse("promemoria_modifica", args=[organizzazione.pk]) if can_edit else "",
    }
