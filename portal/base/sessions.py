"""Sessions that end by themselves: after half an hour without a request, after twelve hours anyway.

The row in the database decides, not the cookie: a stolen cookie ends with the row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from portal.base import clock

STARTED = "inizio"
# Not every request of a busy person costs a write.
_PRECISION = timedelta(minutes=1)
# How long the row of an ended session stays; it opens nothing.
KEPT = timedelta(hours=12)


class SessionStore(db.SessionStore):
    """Django's database sessions with SESSION_IDLE_SECONDS and SESSION_COOKIE_AGE as limits."""

    expires_at: datetime | None = None

    def create_model_instance(self, data: Any) -> Session:
        """Note when the person entered: saving again never moves the last limit."""
        if SESSION_KEY in data:
            data.setdefault(STARTED, clock.now().timestamp())
        return cast(Session, super().create_model_instance(data))

    def get_expiry_date(self, **_kwargs: Any) -> datetime:
        """Return when the row ends, unless another request comes."""
        idle = clock.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        started = self.get(STARTED)
        if started is None:
            return idle
        entered = datetime.fromtimestamp(started, UTC)
        return min(idle, entered + timedelta(seconds=settings.SESSION_COOKIE_AGE))

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows that ended KEPT ago: until then they say whose unsent text was kept."""
        cls.get_model_class().objects.filter(expire_date__lt=clock.now() - KEPT).delete()

    def touch(self) -> None:
        """Move the end of the row forward; its data, and a logout meanwhile, stay as they are."""
        ends = self.get_expiry_date()
        if self.expires_at is not None and ends - self.expires_at >= _PRECISION:
            self.model.objects.filter(session_key=self.session_key).update(expire_date=ends)

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        self.expires_at = row.expire_date if row else None
        return row


class ActivityMiddleware:
    """Every request of somebody who is logged in keeps the session alive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if isinstance(session, SessionStore) and session.accessed and SESSION_KEY in session:
            session.touch()
        return response
