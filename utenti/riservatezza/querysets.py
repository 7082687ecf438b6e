"""What is looked for in the record of readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from portal.base import personal, wording
from portal.base.audit.models import AccessEvent


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; every part may be missing."""

    since: date | None = None
    until: date | None = None
    user_id: UUID | None = None
    kind: str = ""
    target: UUID | None = None

    def rows(self, rows: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
        """The events that match, newest first."""
        if self.since is not None:
            rows = rows.filter(at__gte=_midnight(self.since))
        if self.until is not None:
            rows = rows.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        if self.user_id is not None:
            rows = rows.filter(user_id=self.user_id)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.target is not None:
            rows = rows.filter(target_id__in=personal.following(self.target))
        return rows.order_by("-at", "-id")

    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        named = {
            "dal": self.since.isoformat() if self.since else "",
            "al": self.until.isoformat() if self.until else "",
            "persona": str(self.user_id or ""),
            "tipo": self.kind,
            "oggetto": str(self.target or ""),
        }
        return {name: value for name, value in named.items() if value}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=wording.ROME)
