"""The official form: fill it in, make it definitive, have it printed. Nothing is transmitted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from denunce import permissions
from denunce.actions.moduli import finalize_modulo, request_pdf, start_modulo
from denunce.forms.confronto import Confronto
from denunce.forms.modulo import ModuloForm, read_version, typed_form
from denunce.forms.modulo_righe import ADD, REMOVE, edited_form, opened_form, repeats, row_of
from denunce.models import Modulo
from denunce.views.salvataggi import compare, keep, refused
from denunce.views.scoping import get_adempimento, get_modulo
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of

NEXT_PAGES = {"rivedi": "modulo_rivedi", "copia": "modulo_copia"}


@require_POST
def modulo_avvia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the form of a duty, or go on with the draft it already has."""
    duty, scope = get_adempimento(request, pk), scope_of(request)
    require(permissions.can_generate_modulo(scope, duty.caso))
    try:
        started = start_modulo(duty, by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("caso", duty.caso_id)
    return redirect("modulo", started.pk)


@reads("denunce.modulo")
@require_http_methods(["GET", "HEAD", "POST"])
def modulo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form as the declaration draws it; a draft may be saved with anything missing."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    if request.method != "POST":
        return refused(request, found, opened_form(found, request.GET.get(ADD, "")), now)
    if "confronta" in request.POST:
        return compare(request, Confronto(found, request.POST), now)
    form = edited_form(found, request.POST)
    kept = keep(found, form, scope, now, undoable=REMOVE in request.POST)
    if kept is None:
        return refused(request, found, form, now)
    return _onward(request, kept, form)


def _onward(request: HttpRequest, kept: Modulo, form: ModuloForm) -> HttpResponse:
    """Where the button that was pressed leads, with what is typed kept."""
    here = reverse("modulo", args=[kept.pk])
    if next_page := NEXT_PAGES.get(request.POST.get("vai", "")):
        return redirect(next_page, kept.pk)
    key = request.POST.get(ADD, "")
    if repeats(kept, key):
        return redirect(f"{here}?{ADD}={key}#gruppo-{key}-ultima")
    if row := row_of(kept, request.POST.get(REMOVE, "")):
        messages.success(request, _("Riga tolta. Puoi annullare finché non salvi altro."))
        return redirect(f"{here}#gruppo-{row[0]}")
    messages.success(request, _saved(form))
    return redirect(here)


def _saved(form: ModuloForm) -> str:
    """What was kept, in words."""
    kept = _("Bozza salvata. NON INVIATA: il portale non trasmette.")
    kept = " ".join([kept, *(problem.message for problem in form.reopened)])
    if not form.taken:
        return kept
    brought = ngettext(
        "Un dato riportato dal caso.", "%(n)d dati riportati dal caso.", form.taken
    ) % {"n": form.taken}
    return f"{brought} {kept}"


@require_POST
def modulo_definitivo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Freeze the form, with what is typed in it: from here on it is only printed."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    form = typed_form(found, request.POST)
    kept = keep(found, form, scope, now) if form else found
    if form and kept is None:
        return refused(request, found, form, now)
    expected = kept.version if form and kept else read_version(request.POST)
    try:
        finalize_modulo(found, expected=expected, by=scope, now=now)
    except (ActionError, VersionConflict) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Il modulo è definitivo: ora puoi preparare il PDF."))
    return redirect("modulo", found.pk)


@require_POST
@limit("stampa", rate="20/m", key="user")
def modulo_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the PDF of what is typed in the form; a page says when it is ready."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    form = typed_form(found, request.POST)
    if form and keep(found, form, scope, now) is None:
        return refused(request, found, form, now)
    try:
        printed = request_pdf(found, copia=request.POST.get("copia", ""), by=scope, now=now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("modulo", found.pk)
    return redirect("documento", printed.pk)
