"""Copying from an earlier form of the same organisation: choose it, choose its parts, undo."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from denunce import permissions
from denunce.actions.copia import earlier_forms, undo_change
from denunce.forms.copia import Copia, copy_chosen
from denunce.forms.modulo import read_version
from denunce.models import Modulo
from denunce.page_models.copia import copia_da_page, copia_page
from denunce.views.scoping import get_modulo
from denunce.workflow import StatoModulo
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of

TYPED_MAX = 80


def _allowed(request: HttpRequest, pk: UUID) -> Modulo:
    """The form, for who may fill it in."""
    found = get_modulo(request, pk)
    require(permissions.can_generate_modulo(scope_of(request), found.caso))
    return found


def _frozen(request: HttpRequest, found: Modulo) -> HttpResponse:
    """Nothing is copied into a definitive form."""
    messages.error(request, _("Questo modulo è definitivo: per correggerlo iniziane uno nuovo."))
    return redirect("modulo", found.pk)


@reads("denunce.modulo")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def modulo_copia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The earlier definitive forms; a name is searched by POST, never in an address."""
    found = _allowed(request, pk)
    if found.stato != StatoModulo.BOZZA:
        return _frozen(request, found)
    typed = " ".join(request.POST.get("testo", "").replace("\0", "").split())[:TYPED_MAX]
    return render(request, "denunce/modulo_copia.html", copia_page(found, scope_of(request), typed))


@reads("denunce.modulo", arg="da")
@require_http_methods(["GET", "HEAD", "POST"])
def modulo_copia_da(request: HttpRequest, pk: UUID, da: UUID) -> HttpResponse:
    """What would change, part by part; then the copy of those chosen."""
    found, scope = _allowed(request, pk), scope_of(request)
    if found.stato != StatoModulo.BOZZA:
        return _frozen(request, found)
    source = get_object_or_404(earlier_forms(found, scope), pk=da)
    require(permissions.can_read_health(scope, source.caso))
    copia = Copia(found, source, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "denunce/modulo_copia_da.html", copia_da_page(copia))
    try:
        copy_chosen(copia, scope, clock.now())
    except (ActionError, VersionConflict) as refusal:
        messages.error(request, str(refusal))
        return redirect("modulo_copia_da", pk, da)
    messages.success(request, _("Parti copiate. Puoi annullare finché non salvi altro."))
    return redirect("modulo", pk)


@require_POST
def modulo_annulla(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put back what the last copy, or the last row taken away, replaced."""
    found, scope = _allowed(request, pk), scope_of(request)
    try:
        undo_change(found, expected=read_version(request.POST), by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Annullato: il modulo è tornato com’era."))
    return redirect("modulo", found.pk)
