"""The documents of a case: wait for them, then download them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from denunce import permissions
from denunce.page_models.documento import documento_page, is_pdf
from denunce.views.scoping import get_documento
from denunce.workflow import StatoDocumento
from portal.base import clock, files
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.pdf_pages import NoPicture, page_png
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("denunce.documento")
@require_safe
def documento(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The state of a document; while it is being made the page reloads itself, without scripts."""
    found = get_documento(request, pk)
    require(permissions.can_read_documento(scope_of(request), found.caso))
    page = documento_page(found, scope_of(request), clock.now())
    response = render(request, "denunce/documento.html", page)
    if page["waiting"]:
        response.headers["Refresh"] = str(page["refresh_seconds"])
    return response


@reads("denunce.documento")
@require_safe
@limit("anteprima", rate="240/m", key="user")
def documento_pagina(request: HttpRequest, pk: UUID, numero: int) -> HttpResponse:
    """One page of a PDF as a picture; a page that cannot be drawn does not exist."""
    found = get_documento(request, pk)
    require(permissions.can_read_documento(scope_of(request), found.caso))
    if found.file is None or not is_pdf(found):
        raise Http404
    try:
        picture = page_png(files.read(found.file), numero)
    except (files.FileUnavailable, NoPicture):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers=files.SAFE_HEADERS)


@reads("denunce.documento", kind="download")
@require_safe
def documento_scarica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file itself; one that is not ready, or cannot be given, leads back to its page."""
    found = get_documento(request, pk)
    require(permissions.can_read_documento(scope_of(request), found.caso))
    if found.stato != StatoDocumento.PRONTO or found.file is None:
        return redirect("documento", found.pk)
    try:
        return files.response(found.file)
    except files.FileUnavailable:
        messages.error(request, _("Il file non è disponibile in questo momento."))
        return redirect("documento", found.pk)
