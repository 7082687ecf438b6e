"""A person on record: read, corrected, the right one of a case, two cards made one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from denunce import finding, permissions
from denunce.actions.lavoratori import update_lavoratore
from denunce.actions.persone_dei_casi import change_person, merge_lavoratori
from denunce.forms.persona import PersonaModificaForm
from denunce.forms.ricerca import PersonaCercaForm
from denunce.forms.unione import SceltaForm, UnioneForm
from denunce.models import Lavoratore
from denunce.page_models import schede as page_of
from denunce.page_models.rows import who
from denunce.views.scoping import get_caso, get_lavoratore
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ConfirmationNeeded
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("denunce.lavoratore")
@require_safe
def persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The data on record and the cases of a person."""
    person, scope = get_lavoratore(request, pk), scope_of(request)
    require(permissions.can_view_lavoratore(scope, person))
    return render(request, "denunce/persona.html", page_of.person_page(person, scope))


@reads("denunce.lavoratore")
@require_http_methods(["GET", "HEAD", "POST"])
def persona_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the data of a person; the open cases are decided again where it matters."""
    person, scope = get_lavoratore(request, pk), scope_of(request)
    require(permissions.can_edit_lavoratore(scope, person))
    form = PersonaModificaForm(
        request.POST or None,
        kind=person.organizzazione.tipo,
        today=clock.today(),
        initial=page_of.initial_of_card(person),
    )
    if form.is_valid() and attempt(form, lambda: _update(request, person, form)) is not None:
        messages.success(request, _("Dati corretti. I moduli già pronti non cambiano."))
        return redirect("persona", person.pk)
    context = {"form": form, "persona": person, "person": who(person)}
    return render(request, "denunce/persona_modifica.html", context)


def _update(
    request: HttpRequest, person: Lavoratore, form: PersonaModificaForm
) -> Lavoratore | None:
    """Call the action; doubts about the codice fiscale become a box to tick."""
    try:
        return update_lavoratore(
            person,
            form.to_dati(),
            expected=form.cleaned_data["version"],
            by=scope_of(request),
            now=clock.now(),
            confirmed=form.cleaned_data.get("conferma_cf", False),
        )
    except ConfirmationNeeded as doubtful:
        form.ask_confirmation(doubtful.doubts)
        return None


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def caso_persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case is about somebody else: look for them, choose, and everything is decided again."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    chosen = "scelta" in request.POST
    form = SceltaForm(request.POST if chosen else None, initial={"version": caso.version})
    if chosen and form.is_valid():
        person, expected = get_lavoratore(request, form.cleaned_data["scelta"]), form.cleaned_data
        about = {"expected": expected["version"], "by": scope, "now": now}
        if attempt(form, lambda: change_person(caso, person, **about)):
            messages.success(request, _("Persona corretta. I termini sono stati ricalcolati."))
            return redirect("caso", caso.pk)
    context = {"caso": caso, "person": who(caso.lavoratore), "form": form}
    context |= _searched(request, caso.organizzazione_id, caso.lavoratore_id)
    return render(request, "denunce/caso_persona.html", context)


@reads("denunce.lavoratore")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def persona_unisci(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find the other card of this person; compare; make one of the two."""
    person, scope = get_lavoratore(request, pk), scope_of(request)
    require(permissions.can_edit_lavoratore(scope, person))
    chosen = request.POST if "scelta" in request.POST else None
    choice = SceltaForm(chosen, initial={"version": person.version})
    if "altra" in request.POST or choice.is_valid():
        return _compare(request, person)
    context = {"persona": person, "person": who(person), "form": choice}
    context |= _searched(request, person.organizzazione_id, person.pk)
    if not context["asked"]:
        context["people"] = page_of.choice_rows(page_of.namesakes(person))
    return render(request, "denunce/persona_unisci.html", context)


def _compare(request: HttpRequest, person: Lavoratore) -> HttpResponse:
    """The two cards side by side; when every field is chosen, they become one."""
    wanted = SceltaForm({"scelta": request.POST.get("altra") or request.POST.get("scelta")})
    wanted.is_valid()
    other = get_lavoratore(request, wanted.cleaned_data.get("scelta", person.pk))
    if other.unito_a_id == person.pk:  # a second press finds it done
        messages.info(request, _("Le due schede sono già una sola."))
        return redirect("persona", person.pk)
    form = UnioneForm(request.POST if "altra" in request.POST else None, kept=person, other=other)
    scope, now = scope_of(request), clock.now()
    if form.is_valid():
        versions, picked = form.versions(), form.chosen()
        about: dict[str, Any] = {"versions": versions, "by": scope, "now": now}
        if attempt(form, lambda: merge_lavoratori(person, other, picked, **about)):
            messages.success(request, _("Fatto: le due schede ora sono una sola."))
            return redirect("persona", person.pk)
    context = {"persona": person, "person": who(person), "form": form}
    context |= {"other": who(other), "cards": [page_of.card_rows(each) for each in (person, other)]}
    return render(request, "denunce/persona_unione.html", context)


def _searched(request: HttpRequest, organizzazione_id: UUID, but: UUID) -> dict[str, Any]:
    """The form of a search of this organisation and whom it found, without the one we know."""
    form = PersonaCercaForm(request.POST if "testo" in request.POST else None)
    found: list[Lavoratore] = []
    if form.is_valid() and (search := finding.Search.of(form.cleaned_data["testo"])):
        rows = finding.people(search, [organizzazione_id])
        found = page_of.others_found(rows[: page_of.SHOWN_MAX + 1], but)
    return {
        "cerca": form,
        "asked": form.is_bound and form.is_valid(),
        "people": page_of.choice_rows(found),
        "typed": form.cleaned_data["testo"] if form.is_bound and form.is_valid() else "",
    }
