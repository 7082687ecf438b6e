"""The worklist: what must be done now, what waits, what is done."""

from __future__ import annotations

import itertools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from denunce import counters, finding, permissions, worklist
from denunce.forms.ricerca import CercaForm
from denunce.models import Bozza
from denunce.page_models import listing, rows
from denunce.page_models.bozza import drafts_box
from denunce.page_models.worklist import Choices
from denunce.views.scoping import note_support, sites_of
from portal.base import clock
from portal.base.audit import AccessKind, reads
from portal.base.authz import Permission, require
from portal.base.ratelimit import limit
from portal.base.sheets import as_csv
from utenti.access import Scope, listed_workplaces, scope_of

SESSION_KEY = "scadenzario_cerca"
PRINTED_MAX = 500


@require_safe
def scadenzario(request: HttpRequest) -> HttpResponse:
    """One page of one list, in at most eight queries whatever the tables hold."""
    now, scope = clock.now(), scope_of(request)
    choices, found, search = _asked(request, scope)
    filters = choices.filters(scope.actor.pk, found.casi if found else None)
    page = worklist.page(filters, choices.position)
    note_support(request, choices.ids, now)
    shown = rows.page_rows(choices.vista, page.rows, now, choices.names)
    counted = counters.count(choices.ids, now)
    context = {
        "rows": shown,
        "headline": counted.headline,
        "notices": counted.notices(),
        "search": search,
        "too_many": bool(found and found.too_many),
        "can_create": bool(scope.listed(Permission.CASO_CREATE)),
        **drafts_box(Bozza.objects.of_worker(scope).to_list(), choices.names, now),
        **choices.links(page),
    }
    return render(request, "denunce/scadenzario.html", context)


@reads("denunce.adempimento", arg="", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta", rate="20/m", key="user")
def scadenzario_csv(request: HttpRequest) -> HttpResponse:
    """The list in view as a file for a spreadsheet, filters and search applied."""
    now, scope = clock.now(), scope_of(request)
    choices, found, _search = _asked(request, scope)
    require(permissions.can_export_list(scope, choices.ids))
    filters = choices.filters(scope.actor.pk, found.casi if found else None)
    names = {place.id: place.name for place in choices.workplaces}
    rows = (listing.cells(row, now, names) for row in worklist.every(filters, listing.ROWS_MAX))
    lines = as_csv(itertools.chain([listing.columns()], rows))
    name = f"scadenzario-{choices.vista}-{clock.local(now):%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@reads("denunce.adempimento", arg="", kind=AccessKind.PRINT)
@require_safe
@limit("esporta", rate="20/m", key="user")
def scadenzario_stampa(request: HttpRequest) -> HttpResponse:
    """The list in view on one page, to be printed."""
    now, scope = clock.now(), scope_of(request)
    choices, found, search = _asked(request, scope)
    require(permissions.can_export_list(scope, choices.ids))
    filters = choices.filters(scope.actor.pk, found.casi if found else None)
    rows = list(worklist.every(filters, PRINTED_MAX + 1))
    context = {
        "columns": listing.columns()[:-1],
        "rows": [listing.cells(row, now, choices.names)[:-1] for row in rows[:PRINTED_MAX]],
        "described": listing.described(choices, search),
        "printed_at": now,
        "back_url": choices.here(),
        "export_url": choices.at("scadenzario_csv"),
        "too_many": len(rows) > PRINTED_MAX,
        "limit": PRINTED_MAX,
    }
    return render(request, "denunce/scadenzario_stampa.html", context)


@require_POST
@limit("ricerca", rate="60/m", key="user")
def scadenzario_cerca(request: HttpRequest) -> HttpResponse:
    """Keep a search, or forget it when the box is empty; the list shows it as a chip."""
    form = CercaForm(request.POST)
    search = finding.Search.of(form.cleaned_data["testo"]) if form.is_valid() else None
    if search is None:
        request.session.pop(SESSION_KEY, None)
    else:
        request.session[SESSION_KEY] = search.keep()
    return redirect(_choices(request, scope_of(request)).here())


def _asked(request: HttpRequest, scope: Scope) -> tuple[Choices, finding.Found | None, str]:
    """The list asked for, the cases of the search in use, and its name."""
    choices = _choices(request, scope)
    search = finding.Search.kept(request.session.get(SESSION_KEY))
    found = finding.cases(search, choices.ids) if search else None
    return choices, found, search.label if search else ""


def _choices(request: HttpRequest, scope: Scope) -> Choices:
    return Choices.read(request.GET, listed_workplaces(scope, Permission.CASO_VIEW), sites_of)
