"""Drafts of new cases: begin one, find it again, throw it away, open the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from denunce import permissions
from denunce.actions.bozze import discard_bozza, forget_person, open_bozza, save_bozza, start_bozza
from denunce.forms.bozza import COMPLETE, Passo
from denunce.forms.inizio import InizioForm
from denunce.forms.modulo import read_version
from denunce.models import Bozza, Caso, Evento, Lavoratore
from denunce.page_models.bozza import draft_rows
from denunce.views.passi import ended, form_of
from denunce.views.scoping import get_bozza
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import Permission, require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import listed_workplaces, scope_of
from utenti.models import Organizzazione

LISTED_MAX = 100


@require_safe
def bozze(request: HttpRequest) -> HttpResponse:
    """The drafts to go on with, whoever in the organisation began them."""
    scope = scope_of(request)
    places = listed_workplaces(scope, Permission.CASO_CREATE)
    names = {place.id: place.name for place in places} if len(places) > 1 else {}
    drafts = Bozza.objects.of_worker(scope).to_list()[:LISTED_MAX]
    context = {"drafts": draft_rows(drafts, names, clock.now())}
    return render(request, "denunce/bozze.html", context)


@require_POST
@limit("bozza", rate="30/m", key="user")
def bozza_inizia(request: HttpRequest) -> HttpResponse:
    """Begin a draft for a person found, for one to be added, or for an event on record; with
    ``bozza`` the person is chosen for a draft already begun."""
    scope, now = scope_of(request), clock.now()
    form = InizioForm(request.POST, mine=scope.organizzazioni_with(Permission.CASO_CREATE))
    if not form.is_valid():
        messages.error(request, _("Scegli per quale organizzazione, poi riprova."))
        return redirect("persona_cerca")
    wish, people = form.cleaned_data, Lavoratore.objects.visible_to(scope).known()
    person = get_object_or_404(people, pk=wish["lavoratore"]) if wish["lavoratore"] else None
    if wish["bozza"]:
        return _choose(request, get_bozza(request, wish["bozza"]), person)
    mine = scope.organizzazioni_with(Permission.CASO_CREATE)
    events = Evento.objects.filter(organizzazione__in=mine)
    evento = get_object_or_404(events, pk=wish["evento"]) if wish["evento"] else None
    org = form.organizzazione_id(person, evento)
    started = start_bozza(
        form.texts(),
        organizzazione=get_object_or_404(Organizzazione, pk=org, pk__in=mine),
        lavoratore=person,
        evento=evento,
        by=scope,
        now=now,
        request_key=wish["request_key"],
    )
    if evento is not None and person is None:
        return redirect("persona_per_bozza", started.pk)
    return redirect("bozza_riprendi", started.pk)


def _choose(request: HttpRequest, found: Bozza, person: Lavoratore | None) -> HttpResponse:
    """Choose the person of a draft, or go and add them."""
    require(permissions.can_create_caso(scope_of(request), found.organizzazione_id))
    if found.ended_at is not None:
        return ended(request, found)
    if person is not None:
        scope, now = scope_of(request), clock.now()
        try:
            save_bozza(found, {}, expected=found.version, by=scope, now=now, lavoratore=person)
        except ActionError as refusal:
            messages.error(request, refusal.message)
    return redirect("bozza", found.pk, Passo.CHI.value)


@require_POST
def bozza_altra_persona(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person chosen is not the one: look for another."""
    found, scope = get_bozza(request, pk), scope_of(request)
    require(permissions.can_create_caso(scope, found.organizzazione_id))
    if found.ended_at is not None:
        return ended(request, found)
    try:
        forget_person(found, expected=read_version(request.POST), by=scope, now=clock.now())
    except VersionConflict as conflict:
        messages.error(request, str(conflict))
        return redirect("bozza", found.pk, Passo.CHI.value)
    return redirect("persona_per_bozza", found.pk)


@require_safe
def bozza_riprendi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead to the first step that is not complete."""
    found = get_bozza(request, pk)
    require(permissions.can_create_caso(scope_of(request), found.organizzazione_id))
    if found.ended_at is not None:
        return ended(request, found)
    form = form_of(found, clock.now())
    unfinished = (passo for passo in form.passi if form.state(passo) != COMPLETE)
    return redirect("bozza", found.pk, next(unfinished, Passo.RIEPILOGO).value)


@require_POST
def bozza_apri(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the case; a second press leads to the case of the first."""
    found, scope, now = get_bozza(request, pk), scope_of(request), clock.now()
    require(permissions.can_create_caso(scope, found.organizzazione_id))
    if found.ended_at is not None:
        return ended(request, found)
    form, expected = form_of(found, now), read_version(request.POST)
    if form.gaps:
        return redirect("bozza", found.pk, Passo.RIEPILOGO.value)
    # A doubt about the codice fiscale that nobody settled is a gap: none is left here.
    told: dict[str, Any] = {"persona": form.to_persona(), "confirmed": True}
    try:
        caso = open_bozza(found, form.to_dati(), **told, expected=expected, by=scope, now=now)
    except (ActionError, VersionConflict) as refusal:
        messages.error(request, str(refusal))
        return redirect("bozza", found.pk, Passo.RIEPILOGO.value)
    messages.success(request, _opened(caso))
    return redirect("caso", caso.pk)


@reads("denunce.bozza")
@require_http_methods(["GET", "HEAD", "POST"])
def bozza_elimina(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then throw the draft away."""
    found, scope, now = get_bozza(request, pk), scope_of(request), clock.now()
    require(permissions.can_create_caso(scope, found.organizzazione_id))
    if request.method != "POST":
        (draft,) = draft_rows([found], {}, now)
        return render(request, "denunce/bozza_elimina.html", {"bozza": found, "draft": draft})
    try:
        discard_bozza(found, by=scope, now=now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Bozza eliminata: quello che c’era scritto non esiste più."))
    return redirect("scadenzario")


def _opened(caso: Caso) -> str:
    """What happened and what comes next."""
    said = _("Caso %(number)s aperto.") % {"number": caso}
    if not caso.attesa_certificato:
        return said
    return f"{said} " + _("Quando ricevi il certificato, registralo qui: da lì parte il termine.")
