"""A printed form made again on purpose."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import permissions
from denunce.actions.stampe import can_reprint, reprint_pdf
from denunce.page_models.stampe import reprint_page
from denunce.views.scoping import get_documento
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("denunce.documento")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("stampa", rate="20/m", key="user", methods=("POST",))
def documento_di_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, with why one would; then print the same data again, the print before stays."""
    found, scope, now = get_documento(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    allowed = can_reprint(found)
    if request.method != "POST" and not allowed:
        messages.error(request, allowed.reason)
        return redirect("documento", found.pk)
    if request.method != "POST":
        return render(request, "denunce/documento_di_nuovo.html", reprint_page(found))
    try:
        made = reprint_pdf(found, by=scope, now=now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("documento", found.pk)
    messages.success(request, _("La stampa di prima resta tra i documenti del caso."))
    return redirect("documento", made.pk)
