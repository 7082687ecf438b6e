"""What the proposals hold of people: ids, codes and the number; they go with their case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificati import riferimenti
from denunce.abbinamenti.models import Proposta
from denunce.models import Lavoratore
from denunce.registry import register_case_eraser
from portal.base import personal
from portal.base.personal import Part, Person, Piece, table

_LEFT_OUT = ("decisa_by", "ritiro_by")


def of_person(person: Person) -> models.QuerySet[Proposta]:
    """The proposals about a person whose codice fiscale was verified, with a case or without."""
    if not person.codice_fiscale:
        return Proposta.objects.none()
    index = Lavoratore.index_of(person.codice_fiscale)
    issued = [each.id for each in riferimenti.of_people([person.codice_fiscale])]
    return Proposta.objects.filter(
        Q(caso__lavoratore__codice_fiscale_index=index) | Q(certificato_id__in=issued)
    )


def export(person: Person) -> Iterator[Piece]:
    """Which certificates were proposed to which employer, and what became of it."""
    yield table("certificati_proposti", of_person(person), leave_out=_LEFT_OUT)


def erase_with_cases(casi: Collection[UUID]) -> Counter[str]:
    """Delete the proposals of some cases."""
    gone = Proposta.objects.filter(caso_id__in=casi).delete()[0]
    return Counter(proposte=gone) if gone else Counter()


def erase(person: Person, by: models.Model, now: datetime) -> Counter[str]:
    """An account that goes leaves nothing here: who decided a proposal stays named, as on the
    cases; what is about a person goes with their case."""
    return Counter()


def export_organisation(organizzazione_id: UUID) -> Iterator[Piece]:
    """Every proposal made to an organisation."""
    yield table(
        "certificati_proposti", Proposta.objects.filter(organizzazione_id=organizzazione_id)
    )


def count(organizzazione_id: UUID) -> int:
    """How many there are."""
    return Proposta.objects.filter(organizzazione_id=organizzazione_id).count()


def remove(organizzazione_id: UUID, by: models.Model, now: datetime) -> Counter[str]:
    """All of an organisation at once: nothing hangs from them."""
    gone = Proposta.objects.filter(organizzazione_id=organizzazione_id).delete()[0]
    return Counter(proposte=gone) if gone else Counter()


def names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How a proposal is called in the record of readings: by its number and case."""
    rows = Proposta.objects.filter(pk__in=ids).select_related("caso")
    return {
        row.pk: f"{row.numero}, {row.caso}" if row.caso else row.numero
        for row in rows.order_by("pk")
    }


def following(pk: UUID) -> list[UUID]:
    """Of a case, or of a person with all theirs, the proposals: to open one is to read of them."""
    rows = Proposta.objects.filter(Q(caso_id=pk) | Q(caso__lavoratore_id=pk))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def subjects(person: Person) -> dict[UUID, str]:
    """The proposals about a person, each as that person knows it."""
    rows = of_person(person).select_related("organizzazione").order_by("pk")
    said = _("Un tuo certificato, proposto a %(where)s")
    return {row.pk: said % {"where": row.organizzazione.denominazione} for row in rows}


personal.register_part(
    Part(
        code="abbinamenti",
        label=_("Certificati proposti ai datori di lavoro"),
        holds=_(
            "A quale datore è stato proposto il numero di un tuo certificato, e se l’ha "
            "confermato. Mai la diagnosi. Si cancella con il caso."
        ),
        order=45,
        apps=("abbinamenti",),
        export=export,
        erase=erase,
        export_organisation=export_organisation,
        count_organisation=count,
        remove=remove,
    )
)
personal.register_names("abbinamenti.proposta", _("certificato proposto"), names)
personal.register_following("abbinamenti", following)
personal.register_subjects("abbinamenti", subjects)
register_case_eraser("abbinamenti", erase_with_cases)
