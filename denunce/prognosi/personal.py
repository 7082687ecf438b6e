"""What the questions hold of a person: the answers they gave. The rows go with the duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from denunce.prognosi.models import DomandaPrognosi
from denunce.registry import register_duty_eraser
from portal.base import personal
from portal.base.personal import Part, Person, Piece, table


def export(person: Person) -> Iterator[Piece]:
    """The answers that this person gave."""
    yield table("domande", DomandaPrognosi.objects.filter(risposta_by_id=person.user_id))


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Every question about the organisation's cases."""
    rows = DomandaPrognosi.objects.filter(caso__organizzazione_id=organizzazione_id)
    yield table("domande", rows)


def erase_with_duties(duties: Iterable[UUID]) -> Counter[str]:
    """Delete the questions of the cases of some duties: nobody is asked without a comunicazione."""
    rows = DomandaPrognosi.objects.filter(caso__adempimenti__in=list(duties))
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    return Counter(domande=DomandaPrognosi.objects.filter(pk__in=found).delete()[0])


personal.register_part(
    Part(
        code="prognosi",
        label=_("Domande sulle prognosi"),
        holds=_("Che cosa hai risposto quando una prognosi finiva, e quando."),
        order=45,
        apps=("prognosi",),
        export=export,
        export_organisation=export_organisation,
    )
)
register_duty_eraser("prognosi", erase_with_duties)
