"""The page where two versions of a form stand side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.forms.confronto import Confronto, Difference
from denunce.models import Bozza, Modulo
from denunce.page_models.modulo import shown
from denunce.page_models.rows import who
from portal.base import wording
from portal.base.forms.comparing import MINE, SAVED
from utenti.access import Scope

Json = dict[str, Any]


def confronto_page(confronto: Confronto, by: Scope, now: datetime) -> Json:
    """Each field that differs with both texts, who saved the other one, and what is carried on."""
    modulo, differences = confronto.modulo, confronto.differences
    chosen_before = any(each.chosen for each in differences)
    return {
        "modulo": modulo,
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "saved": who_saved(modulo, by, now),
        "differences": [_difference(each, asked=chosen_before) for each in differences],
        "missing": len(confronto.undecided) if chosen_before and confronto.current else 0,
        "newer": chosen_before and not confronto.current,
        "carried": confronto.hidden(),
        "version": modulo.version,
        "action_url": reverse("modulo_confronta", args=[modulo.pk]),
        "mine": MINE,
        "kept": SAVED,
    }


def who_saved(modulo: Modulo | Bozza, by: Scope, now: datetime) -> str:
    """Who saved the draft last, and when: another person, or oneself in another window."""
    when = _when(modulo.saved_at or modulo.created_at, now)
    author = modulo.saved_by or modulo.created_by
    if author == by.user:
        return _("Hai salvato questa bozza %(when)s da un’altra finestra.") % {"when": when}
    return _("%(who)s ha salvato questa bozza %(when)s.") % {"who": author, "when": when}


def _when(at: datetime, now: datetime) -> str:
    then = at.astimezone(wording.ROME)
    if then.date() == now.astimezone(wording.ROME).date():
        return _("alle %(time)s") % {"time": f"{then:%H:%M}"}
    return wording.term(at)


def _difference(difference: Difference, *, asked: bool) -> Json:
    field = difference.mine
    number = next((part for part in field.path.split("/") if part.isdigit()), "")
    label = str(field.field.label)
    return {
        "id": f"scelta_{difference.name}",
        "name": difference.choice_name,
        "label": f"{label} ({int(number) + 1})" if number else label,
        "mine": shown(difference.mine),
        "saved": shown(difference.saved),
        "chosen": difference.chosen,
        "missing": asked and not difference.chosen,
    }
