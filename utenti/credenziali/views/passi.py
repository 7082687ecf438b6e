"""The steps of a request: write, save as it is, send."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.clock import local
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions.invio import submit
from utenti.credenziali.actions.richieste import save_message, save_step
from utenti.credenziali.completezza import Difetto, step_gaps
from utenti.credenziali.forms.invio import RitiraForm
from utenti.credenziali.forms.passi import StepForm
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.page_models.file import file_rows, signed_is_stale
from utenti.credenziali.page_models.passi import differences, form_of, frame, step_url, summary
from utenti.credenziali.passi import Passo, steps_of
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.views.mie import get_richiesta, read

_PAGES = (Passo.ALLEGATI, Passo.RIEPILOGO)  # these have addresses of their own


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("richiesta_passo", rate="60/m", key="user")
def richiesta_passo(request: HttpRequest, pk: UUID, passo: str) -> HttpResponse:
    """One step: what was typed is kept whatever it is, then shown with what is wrong in it."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    step = _step(found, passo, scope.livello)
    if not found.editable and request.method != "POST":
        return redirect("richiesta", found.pk)
    require(permissions.can_edit(scope, found))
    if request.method != "POST":
        return _show(request, found, step, form_of(step, found), now)
    form = form_of(step, found, request.POST)
    form.is_valid()
    if "version" not in form.cleaned_data:
        return _show(request, found, step, form, now)
    try:
        held = _keep(request, found, step, form, now)
    except VersionConflict as conflict:
        return _conflict(request, found.pk, step, str(conflict), now)
    form = _judged(step, held, request.POST, now)
    if form.errors and request.POST.get("vai") != "indietro":
        return _show(request, held, step, form, now)
    return redirect(_onward(request, held, step))


def _step(richiesta: RichiestaAbilitazione, passo: str, livello: str) -> Passo:
    for step in steps_of(richiesta, livello):
        if step.value == passo and step not in _PAGES:
            return step
    raise Http404


def _keep(
    request: HttpRequest, found: RichiestaAbilitazione, step: Passo, form: StepForm, now: datetime
) -> RichiestaAbilitazione:
    scope, version = scope_of(request), form.cleaned_data["version"]
    if step is Passo.MESSAGGIO:
        return save_message(found, form.kept(), expected=version, by=scope, now=now)
    return save_step(found, step.value, form.kept(), expected=version, by=scope, now=now)


def _judged(step: Passo, held: RichiestaAbilitazione, posted: QueryDict, now: datetime) -> StepForm:
    """The form as it was sent, over the version it made, with what is wrong beside each field."""
    form = form_of(step, held, _at_version(posted, held.version))
    form.is_valid()
    for gap in step_gaps(held, step, local(now).date()):
        if gap.difetto is Difetto.SBAGLIATO and gap.campo not in form.errors:
            form.refuse(gap.messaggio, gap.campo)
    return form


def _conflict(
    request: HttpRequest, pk: UUID, step: Passo, said: str, now: datetime
) -> HttpResponse:
    """Somebody saved meanwhile: both are shown, and a second press keeps what is on this page."""
    fresh = get_richiesta(request, pk)
    form = form_of(step, fresh, _at_version(request.POST, fresh.version))
    form.is_valid()
    form.refuse(said)
    differs = differences(step, fresh, request.POST)
    return _show(request, fresh, step, form, now, differs=differs)


def _at_version(posted: QueryDict, version: int) -> QueryDict:
    data = posted.copy()
    data["version"] = str(version)
    return data


def _onward(request: HttpRequest, held: RichiestaAbilitazione, step: Passo) -> str:
    steps = steps_of(held, scope_of(request).livello)
    at = steps.index(step)
    asked = request.POST.get("vai")
    if asked == "indietro" and at:
        return step_url(held, steps[at - 1])
    if asked == "esci":
        messages.success(request, _("Salvato. Puoi continuare quando vuoi, anche altrove."))
        return reverse("richiesta", args=[held.pk])
    return step_url(held, steps[at + 1])


def _show(
    request: HttpRequest,
    found: RichiestaAbilitazione,
    step: Passo,
    form: StepForm,
    now: datetime,
    differs: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    page = frame(read(request, found, now), step)
    page |= {"form": form, "differs": differs or []}
    if form.is_bound:
        page["wrong"] = page["doubts"] = []  # what is wrong stands beside its field
    return render(request, "credenziali/passo.html", page)


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("richiesta_invia", rate="20/m", key="user")
def richiesta_riepilogo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything once more, then send; a second press finds the request sent."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    if not found.editable:
        return redirect("richiesta", found.pk)
    form = RitiraForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = submit(found, expected=form.cleaned_data["version"], by=scope, now=now)
        except (ActionError, VersionConflict) as refusal:
            messages.error(request, str(refusal))
            return redirect("richiesta_riepilogo", found.pk)
        messages.success(request, _("Richiesta inviata. Qui sotto segui a che punto è."))
        return redirect("richiesta", sent.pk)
    reading = read(request, found, now)
    page = summary(reading) | {
        "stale": signed_is_stale(found, reading.files),
        "files": file_rows(found, reading.files),
    }
    return render(request, "credenziali/riepilogo.html", page)
