"""The application to sign: ask for it, wait for it, download it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock, files
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions.domande import request_print
from utenti.credenziali.choices import StatoDomanda
from utenti.credenziali.page_models.domanda import domanda_page
from utenti.credenziali.page_models.richiesta import current_print
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.stampa import fingerprint
from utenti.credenziali.views.mie import get_richiesta


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("domanda", rate="20/m", key="user")
def domanda(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The print of the present data; while it is being made the page reloads itself."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    if request.method == "POST":
        require(permissions.can_edit(scope, found))
        try:
            request_print(found, by=scope, now=now)
        except ActionError as refusal:
            messages.error(request, str(refusal))
            return redirect("richiesta_riepilogo", found.pk)
        return redirect("domanda", found.pk)
    made = current_print(found, fingerprint(found))
    older = made is None and found.domande.exists()
    page = domanda_page(found, made, older=older, now=now)
    response = render(request, "credenziali/domanda.html", page)
    if page["waiting"]:
        response.headers["Refresh"] = str(page["refresh_seconds"])
    return response


@reads("credenziali.richiestaabilitazione", kind="download")
@require_safe
def domanda_scarica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF; one that is not ready leads back to its page."""
    found = get_richiesta(request, pk)
    made = current_print(found, fingerprint(found))
    if made is None or made.stato != StatoDomanda.PRONTA or made.file is None:
        return redirect("domanda", found.pk)
    try:
        return files.response(made.file)
    except files.FileUnavailable:
        messages.error(request, _("Il file non è disponibile in questo momento."))
        return redirect("domanda", found.pk)
