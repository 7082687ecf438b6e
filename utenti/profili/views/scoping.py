"""Whose doctors a request is about: any other's are not there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.base.authz import Permission
from utenti.access import Scope, scope_of
from utenti.models import Organizzazione
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico


def hospitals(scope: Scope) -> list[Organizzazione]:
    """The hospitals whose doctors the user manages, by name."""
    ids = scope.organizzazioni_with(Permission.PROFILI_MANAGE)
    return list(Organizzazione.objects.filter(pk__in=ids).order_by("denominazione", "pk"))


def groups(scope: Scope) -> list[Gruppo]:
    """Their groups, by hospital and name."""
    rows = Gruppo.objects.visible_to(scope).select_related("organizzazione")
    return list(rows.order_by("organizzazione__denominazione", "nome_ricerca", "pk"))


def get_gruppo(request: HttpRequest, pk: UUID) -> Gruppo:
    """A group of theirs, else 404."""
    rows = Gruppo.objects.visible_to(scope_of(request)).select_related("organizzazione")
    return get_object_or_404(rows, pk=pk)


def get_profilo(request: HttpRequest, pk: UUID) -> ProfiloMedico:
    """A doctor of theirs, else 404."""
    rows = ProfiloMedico.objects.visible_to(scope_of(request)).with_people()
    return get_object_or_404(rows, pk=pk)


def get_importazione(request: HttpRequest, pk: UUID) -> Importazione:
    """An import of theirs, else 404."""
    rows = Importazione.objects.visible_to(scope_of(request))
    return get_object_or_404(rows.select_related("organizzazione", "data_key"), pk=pk)
