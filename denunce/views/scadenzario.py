"""The worklist: what must be done now, what waits, what is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from denunce import counters, finding, worklist
from denunce.forms.ricerca import CercaForm
from denunce.page_models import rows
from denunce.page_models.worklist import Choices
from denunce.views.scoping import scope_of, workplaces_with
from portal.base import clock
from portal.base.authz import Permission
from portal.base.ratelimit import limit

SESSION_KEY = "scadenzario_cerca"


@require_safe
def scadenzario(request: HttpRequest) -> HttpResponse:
    """One page of one list, in at most six queries whatever the tables hold."""
    now, scope = clock.now(), scope_of(request)
    choices = Choices.read(request.GET, workplaces_with(scope, Permission.CASO_VIEW))
    search = finding.Search.kept(request.session.get(SESSION_KEY))
    found = finding.cases(search, choices.ids) if search else None
    mine = scope.user.pk if choices.mine and scope.user else None
    casi = found.casi if found else None
    page = worklist.page(worklist.Filters(choices.vista, choices.ids, mine, casi), choices.position)
    shown = rows.page_rows(choices.vista, page.rows, now, choices.names)
    context = {
        "rows": shown,
        "headline": counters.count(choices.ids, now).headline,
        "search": search.label if search else "",
        "too_many": bool(found and found.too_many),
        "can_create": scope.has(Permission.CASO_CREATE),
        **choices.links(page),
    }
    return render(request, "denunce/scadenzario.html", context)


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
    scope = scope_of(request)
    choices = Choices.read(request.GET, workplaces_with(scope, Permission.CASO_VIEW))
    return redirect(choices.here())
