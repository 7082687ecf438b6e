"""Who was injured: find the person, or add them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import finding
from denunce.actions.errors import ConfirmationNeeded
from denunce.actions.lavoratori import create_lavoratore
from denunce.forms.persona import PersonaForm
from denunce.forms.ricerca import PersonaCercaForm
from denunce.models import Lavoratore
from denunce.page_models.persone import initial_of, person_rows
from denunce.views.acting import attempt
from denunce.views.scoping import scope_of, workplaces_with
from portal.base import clock
from portal.base.authz import Permission
from portal.base.ratelimit import limit
from utenti.models import Organizzazione

SHOWN_MAX = 20
SESSION_KEY = "persona_cercata"


@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def persona_cerca(request: HttpRequest) -> HttpResponse:
    """Look for the injured person; what was typed is kept for who is not in the list."""
    scope = scope_of(request)
    form = PersonaCercaForm(request.POST or None)
    places = workplaces_with(scope, Permission.CASO_CREATE)
    people: list[Lavoratore] | None = None
    if form.is_valid():
        search = finding.Search.of(form.cleaned_data["testo"])
        _remember(request, search)
        ids = [place.id for place in places]
        people = list(finding.people(search, ids)[: SHOWN_MAX + 1]) if search else []
    names = {place.id: place.name for place in places} if len(places) > 1 else {}
    context = {
        "form": form,
        "asked": people is not None,
        "people": person_rows((people or [])[:SHOWN_MAX], names),
        "too_many": len(people or []) > SHOWN_MAX,
    }
    return render(request, "denunce/persona_cerca.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("persona", rate="30/m", key="user")
def persona_nuova(request: HttpRequest) -> HttpResponse:
    """Add a person, then go on with the case."""
    scope, now = scope_of(request), clock.now()
    form = PersonaForm(
        request.POST or None,
        workplaces=workplaces_with(scope, Permission.CASO_CREATE),
        today=clock.local(now).date(),
        initial=initial_of(request.session.get(SESSION_KEY)),
    )
    if form.is_valid():
        created = attempt(form, lambda: _create(request, form))
        if created is not None:
            request.session.pop(SESSION_KEY, None)
            messages.success(request, _("Persona aggiunta. Ora racconta che cosa è successo."))
            return redirect("caso_nuovo", created.pk)
    return render(request, "denunce/persona_nuova.html", {"form": form})


def _remember(request: HttpRequest, search: finding.Search | None) -> None:
    """Keep a name for the form of a new person; a codice fiscale never lies in a session."""
    request.session.pop(SESSION_KEY, None)
    if search is not None and search.kind == "nome":
        request.session[SESSION_KEY] = search.value


def _create(request: HttpRequest, form: PersonaForm) -> Lavoratore | None:
    """Call the action; doubts about the codice fiscale become a box to tick."""
    scope = scope_of(request)
    mine = scope.organizzazioni_with(Permission.CASO_CREATE)
    organizzazione = get_object_or_404(
        Organizzazione, pk=UUID(form.cleaned_data["organizzazione"]), pk__in=mine
    )
    try:
        return create_lavoratore(
            form.to_dati(),
            organizzazione=organizzazione,
            by=scope,
            now=clock.now(),
            confirmed=form.cleaned_data.get("conferma_cf", False),
        )
    except ConfirmationNeeded as doubtful:
        form.ask_confirmation(doubtful.doubts)
        return None
