"""Gives every request its scope."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.base import clock
from utenti.access import Scope
from utenti.models import Utente


class ScopeMiddleware:
    """Sets ``request.scope``; nothing is read until a view or a policy asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.scope = Scope(user if isinstance(user, Utente) else None, clock.today())  # type: ignore[attr-defined]
        return self.get_response(request)
