"""What the questions hold of a person: the answers they gave. The rows go with the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from denunce.prognosi.models import DomandaPrognosi
from denunce.registry import register_case_eraser
from portal.base import personal
from portal.base.personal import Part, Person, Piece, table


def export(person: Person) -> Iterator[Piece]:
    """The answers that this person gave."""
    yield table("domande", DomandaPrognosi.objects.filter(risposta_by_id=person.user_id))


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Every question about the organisation's cases."""
    rows = DomandaPrognosi.objects.filter(caso__organizzazione_id=organizzazione_id)
    yield table("domande", rows)


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """An account that goes leaves nothing here: an answer stays with its case, which says by whom,
    and goes with it."""
    return Counter()


def erase_with_cases(casi: Collection[UUID]) -> Counter[str]:
    """Delete the questions about some cases."""
    gone = DomandaPrognosi.objects.filter(caso_id__in=casi).delete()[0]
    return Counter(domande=gone) if gone else Counter()


personal.register_part(
    Part(
        code="prognosi",
        label=_("Domande sulle prognosi"),
        holds=_("Che cosa hai risposto quando una prognosi finiva, e quando."),
        order=45,
        apps=("prognosi",),
        export=export,
        erase=erase,
        export_organisation=export_organisation,
    )
)
register_case_eraser("prognosi", erase_with_cases)
