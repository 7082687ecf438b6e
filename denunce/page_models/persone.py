"""The people found by a search, and what is known of one not found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from denunce.models import Lavoratore


def person_rows(
    people: Iterable[Lavoratore], organisations: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """Name, class and year of birth: enough to tell namesakes apart, no more."""
    return [
        {
            "url": reverse("caso_nuovo", args=[person.pk]),
            "name": str(person),
            "klass": person.classe,
            "kind": person.get_categoria_display(),
            "year": person.nato_on.year,
            "organisation": organisations.get(person.organizzazione_id, ""),
        }
        for person in people
    ]


def initial_of(searched: Any) -> dict[str, str]:
    """The name that was searched, for a new person: surname first, as it is asked."""
    if not isinstance(searched, str):
        return {}
    surname, _, name = searched.partition(" ")
    return {"cognome": surname[:1].upper() + surname[1:], "nome": name[:1].upper() + name[1:]}
