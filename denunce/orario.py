"""Working hours: when somebody is surely there to read a reminder. Pure, instants in UTC.

The usual ones are those in which every office is open, a school's as well as a firm's: Monday to
Friday, 8:00 to 14:00 in Rome, public holidays apart. They are narrower than "a working day" of the
legal terms, where Saturday counts (circ. INAIL 22/1998): they decide mails, never deadlines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from denunce.scadenze.counting import ONE_DAY, ROME, local_date, to_utc
from denunce.scadenze.errors import FuoriTabella
from denunce.scadenze.festivita import holidays


@dataclass(frozen=True, slots=True)
class Orario:
    """The hours of an office: ``days`` by number (Monday 0), wall-clock hours of Rome."""

    opens: time = time(8)
    closes: time = time(14)
    days: frozenset[int] = frozenset(range(5))

    def is_office_day(self, day: date) -> bool:
        """Whether the office is open; past the known holiday years the weekday alone decides.

        A mail on an unknown holiday is a nuisance, a reminder lost for it would be a fine.
        """
        if day.weekday() not in self.days:
            return False
        try:
            return day not in holidays(day.year)
        except FuoriTabella:
            return True

    def includes(self, instant: datetime) -> bool:
        """Whether the office is open at that instant."""
        return self.is_office_day(local_date(instant)) and (
            self.opens <= instant.astimezone(ROME).time() < self.closes
        )

    def working_back(self, instant: datetime, span: timedelta) -> datetime:
        """The instant after which exactly ``span`` of office time is left before ``instant``."""
        instant, left, day = to_utc(instant), span, local_date(instant)
        while True:
            if self.is_office_day(day):
                opens = local_instant(day, self.opens)
                closes = min(local_instant(day, self.closes), instant)
                if closes - opens >= left:
                    return closes - left
                left -= max(closes - opens, timedelta())
            day -= ONE_DAY


UFFICIO = Orario()


def local_instant(day: date, at: time) -> datetime:
    """A wall-clock time of Rome as an instant in UTC.

    Of an hour that the clock shows twice the first, of one that it skips the one an hour later.
    """
    return datetime.combine(day, at, ROME).astimezone(UTC)
