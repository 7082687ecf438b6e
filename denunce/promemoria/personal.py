"""What the reminders hold: nothing but ids and instants, which go with their duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from denunce.promemoria.models import Impostazioni, Promemoria, Tentativo
from denunce.registry import register_duty_eraser
from portal.base import personal
from portal.base.personal import Part, Person, Piece, table


def export(person: Person) -> Iterator[Piece]:
    """The reminders that were sent, or will be, to this person."""
    yield table("promemoria", Promemoria.objects.filter(destinatario_id=person.user_id))


def erase_with_duties(duties: Iterable[UUID]) -> Counter[str]:
    """Delete the reminders of some duties, with their attempts."""
    rows = Promemoria.objects.filter(adempimento_id__in=list(duties))
    attempts = Tentativo.objects.filter(promemoria_id__in=rows.values("pk"))
    return Counter(tentativi=attempts.delete()[0], promemoria=rows.delete()[0])


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """The choices of the organisation, and every reminder of its duties."""
    yield table("impostazioni", Impostazioni.objects.filter(organizzazione_id=organizzazione_id))
    rows = Promemoria.objects.filter(adempimento__organizzazione_id=organizzazione_id)
    yield table("promemoria", rows)


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """The choices of the organisation; its reminders go with the duties."""
    chosen = Impostazioni.objects.filter(organizzazione_id=organizzazione_id)
    gone = chosen.delete()[0]
    return Counter(impostazioni=gone) if gone else Counter()


personal.register_part(
    Part(
        code="promemoria",
        label=_("Promemoria"),
        holds=_("Quali promemoria ti abbiamo mandato e quando; il testo non si conserva."),
        order=40,
        apps=("promemoria",),
        export=export,
        export_organisation=export_organisation,
        remove=remove,
    )
)
register_duty_eraser("promemoria", erase_with_duties)
