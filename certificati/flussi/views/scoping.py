"""Whose flows a request is about: any other's are not there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from certificati.flussi.models import Flusso, GettoneApi
from portal.base.authz import Permission
from utenti.access import Scope, scope_of
from utenti.models import Organizzazione


def structures(scope: Scope) -> list[Organizzazione]:
    """The structures whose doctors the user manages, by name."""
    ids = scope.organizzazioni_with(Permission.PROFILI_MANAGE)
    return list(Organizzazione.objects.filter(pk__in=ids).order_by("denominazione", "pk"))


def get_flusso(request: HttpRequest, pk: UUID) -> Flusso:
    """A flow of theirs, else 404."""
    rows = Flusso.objects.visible_to(scope_of(request))
    return get_object_or_404(
        rows.select_related("organizzazione", "created_by", "gettone", "data_key"), pk=pk
    )


def get_gettone(request: HttpRequest, pk: UUID) -> GettoneApi:
    """A token of theirs, else 404."""
    return get_object_or_404(GettoneApi.objects.visible_to(scope_of(request)), pk=pk)
