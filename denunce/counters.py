"""The first line of the worklist: how much is due, counted only as far as it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import IntegerField, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from denunce import registry
from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso
from denunce.registry import Counter
from denunce.workflow import OPEN_STATES
from portal.base.clock import ROME, local
from utenti.models import Organizzazione

# Beyond this the number tells nothing: it is shown as "99+", and the database stops counting there.
CAP: Final = 99


class _Count(Subquery):
    """How many rows a limited query has: the limit bounds the work, whatever the table holds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Counters:
    """Open duties by urgency, cases without certificate, what the small apps count (``others``);
    each at most ``CAP`` + 1."""

    overdue: int
    today: int
    week: int
    waiting: int
    others: tuple[tuple[Counter, int], ...] = ()

    def sentences(self) -> list[str]:
        """What must be done now, in words; what is zero is not said."""
        said = (
            (self.overdue, ngettext("%(n)s scaduto", "%(n)s scaduti", self.overdue)),
            (self.today, ngettext("%(n)s scade oggi", "%(n)s scadono oggi", self.today)),
            (
                self.week,
                ngettext("%(n)s nei prossimi 7 giorni", "%(n)s nei prossimi 7 giorni", self.week),
            ),
            (
                self.waiting,
                ngettext(
                    "%(n)s in attesa del certificato",
                    "%(n)s in attesa del certificato",
                    self.waiting,
                ),
            ),
        )
        return [text % {"n": capped(number)} for number, text in said if number]

    def notices(self) -> list[tuple[str, str]]:
        """What waits in the small apps: words, and the address of their page."""
        return [
            (counter.sentence(number, capped(number)), reverse(counter.url_name))
            for counter, number in self.others
            if number
        ]

    @property
    def headline(self) -> str:
        """One line; when nothing is due it says so."""
        return " · ".join(self.sentences()) or _("Niente in scadenza nei prossimi 7 giorni")


def capped(number: int) -> str:
    """The number as shown: "12", "99+"."""
    return f"{CAP}+" if number > CAP else str(number)


def count(organizzazioni: Sequence[UUID], now: datetime) -> Counters:
    """Count for these organisations at ``now``, in one query; days are those of Rome."""
    tomorrow = datetime.combine(local(now).date() + timedelta(days=1), time(), ROME)
    week = tomorrow + timedelta(days=7)
    due = Adempimento.objects.filter(
        organizzazione_id__in=organizzazioni, obbligato=Obbligato.DATORE, stato__in=OPEN_STATES
    ).order_by()
    waiting = Caso.objects.filter(organizzazione_id__in=organizzazioni).waiting_for_certificate()
    apart = registry.counters()
    if not organizzazioni:
        return Counters(0, 0, 0, 0)
    row = (
        Organizzazione.objects.filter(pk=organizzazioni[0])
        .annotate(
            overdue=_limited(due.filter(termine_at__lt=now)),
            today=_limited(due.filter(termine_at__gte=now, termine_at__lt=tomorrow)),
            week=_limited(due.filter(termine_at__gte=tomorrow, termine_at__lt=week)),
            waiting=_limited(waiting.order_by()),
            **{f"n_{each.code}": _limited(each.rows(organizzazioni).order_by()) for each in apart},
        )
        .values("overdue", "today", "week", "waiting", *(f"n_{each.code}" for each in apart))
        .get()
    )
    others = tuple((each, row.pop(f"n_{each.code}")) for each in apart)
    return Counters(**row, others=others)


def _limited(rows: QuerySet[Any]) -> _Count:
    return _Count(rows.values("pk")[: CAP + 1])
