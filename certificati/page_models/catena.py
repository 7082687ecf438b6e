"""The certificates of one event on a line of days, and what the days say in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificati.choices import Genere
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.prognosi import Periodo, absence_days, gaps
from certificati.workflow import StatoCertificato
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope

SHOWN_MAX: Final = 100


def own_chain(certificato: Certificato, scope: Scope) -> list[Certificato]:
    """The doctor's own certificates of the event, in the order of their days."""
    rows = Certificato.objects.visible_to(scope).chain_of(certificato)
    rows = rows.select_related("organizzazione").order_by("rilasciato_at", "id")[:SHOWN_MAX]
    return sorted(rows, key=lambda row: (row.prognosi_dal or _released(row), _released(row)))


def others_count(certificato: Certificato, scope: Scope) -> int:
    """How many certificates of the event are of other doctors: counted, never shown."""
    return Certificato.objects.chain_of(certificato).exclude(medico=scope.user).count()


def others_words(count: int) -> str:
    """ "altri 2 certificati di altri medici"; empty for none."""
    if not count:
        return ""
    return ngettext(
        "Per lo stesso evento c’è un altro certificato, di un altro medico: qui non si vede.",
        "Per lo stesso evento ci sono altri %(n)d certificati di altri medici: qui non si vedono.",
        count,
    ) % {"n": count}


def chain_page(certificato: Certificato, scope: Scope) -> dict[str, Any]:
    """The line of days, the same as a table, and the sentences about it."""
    rows = own_chain(certificato, scope)
    periods = [periodo for row in rows if (periodo := period_of(row))]
    days = [certificato.evento_on, *(p.dal for p in periods), *(p.al for p in periods)]
    known = [day for day in days if day is not None]
    line = Periodo(min(known), max(known)) if known else None
    return {
        "rows": [_row(row, line, current=row.pk == certificato.pk) for row in rows],
        "line": _line(line),
        "gap_rows": [_gap(gap, line) for gap in gaps(_standing(rows))] if line else [],
        "sentences": sentences(certificato, rows),
        "others": others_words(others_count(certificato, scope)),
        "event": wording.day(certificato.evento_on, year=True) if certificato.evento_on else "",
    }


def sentences(certificato: Certificato, rows: Sequence[Certificato]) -> list[str]:
    """How many days are covered, where nothing covers, where two certificates meet."""
    standing = [row for row in rows if row.stato == StatoCertificato.EMESSO]
    periods = _standing(rows)
    said = [_total(certificato, periods)]
    said += [_gap_words(gap) for gap in gaps(periods)]
    for one, other in combinations(standing, 2):
        first, second = period_of(one), period_of(other)
        if first and second and first.overlaps(second):
            common = Periodo(max(first.dal, second.dal), min(first.al, second.al))
            said.append(_overlap_words(one, other, common))
    return said


def period_of(row: Certificato) -> Periodo | None:
    """The days of its prognosis."""
    if row.prognosi_dal is None or row.prognosi_al is None:
        return None
    return Periodo(row.prognosi_dal, row.prognosi_al)


def days_words(count: int) -> str:
    """ "1 giorno", "6 giorni"."""
    return ngettext("%(n)d giorno", "%(n)d giorni", count) % {"n": count}


def span_words(periodo: Periodo) -> str:
    """ "dal 14/03/2026 al 16/03/2026"; a single day is named alone."""
    if periodo.dal == periodo.al:
        return wording.day(periodo.dal, year=True)
    words = {"dal": f"{periodo.dal:%d/%m/%Y}", "al": f"{periodo.al:%d/%m/%Y}"}
    return _("dal %(dal)s al %(al)s") % words


def _standing(rows: Iterable[Certificato]) -> list[Periodo]:
    valid = (row for row in rows if row.stato == StatoCertificato.EMESSO)
    return [periodo for row in valid if (periodo := period_of(row))]


def _released(row: Certificato) -> date:
    return local(row.rilasciato_at or row.created_at).date()


def _total(certificato: Certificato, periods: Sequence[Periodo]) -> str:
    if not periods or certificato.evento_on is None:
        return _("Nessun certificato valido dà giorni di prognosi.")
    count = days_words(absence_days(certificato.evento_on, periods))
    if certificato.genere == Genere.INFORTUNIO:
        return _(
            "I tuoi certificati validi coprono %(days)s dopo quello dell’infortunio. Il giorno "
            "dell’infortunio non si conta."
        ) % {"days": count}
    return _("I tuoi certificati validi coprono %(days)s.") % {"days": count}


def _gap_words(gap: Periodo) -> str:
    return _("Vuoto %(span)s: %(days)s senza un tuo certificato.") % {
        "span": span_words(gap),
        "days": days_words(gap.giorni),
    }


def _overlap_words(one: Certificato, other: Certificato, common: Periodo) -> str:
    return _(
        "Sovrapposizione: i certificati %(one)s e %(other)s hanno in comune %(days)s, %(span)s: "
        "si contano una volta sola."
    ) % {
        "one": grouped(one.numero or ""),
        "other": grouped(other.numero or ""),
        "days": days_words(common.giorni),
        "span": span_words(common),
    }


def _line(line: Periodo | None) -> dict[str, Any]:
    if line is None:
        return {"days": 0, "first": "", "last": ""}
    return {
        "days": line.giorni,
        "first": f"{line.dal:%d/%m/%Y}",
        "last": f"{line.al:%d/%m/%Y}",
    }


def _bar(periodo: Periodo | None, line: Periodo | None) -> dict[str, int]:
    """Where the bar stands on the line, in days from its beginning."""
    if periodo is None or line is None:
        return {"start": 0, "days": 0}
    return {"start": (periodo.dal - line.dal).days, "days": periodo.giorni}


def _gap(gap: Periodo, line: Periodo | None) -> dict[str, Any]:
    return {"bar": _bar(gap, line), "span": span_words(gap), "days": days_words(gap.giorni)}


def _row(row: Certificato, line: Periodo | None, *, current: bool) -> dict[str, Any]:
    periodo = period_of(row)
    return {
        "url": reverse("certificato_medico", args=[row.pk]),
        "type": str(row.get_tipo_display()),
        "number": grouped(row.numero or ""),
        "released": wording.day(_released(row), year=True),
        "span": span_words(periodo) if periodo else _("senza giorni di prognosi"),
        "days": days_words(periodo.giorni) if periodo else "",
        "state": str(row.get_stato_display()),
        "ended": row.stato != StatoCertificato.EMESSO,
        "current": current,
        "bar": _bar(periodo, line),
    }
