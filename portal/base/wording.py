"""Dates, countdowns and urgencies in plain Italian words.

Pure functions: the instant of reading is always given, nothing asks the clock. The same words are
used by pages, mails and documents, so that a deadline is called the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

ROME: Final = ZoneInfo("Europe/Rome")
WEEKDAYS: Final = (
    _("lunedì"),
    _("martedì"),
    _("mercoledì"),
    _("giovedì"),
    _("venerdì"),
    _("sabato"),
    _("domenica"),
)
MONTHS: Final = (
    _("gennaio"),
    _("febbraio"),
    _("marzo"),
    _("aprile"),
    _("maggio"),
    _("giugno"),
    _("luglio"),
    _("agosto"),
    _("settembre"),
    _("ottobre"),
    _("novembre"),
    _("dicembre"),
)


@dataclass(frozen=True)
class Urgency:
    """How pressing a duty is: ``code`` for the style sheet, the rest for people."""

    code: str
    word: str | Promise
    icon: str
    meaning: str | Promise


OVERDUE: Final = Urgency(
    "scaduto",
    _("Scaduto"),
    "it-error",
    _("Il termine è passato: invia subito e annota il motivo."),
)
TODAY: Final = Urgency(
    "oggi",
    _("Scade oggi"),
    "it-warning",
    _("L’ultimo giorno utile è oggi."),
)
TOMORROW: Final = Urgency(
    "domani",
    _("Scade domani"),
    "it-clock",
    _("L’ultimo giorno utile è domani."),
)
IN_TIME: Final = Urgency(
    "nei-termini",
    _("Nei termini"),
    "it-calendar",
    _("C’è ancora tempo, almeno fino a dopodomani."),
)
DONE: Final = Urgency(
    "fatto",
    _("Fatto"),
    "it-check-circle",
    _("L’invio è registrato: non devi fare altro."),
)
NOT_DUE: Final = Urgency(
    "non-dovuto",
    _("Non dovuto"),
    "it-ban",
    _("La legge non lo chiede, o un altro obbligo lo comprende."),
)
TO_VERIFY: Final = Urgency(
    "da-verificare",
    _("Da verificare"),
    "it-help-circle",
    _("La norma si può leggere in più modi: il portale le mostra e dice quale segue."),
)
WAITING: Final = Urgency(
    "in-attesa",
    _("In attesa"),
    "it-inbox",
    _("Manca qualcosa che fa partire il termine, di solito il certificato."),
)
ALL_URGENCIES: Final = (
    OVERDUE,
    TODAY,
    TOMORROW,
    IN_TIME,
    DONE,
    NOT_DUE,
    TO_VERIFY,
    WAITING,
)
_CLOSED: Final = {
    "inviato": DONE,
    "accettato": DONE,
    "rettificato": DONE,
    "assorbito": NOT_DUE,
    "superato": NOT_DUE,
    "non_dovuto": NOT_DUE,
}


def day(value: date, *, year: bool = False) -> str:
    """A date in words: "sabato 14 marzo", with ``year`` "sabato 14 marzo 2026"."""
    number = "1º" if value.day == 1 else str(value.day)
    words = f"{WEEKDAYS[value.weekday()]} {number} {MONTHS[value.month - 1]}"
    return f"{words} {value.year}" if year else words


def term(value: datetime | date, *, year: bool = False) -> str:
    """An instant in Europe/Rome words: "sabato 14 marzo, 23:59"; a plain date has no hour.

    Raises ValueError for a datetime without offset: its reading would be a guess.
    """
    if not isinstance(value, datetime):
        return day(value, year=year)
    local = _aware(value).astimezone(ROME)
    return f"{day(local.date(), year=year)}, {local:%H:%M}"


def countdown(due_at: datetime, now: datetime) -> str:
    """Time left or passed, as elapsed time: "mancano 6 h 12 min", "scaduto da 2 giorni"."""
    left = _aware(due_at).astimezone(UTC) - _aware(now).astimezone(UTC)
    if left < timedelta(0):
        return gettext("scaduto da %(span)s") % {"span": _span(-left)}
    if left < timedelta(minutes=1):
        return gettext("manca meno di un minuto")
    if left < timedelta(hours=48):
        return gettext("mancano %(span)s") % {"span": _hours(left)}
    return gettext("mancano %(span)s") % {"span": _days(left.days)}


def delay(due_at: datetime, done_at: datetime) -> str:
    """How late something was done: "in ritardo di 2 giorni"; empty when it was in time."""
    over = _aware(done_at).astimezone(UTC) - _aware(due_at).astimezone(UTC)
    if over <= timedelta(0):
        return ""
    return gettext("in ritardo di %(span)s") % {"span": _span(over)}


def urgency(
    due_at: datetime | None,
    now: datetime,
    state: str = "da_fare",
    *,
    doubtful: bool = False,
) -> Urgency:
    """The one urgency of a duty in ``state`` (of an adempimento) due at ``due_at``.

    Closed states say so whatever the date; an open duty without a date waits for what starts its
    term (the certificate); a ``respinto`` one is open again. Days are those of Europe/Rome.
    """
    if state in _CLOSED:
        return _CLOSED[state]
    if doubtful:
        return TO_VERIFY
    if due_at is None:
        return WAITING
    if _aware(now) > _aware(due_at):
        return OVERDUE
    days = (due_at.astimezone(ROME).date() - now.astimezone(ROME).date()).days
    return {0: TODAY, 1: TOMORROW}.get(days, IN_TIME)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return value


def _days(count: int) -> str:
    return ngettext("%(n)d giorno", "%(n)d giorni", count) % {"n": count}


def _hours(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)


def _span(passed: timedelta) -> str:
    if passed >= timedelta(days=1):
        return _days(passed.days)
    if passed >= timedelta(hours=1):
        return f"{passed // timedelta(hours=1)} h"
    if passed >= timedelta(minutes=1):
        return f"{passed // timedelta(minutes=1)} min"
    return gettext("meno di un minuto")
