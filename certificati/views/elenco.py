"""The doctor's own list of certificates."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from certificati.forms.vita import SEARCH_MAX, CercaForm
from certificati.page_models import elenco
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import Permission
from portal.base.ratelimit import limit
from utenti.access import scope_of

SESSION_KEY: Final = "certificati.cerca"


@reads("certificati.certificato", arg="")
@require_safe
def certificati(request: HttpRequest) -> HttpResponse:
    """What to transmit, the drafts, what was issued: one page at a time."""
    scope, now = scope_of(request), clock.now()
    choices = elenco.Choices.read(request.GET)
    search = str(request.session.get(SESSION_KEY) or "")[:SEARCH_MAX]
    page = elenco.page_of(scope, choices, search, now)
    context = page | {
        "choices": choices,
        "search": search,
        "search_url": choices.at("certificati_cerca"),
        "structure": bool(scope.listed(Permission.PROFILI_MANAGE)),
    }
    return render(request, "certificati/elenco.html", context)


@require_POST
@limit("ricerca", rate="60/m", key="user")
def certificati_cerca(request: HttpRequest) -> HttpResponse:
    """Keep a search, or forget it when the box is empty: what is typed stands in no address."""
    form = CercaForm(request.POST)
    words = " ".join(form.cleaned_data["testo"].split()) if form.is_valid() else ""
    if words:
        request.session[SESSION_KEY] = words
        return redirect("certificati")
    request.session.pop(SESSION_KEY, None)
    return redirect(elenco.Choices.read(request.GET).at())
