"""The certificates of the portal on the employer's side: list, confirmation, withdrawal, search."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificati.riferimenti import Riferimenti
from denunce import permissions
from denunce.abbinamenti import pagine
from denunce.abbinamenti.actions import (
    answer_withdrawal,
    confirm_proposta,
    discard_proposta,
    resume_proposta,
)
from denunce.abbinamenti.apertura import open_draft
from denunce.abbinamenti.elenco import by_certificate, list_page
from denunce.abbinamenti.forms import ConfermaForm, InizioForm, RicercaForm
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.ricerca import search_certificato
from denunce.abbinamenti.verdetto import foreseen
from denunce.models import Caso
from denunce.page_models.certificato import preview_page
from denunce.views.scoping import get_caso
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import Permission, require
from portal.base.errors import ActionError, DataErased
from portal.base.ratelimit import limit
from utenti.access import Scope, listed_workplaces, scope_of

_WITH = (
    "organizzazione",
    "decisa_by",
    "ritiro_by",
    "caso__organizzazione",
    "caso__data_key",
    "caso__evento__data_key",
    "caso__evento__sede",
    "caso__lavoratore__data_key",
)


@reads("abbinamenti.proposta", arg="")
@require_safe
def abbinamenti(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, in the organisations one works for."""
    scope = scope_of(request)
    places = listed_workplaces(scope, Permission.CASO_EDIT)
    names = {place.id: place.name for place in places} if len(places) > 1 else {}
    context = list_page([place.id for place in places], names, scope)
    return render(request, "abbinamenti/elenco.html", context)


@reads("abbinamenti.proposta")
@require_http_methods(["GET", "HEAD", "POST"])
def proposta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When and how the references came in, what would follow, confirm."""
    found, scope, now = _get(request, pk), scope_of(request), clock.now()
    caso = found.caso
    if caso is not None:
        require(permissions.can_edit_caso(scope, caso))
    require(scope.can(Permission.CASO_EDIT, found.organizzazione_id))
    each = by_certificate([found]).get(found.certificato_id)
    if caso is None or each is None or not found.is_waiting or each.ritirato_at:
        context = pagine.answered_page(found, scope)
        return render(request, "abbinamenti/proposta_chiusa.html", context)
    form = _form(request, each, caso, now)
    context = pagine.confirm_page(found, each, caso) | {"form": form}
    if form.is_valid() and "modifica" not in request.POST:
        if "conferma" in request.POST:
            if _confirm(request, found, form, scope, now):
                return redirect("caso", caso.pk)
        elif decision := attempt(form, lambda: foreseen(caso, form, by=scope, now=now)):
            context |= preview_page(decision, form, caso, now) | {"correcting": None}
            return render(request, "denunce/certificato_conferma.html", context)
    return render(request, "abbinamenti/proposta.html", context)


def _form(request: HttpRequest, each: Riferimenti, caso: Caso, now: datetime) -> ConfermaForm:
    return ConfermaForm(
        request.POST or None,
        certificato=each,
        danger=each.pericolo_di_morte and not caso.pericolo_di_morte,
        now=now,
        initial={"version": caso.version},
    )


def _confirm(
    request: HttpRequest, found: Proposta, form: ConfermaForm, scope: Scope, now: datetime
) -> bool:
    about: dict[str, Any] = {
        "pericolo_di_morte": form.cleaned_data.get("pericolo_di_morte", False),
        "expected": form.cleaned_data["version"],
        "by": scope,
        "now": now,
    }
    done = attempt(form, lambda: confirm_proposta(found, form.to_dati(), **about))
    if done is not None:
        messages.success(request, _("Certificato confermato. Ecco che cosa è dovuto."))
    return done is not None


@require_POST
def proposta_scarta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not of this case: away with it, and back with one press."""
    found, scope = _answerable(request, pk), scope_of(request)
    try:
        discard_proposta(found, by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Certificato scartato. Se è stato un errore, riprendilo qui."))
    return redirect("proposta", found.pk)


@require_POST
def proposta_riprendi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a discard."""
    found, scope = _answerable(request, pk), scope_of(request)
    try:
        resume_proposta(found, by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Certificato ripreso: aspetta di nuovo la tua conferma."))
    return redirect("proposta", found.pk)


@require_POST
@limit("bozza", rate="30/m", key="user")
def proposta_apri_caso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the draft of a case with what the certificate already says."""
    found, scope = _get(request, pk), scope_of(request)
    require(permissions.can_create_caso(scope, found.organizzazione_id))
    form = InizioForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ricarica la pagina e riprova."))
        return redirect("abbinamenti")
    key = form.cleaned_data["request_key"]
    try:
        draft = open_draft(found, request_key=key, by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("abbinamenti")
    return redirect("bozza_riprendi", draft.pk)


@reads("abbinamenti.proposta")
@require_http_methods(["GET", "HEAD", "POST"])
def proposta_ritiro(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The doctor withdrew a certificate that was confirmed: note it, or keep it and verify."""
    found, scope = _get(request, pk), scope_of(request)
    if found.caso is not None:
        require(permissions.can_edit_caso(scope, found.caso))
    require(scope.can(Permission.CASO_EDIT, found.organizzazione_id))
    if found.caso is None or found.ritirato_at is None:
        return redirect("proposta", found.pk)
    if request.method == "POST":
        try:
            answer_withdrawal(found, request.POST.get("scelta", ""), by=scope, now=clock.now())
        except ActionError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Fatto: la tua scelta è nella storia del caso."))
            return redirect("caso", found.caso_id)
    context = pagine.withdrawal_page(found, found.caso)
    return render(request, "abbinamenti/ritiro.html", context)


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("certificato_cerca", rate="20/m", key="user")
def certificato_cerca(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look for a certificate by codice fiscale, number and release day; all is on record."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    form, found = RicercaForm(request.POST or None, today=clock.today()), None
    if form.is_valid():
        asked = form.cleaned_data["numero"], form.cleaned_data["rilasciato_on"]
        found = attempt(form, lambda: search_certificato(caso, *asked, by=scope, now=now))
    context = pagine.search_page(caso, found, now) | {"form": form}
    return render(request, "abbinamenti/cerca.html", context)


def _get(request: HttpRequest, pk: UUID) -> Proposta:
    """The proposal, with its case: of any other organisation it does not exist."""
    rows = Proposta.objects.visible_to(scope_of(request)).select_related(*_WITH)
    found = get_object_or_404(rows, pk=pk)
    request.read_organizzazione_id = found.organizzazione_id  # type: ignore[attr-defined]
    if found.caso is not None and found.caso.cancellato_at is not None:
        raise DataErased(found.caso.cancellato_at, _("Caso %(number)s") % {"number": found.caso})
    return found


def _answerable(request: HttpRequest, pk: UUID) -> Proposta:
    found, scope = _get(request, pk), scope_of(request)
    if found.caso is not None:
        require(permissions.can_edit_caso(scope, found.caso))
    else:
        require(permissions.can_create_caso(scope, found.organizzazione_id))
    return found
