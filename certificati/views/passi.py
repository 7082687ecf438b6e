"""The steps of a certificate: shown, saved by a button or by themselves, compared."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificati import permissions
from certificati.actions.bozze import save_certificato
from certificati.choices import Genere
from certificati.forms.bozza import WRONG, BozzaForm
from certificati.forms.certificato import Passo
from certificati.forms.confronto import Confronto
from certificati.models import Certificato
from certificati.page_models.scrittura import (
    NOT_ISSUED,
    address,
    comparison_page,
    other_window,
    step_changes,
    step_page,
)
from portal.base import autosave, clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from utenti.access import Scope, scope_of


@reads("certificati.certificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_passo(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """One step; what is typed is kept whatever it is, then one goes on."""
    found, now = get_certificato(request, pk), clock.now()
    if found.is_issued:
        return redirect("certificato_medico", found.pk)
    step = _step(found, passo)
    if request.method != "POST":
        return _show(request, BozzaForm(found, now=now), step, now)
    if "confronta" in request.POST:
        return _compare(request, found, step, now)
    form = BozzaForm(found, now=now, passo=step, posted=request.POST, goes_on=True)
    try:
        kept = _keep(request, form, scope_of(request), now)
    except VersionConflict:
        return _compare(request, get_certificato(request, pk), step, now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return _show(request, form, step, now)
    return _go_on(request, BozzaForm(kept, now=now), step, now)


@require_POST
def certificato_salva(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """Keep what the page sends by itself, whatever it is."""
    found, scope, now = get_certificato(request, pk), scope_of(request), clock.now()
    if found.is_issued:
        return autosave.refused_response(_("Questo certificato è già emesso."))
    step = _step(found, passo)
    form = BozzaForm(found, now=now, passo=step, posted=request.POST)
    try:
        kept = _keep(request, form, scope, now)
    except VersionConflict:
        latest = get_certificato(request, pk)
        return autosave.conflict_response(other_window(latest.saved_at or latest.created_at))
    except ActionError as refusal:
        return autosave.refused_response(refusal.message)
    drawn = step_changes(BozzaForm(kept, now=now), step, form.filled)
    return autosave.saved_response(
        kept.version,
        autosave.saved_message(kept.saved_at or kept.created_at, now, NOT_ISSUED),
        fragments={name: render_to_string(*parts) for name, parts in drawn.items()},
    )


@reads("certificati.certificato")
@require_POST
def certificato_confronta(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """Save the version that was chosen field by field, unless a third one came meanwhile."""
    found, scope, now = get_certificato(request, pk), scope_of(request), clock.now()
    if found.is_issued:
        return redirect("certificato_medico", found.pk)
    step = _step(found, passo)
    confronto = _confronto(request, found, step, now)
    if not confronto.current or confronto.undecided:
        return _compare(request, found, step, now)
    chosen = confronto.merged()
    summary = BozzaForm(found, now=now, passo=step, posted=chosen).summary()
    try:
        save_certificato(found, chosen, summary, expected=found.version, by=scope, now=now)
    except (ActionError, VersionConflict) as refusal:
        messages.error(request, str(refusal))
        return _compare(request, get_certificato(request, pk), step, now)
    messages.success(request, _("Bozza salvata con le tue scelte: certificato NON EMESSO."))
    return redirect(address(found, step))


def get_certificato(request: HttpRequest, pk: UUID) -> Certificato:
    """The doctor's own certificate, draft or issued; anybody else's is a 404."""
    rows = Certificato.objects.visible_to(scope_of(request)).select_related(
        "organizzazione", "medico", "data_key", "precedente", "sostituisce"
    )
    found = get_object_or_404(rows, pk=pk)
    # The record of readings need not ask the database again whose data these are.
    request.read_organizzazione_id = found.organizzazione_id  # type: ignore[attr-defined]
    require(permissions.can_view(scope_of(request), found))
    return found


def read_version(request: HttpRequest) -> int:
    """The version of the draft a page was about; 0 when it did not say, or said no number."""
    text = str(request.POST.get("version", ""))
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


def _step(found: Certificato, passo: str) -> Passo:
    """The step of an address; 404 for one that this certificate does not have."""
    asked = passo in list(Passo) and passo != Passo.RIEPILOGO
    if not asked or (passo == Passo.RACCONTO and found.genere != Genere.INFORTUNIO):
        raise Http404
    return Passo(passo)


def _keep(request: HttpRequest, form: BozzaForm, scope: Scope, now: datetime) -> Certificato:
    """Save what the page of a step sent. Raises VersionConflict, ActionError."""
    return save_certificato(
        form.certificato,
        form.sent,
        form.summary(),
        expected=read_version(request),
        base=request.POST.get("base", ""),
        mark=autosave.DraftMark.of(request.POST),
        by=scope,
        now=now,
    )


def _show(request: HttpRequest, form: BozzaForm, step: Passo, now: datetime) -> HttpResponse:
    page = step_page(form, step, scope_of(request), now) | {"refused": request.method == "POST"}
    return render(request, "certificati/passo.html", page)


def _confronto(request: HttpRequest, found: Certificato, step: Passo, now: datetime) -> Confronto:
    return Confronto(found, step, request.POST, expected=read_version(request), now=now)


def _compare(request: HttpRequest, found: Certificato, step: Passo, now: datetime) -> HttpResponse:
    """Both texts of every field of the step that differs from what another window saved."""
    confronto = _confronto(request, found, step, now)
    if not confronto.differences:
        return redirect(address(found, step))
    return render(request, "certificati/confronto.html", comparison_page(confronto))


def _go_on(request: HttpRequest, form: BozzaForm, step: Passo, now: datetime) -> HttpResponse:
    """Where the doctor asked to go; else the next step, unless something typed here is wrong."""
    if "lesione" in request.POST:
        return redirect(f"{address(form.certificato, step)}#id_lesioni_aggiunte")
    asked = request.POST.get("vai", "")
    if asked in form.passi:
        return redirect(address(form.certificato, Passo(asked)))
    if form.state(step) == WRONG:
        return _show(request, form, step, now)
    return redirect(address(form.certificato, form.passi[form.passi.index(step) + 1]))
