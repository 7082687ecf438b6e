"""The list of a structure for who manages its doctors: never health data."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificati.page_models import struttura
from portal.base import clock
from portal.base.audit import AccessKind, reads
from portal.base.authz import Permission
from portal.base.ratelimit import limit
from portal.base.sheets import as_csv
from utenti.access import listed_workplaces, scope_of

EXPORTED_MAX: Final = 20_000


@reads("certificati.certificato", arg="")
@require_safe
def certificati_struttura(request: HttpRequest) -> HttpResponse:
    """Which certificates were issued, by whom, which are late."""
    scope, now = scope_of(request), clock.now()
    choices = struttura.Choices.read(request.GET)
    page = struttura.page_of(scope, choices, now)
    places = [place.name for place in listed_workplaces(scope, Permission.PROFILI_MANAGE)]
    return render(request, "certificati/struttura.html", page | {"places": places})


@reads("certificati.certificato", arg="", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta", rate="20/m", key="user", methods=("GET",))
def certificati_struttura_csv(request: HttpRequest) -> HttpResponse:
    """The list in view as a file for a spreadsheet."""
    scope, now = scope_of(request), clock.now()
    choices = struttura.Choices.read(request.GET)
    rows = struttura.found(scope, choices, now)[:EXPORTED_MAX].iterator(chunk_size=1000)
    lines = as_csv(struttura.csv_rows(rows, now))
    name = f"certificati-{choices.stato}-{clock.local(now):%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)
