"""Choosing an earlier form to copy from, then the parts of it."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.actions.copia import earlier_forms
from denunce.forms.copia import Copia, Offer
from denunce.models import Lavoratore, Modulo
from denunce.moduli.declaration import Declaration
from denunce.page_models.rows import who
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope

Json = dict[str, Any]
LISTED_MAX: Final = 50


def copia_page(modulo: Modulo, by: Scope, typed: str) -> Json:
    """The earlier forms, those of the same kind first, then the newest; found by name when typed.

    One more than shown is read, so that the page can say that there are others.
    """
    found = list(_ordered(_named(earlier_forms(modulo, by), by, typed), modulo)[: LISTED_MAX + 1])
    return {
        **_head(modulo),
        "search": typed,
        "search_url": reverse("modulo_copia", args=[modulo.pk]),
        "rows": [_row(modulo, each) for each in found[:LISTED_MAX]],
        "more": len(found) > LISTED_MAX,
    }


def _named(rows: QuerySet[Modulo], by: Scope, typed: str) -> QuerySet[Modulo]:
    if not typed:
        return rows
    people = Lavoratore.objects.visible_to(by).search(typed)
    return rows.filter(caso__lavoratore__in=people)


def _ordered(rows: QuerySet[Modulo], modulo: Modulo) -> QuerySet[Modulo]:
    same = When(tipo=modulo.tipo, then=Value(0))
    kind = Case(same, default=Value(1), output_field=IntegerField())
    return rows.order_by(kind, "-definitivo_at", "-id")


def _row(modulo: Modulo, each: Modulo) -> Json:
    return {
        "url": reverse("modulo_copia_da", args=[modulo.pk, each.pk]),
        "person": who(each.caso.lavoratore),
        "form": each.get_tipo_display(),
        "number": each.caso.numero,
        "when": _day(each),
        "same_person": each.caso.lavoratore_id == modulo.caso.lavoratore_id,
    }


def copia_da_page(copia: Copia) -> Json:
    """The parts that can be taken, each with what would change: the text of now, then the new."""
    source = copia.source
    return {
        **_head(copia.modulo),
        "source": who(source.caso.lavoratore),
        "source_when": _day(source),
        "source_form": source.get_tipo_display(),
        "same_person": copia.same_person,
        "version": copia.version,
        "list_url": reverse("modulo_copia", args=[copia.modulo.pk]),
        "offers": [_offer(each, copia.form.declaration) for each in copia.offers],
    }


def _offer(offer: Offer, declaration: Declaration) -> Json:
    group = offer.group
    titles = [str(part.title) for part in declaration.sections if group in part.groups]
    title = str(group.title)
    return {
        "key": group.key,
        "id": f"gruppo-{group.key}",
        "title": title if title in titles else f"{titles[0]}: {title}",
        "chosen": offer.chosen,
        "changes": [
            {
                "label": f"{title} {each.row}: {each.label}" if each.row else str(each.label),
                "old": each.old,
                "new": each.new,
            }
            for each in offer.changes
        ],
    }


def _head(modulo: Modulo) -> Json:
    return {
        "modulo": modulo,
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "title": _("Copia da un altro modulo"),
        "back_url": reverse("modulo", args=[modulo.pk]),
    }


def _day(modulo: Modulo) -> str:
    return (
        wording.day(local(modulo.definitivo_at).date(), year=True) if modulo.definitivo_at else ""
    )
