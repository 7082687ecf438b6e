"""Instants of the demo, relative to the present, so that every urgency is on show every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from denunce.scadenze.counting import end_of_day
from denunce.scadenze.festivita import next_working_day
from portal.base.clock import ROME, local


@dataclass(frozen=True, slots=True)
class Calendar:
    """The demo's present and what lies around it. Instants are aware, days are days of Rome."""

    now: datetime

    @property
    def today(self) -> date:
        """The present day in Rome."""
        return local(self.now).date()

    def day(self, days: int) -> date:
        """The day so many days from today (negative: before)."""
        return self.today + timedelta(days=days)

    def at(self, days: int, clock: str) -> datetime:
        """An instant of a day before today: ``at(-2, "10:15")``."""
        return datetime.combine(self.day(days), time.fromisoformat(clock), tzinfo=ROME)

    def before(self, **span: float) -> datetime:
        """An instant so long before the present: ``before(hours=3)``."""
        return self.now - timedelta(**span)

    def reception_of_48h(self, due: datetime) -> datetime:
        """When references were received whose 48 elapsed hours end at ``due``."""
        return (due.astimezone(UTC) - timedelta(hours=48)).astimezone(ROME)

    def later_today(self) -> datetime:
        """Six hours from now, or the end of today if that comes first: "scade oggi"."""
        return min(self.now + timedelta(hours=6), end_of_day(self.today))

    def reception_of_denuncia(self) -> tuple[datetime, date]:
        """A reception whose denuncia falls due today, or on the first later day that can be due.

        No denuncia ever falls due on a Sunday or a holiday: those move on (circ. INAIL 22/1998).
        """
        return next(
            (datetime.combine(received, time(9, 30), tzinfo=ROME), due)
            for due in map(self.day, range(8))
            for received in (due - timedelta(days=back) for back in range(2, 9))
            if received < self.today and next_working_day(received + timedelta(days=2)) == due
        )
