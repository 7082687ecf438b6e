"""What hangs from a case, how things read are called, and which of them are about a person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.models import (
    Adempimento,
    Bozza,
    Caso,
    Documento,
    Invio,
    Lavoratore,
    Modulo,
    RiferimentoCertificato,
)
from denunce.page_models.wordings import TITLES
from portal.base.personal import Person


def following(pk: UUID) -> list[UUID]:
    """Of a case, or of a person with all theirs, every row whose reading tells about it."""
    cases = list(
        Caso.objects.filter(models.Q(pk=pk) | models.Q(lavoratore_id=pk))
        .order_by("pk")
        .values_list("pk", "lavoratore_id")
    )
    if not cases:
        return []
    ids = [case for case, _person in cases]
    hanging: tuple[models.QuerySet[models.Model], ...] = (
        Adempimento.objects.filter(caso_id__in=ids),
        Documento.objects.filter(caso_id__in=ids),
        Modulo.objects.filter(caso_id__in=ids),
        Invio.objects.filter(adempimento__caso_id__in=ids),
        RiferimentoCertificato.objects.filter(caso_id__in=ids),
        Bozza.objects.filter(caso_id__in=ids),
    )
    found = {*ids, *(person for _case, person in cases)}
    for rows in hanging:
        found.update(rows.order_by("pk").values_list("pk", flat=True))
    return sorted(found)


def cards_of(person: Person) -> models.QuerySet[Lavoratore]:
    """The cards of a person in any organisation, by a codice fiscale that was verified."""
    if not person.codice_fiscale:
        return Lavoratore.objects.none()
    index = Lavoratore.index_of(person.codice_fiscale)
    return Lavoratore.objects.filter(codice_fiscale_index=index, cancellato_at__isnull=True)


def holders(person: Person) -> set[UUID]:
    """The organisations with a card of the person."""
    return set(cards_of(person).order_by().values_list("organizzazione_id", flat=True))


def subjects(person: Person) -> dict[UUID, str]:
    """The cards and cases about a person, with everything that hangs from them."""
    found: dict[UUID, str] = {}
    for card in cards_of(person).select_related("organizzazione").order_by("pk"):
        where = card.organizzazione.denominazione
        found[card.pk] = _("La tua scheda (%(where)s)") % {"where": where}
        for caso in card.casi.filter(cancellato_at__isnull=True).order_by("pk"):
            words = {"number": caso, "where": where}
            said = _("Il tuo caso %(number)s (%(where)s)") % words
            found |= dict.fromkeys(following(caso.pk), said) | {card.pk: found[card.pk]}
    return found


def _of(
    model: type[models.Model], related: tuple[str, ...], say: Callable[[models.Model], str]
) -> Callable[[Collection[UUID]], dict[UUID, str]]:
    def names(ids: Collection[UUID]) -> dict[UUID, str]:
        rows = model._default_manager.filter(pk__in=ids).select_related(*related)
        return {row.pk: say(row) for row in rows.order_by("pk")}

    return names


def _case(caso: Caso) -> str:
    return _("caso %(number)s, %(person)s") % {"number": caso, "person": caso.lavoratore}


def _duty(row: models.Model) -> str:
    duty = row if isinstance(row, Adempimento) else row.adempimento  # type: ignore[attr-defined]
    return f"{TITLES[duty.tipo]}, {_case(duty.caso)}"


def _titled(row: models.Model) -> str:
    return f"{row}, {_case(row.caso)}"  # type: ignore[attr-defined]


def _plain(row: models.Model) -> str:
    return str(row)


def _draft(row: models.Model) -> str:
    """A draft that became a case is called like it; one that did not has no name."""
    caso = row.caso  # type: ignore[attr-defined]
    return _case(caso) if caso is not None else ""


def _bare_case(row: models.Model) -> str:
    return _case(row)  # type: ignore[arg-type]


_OF_CASE = ("caso__lavoratore",)
_OF_DUTY = ("adempimento__caso__lavoratore",)
# Kind of thing read: the word for it, and how each one is called.
NAMES = {
    "denunce.caso": (gettext_lazy("caso"), _of(Caso, ("lavoratore",), _bare_case)),
    "denunce.lavoratore": (gettext_lazy("scheda di una persona"), _of(Lavoratore, (), _plain)),
    "denunce.documento": (gettext_lazy("documento"), _of(Documento, _OF_CASE, _titled)),
    "denunce.modulo": (gettext_lazy("modulo"), _of(Modulo, _OF_CASE, _titled)),
    "denunce.adempimento": (
        gettext_lazy("adempimento o scadenzario"),
        _of(Adempimento, ("caso__lavoratore",), _duty),
    ),
    "denunce.invio": (gettext_lazy("invio"), _of(Invio, _OF_DUTY, _duty)),
    "denunce.riferimentocertificato": (
        gettext_lazy("certificato"),
        _of(RiferimentoCertificato, _OF_CASE, _titled),
    ),
    "denunce.bozza": (gettext_lazy("bozza di un caso"), _of(Bozza, ("caso__lavoratore",), _draft)),
}
