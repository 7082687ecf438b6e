"""Rereading a form as it will stand on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from denunce import permissions
from denunce.page_models.rivedi import rivedi_page
from denunce.views.scoping import get_modulo
from portal.base.audit import reads
from portal.base.authz import require
from utenti.access import scope_of


@reads("denunce.modulo")
@require_safe
def modulo_rivedi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The boxes of the paper with what is written in them, what is missing, what comes next."""
    found, scope = get_modulo(request, pk), scope_of(request)
    require(permissions.can_generate_modulo(scope, found.caso))
    return render(request, "denunce/modulo_rivedi.html", rivedi_page(found, scope))
