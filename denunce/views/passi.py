"""The steps of the wizard: shown, saved by a button or by themselves, compared."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from denunce import permissions
from denunce.actions.bozze import preview_opening, save_bozza
from denunce.forms.bozza import WRONG, BozzaForm, Passo
from denunce.forms.confronto_bozza import BozzaConfronto
from denunce.forms.modulo import read_version
from denunce.models import Bozza
from denunce.page_models.bozza import comparison_page, letter_page, step_changes, step_page
from denunce.page_models.confronto import who_saved
from denunce.scadenze import Decisione
from denunce.views.scoping import get_bozza, sites_of
from portal.base import autosave, clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from utenti.access import Scope, scope_of
from utenti.models import Sede


@reads("denunce.bozza")
@require_http_methods(["GET", "HEAD", "POST"])
def bozza(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """One step; what is typed is kept whatever it is, then one goes on."""
    found, now = _asked(request, pk), clock.now()
    if found.ended_at is not None:
        return ended(request, found)
    step = _step(found, passo)
    if request.method != "POST":
        return _show(request, form_of(found, now), step, now)
    if "confronta" in request.POST:
        return _compare(request, found, step, now)
    form = _typed(request, found, step, now, goes_on=True)
    try:
        kept = _keep(request, form, scope_of(request), now)
    except VersionConflict:
        return _compare(request, get_bozza(request, pk), step, now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return _show(request, form, step, now)
    return _go_on(request, form_of(kept, now), step, now)


@require_POST
def bozza_salva(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """Keep what the page sends by itself, whatever it is."""
    found, scope, now = _asked(request, pk), scope_of(request), clock.now()
    if found.ended_at is not None:
        return autosave.refused_response(_("Questa bozza non c’è più."))
    step = _step(found, passo)
    try:
        kept = _keep(request, _typed(request, found, step, now), scope, now)
    except VersionConflict:
        return autosave.conflict_response(who_saved(get_bozza(request, pk), scope, now))
    except ActionError as refusal:
        return autosave.refused_response(refusal.message)
    drawn = step_changes(form_of(kept, now), step)
    return autosave.saved_response(
        kept.version,
        autosave.saved_message(kept.saved_at or kept.created_at, now),
        fragments={name: render_to_string(*parts) for name, parts in drawn.items()},
    )


@reads("denunce.bozza")
@require_POST
def bozza_confronta(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """Save the version that was chosen field by field, unless a third one came meanwhile."""
    found, scope, now = _asked(request, pk), scope_of(request), clock.now()
    if found.ended_at is not None:
        return ended(request, found)
    step = _step(found, passo)
    confronto = BozzaConfronto(found, step, request.POST, sedi=_sites(found), now=now)
    if confronto.current and not confronto.undecided:
        try:
            save_bozza(found, confronto.merged(), expected=found.version, by=scope, now=now)
        except (ActionError, VersionConflict) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Bozza salvata con le tue scelte. NON INVIATA."))
            return redirect("bozza", found.pk, step.value)
    return _compare(request, get_bozza(request, pk), step, now)


def form_of(found: Bozza, now: datetime) -> BozzaForm:
    """The forms over what is kept of a draft."""
    return BozzaForm(found, sedi=_sites(found), now=now)


def ended(request: HttpRequest, found: Bozza) -> HttpResponse:
    """A draft that is none any more: its case, or a word about its end."""
    if found.caso_id is not None:
        return redirect("caso", found.caso_id)
    messages.info(request, _("Questa bozza è stata eliminata."))
    return redirect("scadenzario")


def _asked(request: HttpRequest, pk: UUID) -> Bozza:
    found = get_bozza(request, pk)
    require(permissions.can_create_caso(scope_of(request), found.organizzazione_id))
    return found


def _step(found: Bozza, passo: str) -> Passo:
    """The step of an address; 404 for one that this draft does not have."""
    joined = found.evento_id is not None
    if passo not in list(Passo) or (joined and passo in (Passo.QUANDO, Passo.COSA)):
        raise Http404
    return Passo(passo)


def _sites(found: Bozza) -> list[Sede]:
    return sites_of(found.organizzazione_id)


def _typed(
    request: HttpRequest, found: Bozza, step: Passo, now: datetime, *, goes_on: bool = False
) -> BozzaForm:
    sedi = _sites(found)
    return BozzaForm(found, sedi=sedi, now=now, passo=step, posted=request.POST, goes_on=goes_on)


def _keep(request: HttpRequest, form: BozzaForm, scope: Scope, now: datetime) -> Bozza:
    """Save what the page of a step sent. Raises VersionConflict, ActionError."""
    return save_bozza(
        form.bozza,
        form.sent,
        expected=read_version(request.POST),
        base=request.POST.get("base", ""),
        mark=autosave.DraftMark.of(request.POST),
        by=scope,
        now=now,
    )


def _show(request: HttpRequest, form: BozzaForm, step: Passo, now: datetime) -> HttpResponse:
    scope = scope_of(request)
    if step is not Passo.RIEPILOGO:
        page = step_page(form, step, scope, now) | {"refused": request.method == "POST"}
        return render(request, "denunce/bozza.html", page)
    decision = _preview(request, form, scope)
    return render(request, "denunce/bozza_riepilogo.html", letter_page(form, decision, scope, now))


def _preview(request: HttpRequest, form: BozzaForm, scope: Scope) -> Decisione | None:
    if form.gaps:
        return None
    data, persona = form.to_dati(), form.to_persona()
    try:
        return preview_opening(form.bozza, data, persona=persona, by=scope)
    except ActionError as refusal:
        messages.error(request, refusal.message)
    return None


def _compare(request: HttpRequest, found: Bozza, step: Passo, now: datetime) -> HttpResponse:
    """Both texts of every field of the step that differs from what somebody else saved."""
    confronto = BozzaConfronto(found, step, request.POST, sedi=_sites(found), now=now)
    if not confronto.differences:
        return redirect("bozza", found.pk, step.value)
    page = comparison_page(confronto, scope_of(request), now)
    return render(request, "denunce/bozza_confronto.html", page)


def _go_on(request: HttpRequest, form: BozzaForm, step: Passo, now: datetime) -> HttpResponse:
    """Where the person asked to go; else the next step, unless something typed here is wrong."""
    asked = request.POST.get("vai", "")
    if asked in form.passi:
        return redirect("bozza", form.bozza.pk, asked)
    if form.state(step) == WRONG:
        return _show(request, form, step, now)
    last = len(form.passi) - 1
    following = form.passi[min(form.passi.index(step) + 1, last)]
    return redirect("bozza", form.bozza.pk, following.value)
