"""What a request may reach: anything else does not exist (404)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from portal.base.authz import Permission
from utenti.access import Scope, scope_of
from utenti.models import Organizzazione, Utente


def user_of(request: HttpRequest) -> Utente:
    """Who is logged in."""
    return scope_of(request).actor


def administered(request: HttpRequest, pk: UUID) -> Organizzazione:
    """An organisation that the user administers."""
    mine = scope_of(request).organizzazioni_with(Permission.ORGANIZZAZIONE_ADMIN)
    found = get_object_or_404(Organizzazione.objects.filter(pk__in=mine), pk=pk)
    request.read_organizzazione_id = found.pk  # type: ignore[attr-defined]
    return found


def looked_after(request: HttpRequest, pk: UUID) -> Organizzazione:
    """One that the user administers, or any for who manages the platform."""
    scope = scope_of(request)
    rows = Organizzazione.objects.all()
    if not scope.has(Permission.PIATTAFORMA_ADMIN):
        rows = rows.filter(pk__in=scope.organizzazioni_with(Permission.ORGANIZZAZIONE_ADMIN))
    found = get_object_or_404(rows, pk=pk)
    request.read_organizzazione_id = found.pk  # type: ignore[attr-defined]
    return found


def administers(scope: Scope, organizzazione_id: UUID | None) -> bool:
    """Whether the user answers for those data: of an organisation, or of nobody's but the
    portal's."""
    if organizzazione_id is None:
        return scope.has(Permission.PIATTAFORMA_ADMIN)
    return bool(scope.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione_id))


def or_404(condition: bool) -> None:
    """Raise Http404 unless the condition holds."""
    if not condition:
        raise Http404
