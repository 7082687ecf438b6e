"""Files of a structure's own system: sent, followed, and what became of each record."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificati.flussi.actions.ricezione import receive_file
from certificati.flussi.forms import CaricaForm
from certificati.flussi.models import Flusso
from certificati.flussi.page_models import flussi as page_of
from certificati.flussi.views.scoping import get_flusso, structures
from portal.base import clock, sheets
from portal.base.acting import attempt
from portal.base.audit import AccessKind, reads
from portal.base.ratelimit import limit
from utenti.access import scope_of

REFRESH_SECONDS: Final = "2"


@require_safe
def flussi(request: HttpRequest) -> HttpResponse:
    """The flows of the structure, newest first."""
    rows = Flusso.objects.listed_for(scope_of(request)).select_related("organizzazione", "gettone")
    return render(request, "flussi/elenco.html", page_of.listing(rows, request.GET.get("dopo", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@limit("flussi.file", rate="60/h", key="user")
def flusso_carica(request: HttpRequest) -> HttpResponse:
    """Send a file of certificates."""
    scope, now = scope_of(request), clock.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaricaForm(*sent, strutture=structures(scope))
    if form.is_valid():
        content, name = form.content()
        place = form.chosen()
        row = attempt(
            form, lambda: receive_file(content, name, organizzazione=place, by=scope, now=now)
        )
        if row:
            messages.success(request, _("File ricevuto: i suoi record vengono letti uno a uno."))
            return redirect("flusso", row.pk)
    return render(request, "flussi/carica.html", {"form": form} | page_of.limits())


@reads("flussi.flusso")
@require_safe
def flusso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a flow has been read, and the records that somebody should mend."""
    row = get_flusso(request, pk)
    response = render(request, "flussi/flusso.html", page_of.one(row))
    if not row.is_over:
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@reads("flussi.flusso", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta", rate="20/m", key="user", methods=("GET",))
def flusso_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every record with what became of it, for a spreadsheet."""
    row = get_flusso(request, pk)
    headers = {"Content-Disposition": 'attachment; filename="esiti.csv"'}
    content = "".join(sheets.as_csv(page_of.as_rows(row)))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
