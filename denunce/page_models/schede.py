"""The page of a person: the data on record and the cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.persone_dei_casi import MERGED_FIELDS
from denunce.forms.unione import shown
from denunce.models import Caso, Lavoratore
from denunce.page_models.rows import what
from utenti.access import Scope

Json = dict[str, Any]
FORM_FIELDS = MERGED_FIELDS
SHOWN_MAX = 20


def person_page(person: Lavoratore, scope: Scope) -> Json:
    """Data, cases newest first, and what can be done; one query for the cases."""
    united = person.unito_a
    editable = bool(permissions.can_edit_lavoratore(scope, person)) and united is None
    return {
        "persona": person,
        "title": str(person),
        "rows": card_rows(person),
        "cases": _cases(person),
        "editable": editable,
        "can_open": united is None
        and bool(permissions.can_create_caso(scope, person.organizzazione_id)),
        "key": uuid4(),
        "united": str(united) if united else "",
        "united_url": reverse("persona", args=[united.pk]) if united else "",
    }


def card_rows(person: Lavoratore) -> list[Json]:
    """Every datum of the card in words, empty ones included: what is missing is seen."""
    return [
        {"label": _label(name), "value": shown(person, name), "note": "", "url": ""}
        for name in MERGED_FIELDS
    ]


def _label(name: str) -> str:
    label = str(getattr(Lavoratore._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _cases(person: Lavoratore) -> list[Json]:
    rows = Caso.objects.filter(lavoratore=person, cancellato_at=None).select_related("evento")
    return [
        {
            "url": reverse("caso", args=[caso.pk]),
            "number": str(caso),
            "what": what(caso.evento),
            "state": caso.get_stato_display(),
        }
        for caso in rows.order_by("-created_at", "id")
    ]


def choice_rows(people: Iterable[Lavoratore]) -> list[Json]:
    """People to choose among: enough to tell namesakes apart, no more."""
    return [
        {
            "pk": str(person.pk),
            "name": str(person),
            "about": " · ".join(
                part
                for part in (
                    person.classe,
                    person.get_categoria_display(),
                    _("data di nascita %(day)s") % {"day": shown(person, "nato_on")},
                )
                if part
            ),
        }
        for person in people
    ]


def namesakes(person: Lavoratore) -> list[Lavoratore]:
    """Other cards of the same organisation with the same name: likely the same person."""
    rows = Lavoratore.objects.known().filter(
        organizzazione_id=person.organizzazione_id, nome_ricerca=person.nome_ricerca
    )
    return list(rows.exclude(pk=person.pk).order_by("nato_on", "pk")[:SHOWN_MAX])


def initial_of_card(person: Lavoratore) -> dict[str, object]:
    """The data on record, for the form that corrects them."""
    values: dict[str, object] = {name: getattr(person, name) or "" for name in FORM_FIELDS}
    return values | {"version": person.version}


def others_found(found: Iterable[Lavoratore], but: UUID) -> list[Lavoratore]:
    """The people of a search without the one the page is about."""
    return [person for person in found if person.pk != but][:SHOWN_MAX]
