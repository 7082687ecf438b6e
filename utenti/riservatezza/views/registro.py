"""Who saw, printed, downloaded or was refused what, inside one organisation."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.base import clock
from portal.base.audit import AccessKind, reads
from portal.base.ratelimit import limit
from portal.base.sheets import as_csv
from utenti.riservatezza.forms.accessi import AccessiForm
from utenti.riservatezza.page_models import accessi as page_of
from utenti.riservatezza.views.scoping import administered


@reads("registro_accessi")
@require_safe
def registro_accessi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page of the record, newest first, filtered."""
    place = administered(request, pk)
    form = AccessiForm(request.GET, people=page_of.readers(pk))
    filters = form.filters()
    query, here = filters.query(), reverse("registro_accessi", args=[pk])
    rows = filters.rows(page_of.of_organisation(pk))
    cursor = page_of.Cursor.read(request.GET.get("da", ""))
    context = page_of.page(rows, cursor, here, query)
    context |= {"form": form, "organizzazione": place, "reset_url": here if query else ""}
    context["here_url"] = here
    context["export_url"] = page_of.address("registro_accessi_csv", pk, query)
    context["about"] = page_of.about(filters.target) if filters.target else ""
    return render(request, "riservatezza/registro.html", context)


@reads("registro_accessi", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta_accessi", rate="20/m", key="user", methods=("GET",))
def registro_accessi_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a file for a spreadsheet: who must be told after a breach (art. 33 GDPR)."""
    place = administered(request, pk)
    filters = AccessiForm(request.GET, people=page_of.readers(pk)).filters()
    lines = as_csv(page_of.exported(filters.rows(page_of.of_organisation(place.pk))))
    name = f"accessi-{clock.local(clock.now()):%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    return cast(HttpResponse, answer)  # what the limit passes on is never looked into
