"""Gives every request its scope."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from portal.base import clock
from utenti.access import Scope
from utenti.livelli import SESSION_KEY, Livello
from utenti.models import Utente

# Keys of the session: how it was opened, and for which organisation its person works now.
LIVELLO = SESSION_KEY
FOCUS = "organizzazione"


class ScopeMiddleware:
    """Sets ``request.scope``; nothing is read until a view or a policy asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        known = user if isinstance(user, Utente) else None
        scope = Scope(known, clock.today())
        if known is not None:
            scope.livello = request.session.get(LIVELLO, Livello.GENERICO)
            scope.focus = _uuid(request.session.get(FOCUS))
        request.scope = scope  # type: ignore[attr-defined]
        return self.get_response(request)


def _uuid(value: object) -> UUID | None:
    return UUID(value) if isinstance(value, str) else None
