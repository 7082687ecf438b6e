"""Working hours: when somebody is surely there to read a reminder. Pure, instants in UTC.

The window is the one in which every office is open, a school's as well as a firm's: Monday to
Friday, 8:00 to 14:00 in Rome, public holidays apart. It is narrower than "a working day" of the
legal terms, where Saturday counts (circ. INAIL 22/1998): it decides mails, never deadlines.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from denunce.scadenze.counting import ONE_DAY, ROME, local_date, to_utc
from denunce.scadenze.errors import FuoriTabella
from denunce.scadenze.festivita import holidays

OPENS, CLOSES = time(8), time(14)
_FRIDAY = 4


def is_office_day(day: date) -> bool:
    """Whether offices are open; past the known holiday years weekends alone decide.

    A mail on an unknown holiday is a nuisance, a reminder lost for it would be a fine.
    """
    if day.weekday() > _FRIDAY:
        return False
    try:
        return day not in holidays(day.year)
    except FuoriTabella:
        return True


def in_office_hours(instant: datetime) -> bool:
    """Whether offices are open at that instant."""
    return is_office_day(local_date(instant)) and (
        OPENS <= instant.astimezone(ROME).time() < CLOSES
    )


def working_back(instant: datetime, span: timedelta) -> datetime:
    """The instant after which exactly ``span`` of office time is left before ``instant``."""
    instant, left, day = to_utc(instant), span, local_date(instant)
    while True:
        if is_office_day(day):
            opens = local_instant(day, OPENS)
            closes = min(local_instant(day, CLOSES), instant)
            if closes - opens >= left:
                return closes - left
            left -= max(closes - opens, timedelta())
        day -= ONE_DAY


def local_instant(day: date, at: time) -> datetime:
    """A wall-clock time of Rome as an instant in UTC; given by day hours, which always exist."""
    return datetime.combine(day, at, ROME).astimezone(UTC)
