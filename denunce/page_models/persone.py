"""The people found by a search, and what is known of one not found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from denunce.models import Lavoratore

# What a surname may begin with: "De Luca Tommaso" is not a De called Luca Tommaso.
PARTICLES: Final = frozenset(
    "da dal dalla dalle de degli dei del dell’ dell' della delle di d’ d' la lo".split()
)


def person_rows(
    people: Iterable[Lavoratore], organisations: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """Name, class and year of birth: enough to tell namesakes apart, no more."""
    return [
        {
            "pk": person.pk,
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
    words = searched.split()
    cut = next((n for n, word in enumerate(words, 1) if word.lower() not in PARTICLES), len(words))
    surname, name = " ".join(words[:cut]), " ".join(words[cut:])
    return {"cognome": surname[:1].upper() + surname[1:], "nome": name[:1].upper() + name[1:]}
