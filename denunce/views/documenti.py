"""The documents of a case: wait for them, then download them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from denunce import permissions
from denunce.page_models.caso import document
from denunce.page_models.rows import who
from denunce.views.scoping import get_documento, scope_of
from denunce.workflow import StatoDocumento
from portal.base import clock, files
from portal.base.audit import reads
from portal.base.authz import require

REFRESH_SECONDS = "3"


@reads("denunce.documento")
@require_safe
def documento(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The state of a document; while it is being made the page reloads itself, without scripts."""
    found = get_documento(request, pk)
    require(permissions.can_view_caso(scope_of(request), found.caso))
    waiting = found.stato == StatoDocumento.IN_PREPARAZIONE
    context = {
        "documento": found,
        "caso": found.caso,
        "person": who(found.caso.lavoratore),
        "file": document(found, clock.now()),
        "waiting": waiting,
        "ready": found.stato == StatoDocumento.PRONTO,
    }
    response = render(request, "denunce/documento.html", context)
    if waiting:
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@reads("denunce.documento", kind="download")
@require_safe
def documento_scarica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file itself; one that is not ready, or cannot be given, leads back to its page."""
    found = get_documento(request, pk)
    require(permissions.can_view_caso(scope_of(request), found.caso))
    if found.stato != StatoDocumento.PRONTO or found.file is None:
        return redirect("documento", found.pk)
    try:
        return files.response(found.file)
    except files.FileUnavailable:
        messages.error(request, _("Il file non è disponibile in questo momento."))
        return redirect("documento", found.pk)
