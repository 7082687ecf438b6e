"""Who was injured: find the person among those on record."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from denunce import finding, permissions
from denunce.forms.ricerca import PersonaCercaForm
from denunce.models import Bozza
from denunce.page_models.persone import initial_of, person_rows
from denunce.page_models.rows import what
from denunce.views.scoping import get_bozza
from portal.base.audit import reads
from portal.base.authz import Permission, require
from portal.base.ratelimit import limit
from utenti.access import Workplace, listed_workplaces, scope_of, workplaces_with

SHOWN_MAX = 20


@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def persona_cerca(request: HttpRequest) -> HttpResponse:
    """Look for the injured person of a new case; who is not found can be added."""
    places = listed_workplaces(scope_of(request), Permission.CASO_CREATE)
    return _search(request, places, None)


@reads("denunce.bozza")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def persona_per_bozza(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look for the injured person of a draft already begun."""
    bozza, scope = get_bozza(request, pk), scope_of(request)
    require(permissions.can_create_caso(scope, bozza.organizzazione_id))
    places = workplaces_with(scope, Permission.CASO_CREATE)
    mine = [place for place in places if place.id == bozza.organizzazione_id]
    return _search(request, mine, bozza)


def _search(request: HttpRequest, places: list[Workplace], bozza: Bozza | None) -> HttpResponse:
    form = PersonaCercaForm(request.POST or None)
    search = finding.Search.of(form.cleaned_data["testo"]) if form.is_valid() else None
    ids = [place.id for place in places]
    people = list(finding.people(search, ids)[: SHOWN_MAX + 1]) if search else []
    names = {place.id: place.name for place in places} if len(places) > 1 else {}
    named = search.value if search is not None and search.kind == "nome" else None
    context = {
        "form": form,
        "asked": form.is_valid(),
        "people": person_rows(people[:SHOWN_MAX], names),
        "too_many": len(people) > SHOWN_MAX,
        "places": places if len(places) > 1 else [],
        "new": initial_of(named),
        "bozza": bozza,
        "event": what(bozza.evento) if bozza and bozza.evento else "",
        "key": uuid4(),
    }
    return render(request, "denunce/persona_cerca.html", context)
