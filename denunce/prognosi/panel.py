"""The end of a short prognosis on the page of the case: question, answers, why it matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce import permissions
from denunce.choices import Sesso
from denunce.models import Caso
from denunce.orario import UFFICIO
from denunce.prognosi.models import DomandaPrognosi, Risposta
from denunce.prognosi.regola import asked_on
from denunce.registry import Panel
from denunce.scadenze import ErroreScadenze, fourth_day_term
from denunce.workflow import StatoCaso
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope


def _context(caso: Caso, scope: Scope, now: datetime) -> Mapping[str, Any] | None:
    """The panel of one case; None when no later certificate could turn its comunicazione."""
    until = caso.prognosi_fino_al
    if until is None or caso.stato != StatoCaso.APERTO:
        return None
    if not permissions.can_read_health(scope, caso):
        return None
    today, editable = local(now).date(), bool(permissions.can_edit_caso(scope, caso))
    rows = DomandaPrognosi.objects.filter(caso=caso, fino_al=until).select_related("risposta_by")
    asked = rows.first()
    over = asked is not None and asked.risposta == Risposta.RIENTRATO
    return {
        "title": _title(caso, until, today, over=over),
        "ahead": _ahead(until, today),
        "over": over,
        "said": _said(asked, now),
        "again": _again(asked),
        "until": until.isoformat(),
        "answer_url": reverse("prognosi_rispondi", args=[caso.pk]) if editable else "",
        "certificate_url": reverse("certificato_nuovo", args=[caso.pk]) if editable else "",
        "back": _("È rientrata") if _is_she(caso) else _("È rientrato"),
        "literal": _literal(caso),
        "rule_url": reverse("regola", args=["R-DEN-PROL"]),
    }


def _title(caso: Caso, until: date, today: date, *, over: bool) -> str:
    person, when = caso.lavoratore.nome, wording.day(until)
    if until > today:
        return _("La prognosi finisce %(day)s") % {"day": when}
    ended = (
        _("La prognosi finisce oggi.")
        if until == today
        else _("La prognosi è finita %(day)s.") % {"day": when}
    )
    if over:
        return ended
    back = _("%(person)s è rientrata?") if _is_she(caso) else _("%(person)s è rientrato?")
    return f"{ended} {back % {'person': person}}"


def _is_she(caso: Caso) -> bool:
    return caso.lavoratore.sesso == Sesso.FEMMINA


def _ahead(until: date, today: date) -> str:
    """The day on which the portal will ask, while the prognosis runs."""
    return wording.day(asked_on(until, UFFICIO.is_office_day)) if until > today else ""


def _said(asked: DomandaPrognosi | None, now: datetime) -> str:
    if asked is None or asked.risposta_at is None:
        return ""
    return _("%(who)s ha risposto «%(what)s» %(when)s.") % {
        "who": asked.risposta_by,
        "what": asked.get_risposta_display(),
        "when": wording.term(
            asked.risposta_at, year=local(asked.risposta_at).year != local(now).year
        ),
    }


def _again(asked: DomandaPrognosi | None) -> str:
    """What happens after "I do not know yet"."""
    if asked is None or asked.risposta != Risposta.NON_SO:
        return ""
    if asked.prossima_on is None:
        return _("Non te lo chiediamo più per e-mail: quando lo sai, rispondi qui.")
    return _("Te lo chiediamo di nuovo %(day)s.") % {"day": wording.day(asked.prossima_on)}


def _literal(caso: Caso) -> str:
    """The day on which the letter of the law would end the term, when it can be computed."""
    happened = caso.evento.avvenuto_at
    if happened is None:
        return ""
    try:
        return wording.day(fourth_day_term(local(happened).date()))
    except ErroreScadenze:
        return ""


PANEL = Panel(
    code="prognosi",
    title=gettext_lazy("Prognosi in scadenza"),
    template="prognosi/_pannello.html",
    order=10,
    context=_context,
    first=True,
)
