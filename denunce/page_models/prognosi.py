"""The days of one prognosis, said aloud: how many fall after the day of the injury."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from denunce.choices import TipoEvento
from denunce.models import Evento
from denunce.scadenze.counting import ONE_DAY
from portal.base import wording
from portal.base.clock import local

_BEFORE_VOWEL: Final = re.compile(r"^(dal|al) (?=(?:8|11)(?!\d))")


def counted(evento: Evento, prognosi_dal: date, prognosi_al: date) -> str:
    """ "dal 10 al 14 marzo: 4 giorni dopo l’infortunio"; for a disease, the length alone.

    The day of the injury never counts (art. 71 T.U. 1124/1965); both ends do.
    """
    if prognosi_al < prognosi_dal:
        return _("L’ultimo giorno viene prima del primo: controlla le date.")
    start = _("dal %(day)s") % {"day": _start(prognosi_dal, prognosi_al)}
    end = _("al %(day)s") % {"day": _plain(prognosi_al, year=True)}
    said = f"{_elided(start)} {_elided(end)}"
    if evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE or evento.avvenuto_at is None:
        days = (prognosi_al - prognosi_dal).days + 1
        return said + ": " + ngettext("%(n)s giorno", "%(n)s giorni", days) % {"n": days}
    first = max(prognosi_dal, local(evento.avvenuto_at).date() + ONE_DAY)
    days = max(0, (prognosi_al - first).days + 1)
    if not days:
        return said + ": " + _("nessun giorno dopo quello dell’infortunio")
    words = ngettext("%(n)s giorno dopo l’infortunio", "%(n)s giorni dopo l’infortunio", days) % {
        "n": days
    }
    return f"{said}: {words}"


def _elided(text: str) -> str:
    """ "dal 8" and "al 11" as they are said: "dall’8", "all’11"."""
    return _BEFORE_VOWEL.sub(r"\1l’", text)


def _start(start: date, end: date) -> str:
    """The first day with no more than is needed: "10", "28 febbraio", "28 dicembre 2025"."""
    if (start.year, start.month) == (end.year, end.month):
        return _number(start)
    return _plain(start, year=start.year != end.year)


def _plain(value: date, *, year: bool) -> str:
    month = str(wording.MONTHS[value.month - 1])
    return f"{_number(value)} {month} {value.year}" if year else f"{_number(value)} {month}"


def _number(value: date) -> str:
    return "1º" if value.day == 1 else str(value.day)
