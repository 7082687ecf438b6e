"""A case: open it, read it, correct it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from denunce import permissions
from denunce.actions.casi import open_caso, update_caso
from denunce.forms.caso import CasoForm, CasoModificaForm
from denunce.models import Caso
from denunce.page_models.case_page import case_page
from denunce.page_models.rows import who
from denunce.views.acting import attempt
from denunce.views.scoping import get_caso, get_lavoratore, scope_of
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require


@reads("denunce.lavoratore", arg="lavoratore_pk")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_nuovo(request: HttpRequest, lavoratore_pk: UUID) -> HttpResponse:
    """What happened to this person; the case is opened and evaluated at once."""
    person, scope, now = get_lavoratore(request, lavoratore_pk), scope_of(request), clock.now()
    organizzazione = person.organizzazione
    require(permissions.can_create_caso(scope, organizzazione.pk))
    sites = list(organizzazione.sedi.order_by("-principale", "denominazione"))
    initial = {"tipo": "infortunio", "comune": organizzazione.comune}
    form = CasoForm(
        request.POST or None, categoria=person.categoria, sedi=sites, now=now, initial=initial
    )
    if form.is_valid():
        about: dict[str, Any] = {"lavoratore": person, "organizzazione": organizzazione}
        key = form.cleaned_data["request_key"]
        caso = attempt(
            form, lambda: open_caso(form.to_dati(), **about, by=scope, now=now, request_key=key)
        )
        if caso is not None:
            messages.success(request, _opened(caso))
            return redirect("caso", caso.pk)
    return render(request, "denunce/caso_form.html", {"form": form, "person": who(person)})


def _opened(caso: Caso) -> str:
    """What happened and what comes next."""
    said = _("Caso %(number)s aperto.") % {"number": caso}
    if not caso.attesa_certificato:
        return said
    return f"{said} " + _("Quando ricevi il certificato, registralo qui: da lì parte il termine.")


@reads("denunce.caso")
@require_safe
def caso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about the case: what happened, what is due and why, documents, history."""
    found, scope = get_caso(request, pk), scope_of(request)
    require(permissions.can_view_caso(scope, found))
    return render(request, "denunce/caso.html", case_page(found, scope, clock.now()))


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the facts; the duties are worked out again."""
    found, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, found))
    form = CasoModificaForm(
        request.POST or None,
        categoria=found.lavoratore.categoria,
        sedi=list(found.organizzazione.sedi.order_by("-principale", "denominazione")),
        now=now,
        initial=_initial(found),
    )
    if form.is_valid():
        data, version = form.to_dati(), form.cleaned_data["version"]
        if attempt(form, lambda: update_caso(found, data, expected=version, by=scope, now=now)):
            messages.success(request, _("Dati corretti. I termini sono stati ricalcolati."))
            return redirect("caso", found.pk)
    context = {"form": form, "person": who(found.lavoratore), "caso": found}
    return render(request, "denunce/caso_form.html", context)


def _initial(found: Caso) -> dict[str, object]:
    """The facts as stored, for a form that corrects them."""
    names = set(CasoModificaForm.base_fields)
    rows = {
        name: getattr(row, name) for row in (found.evento, found) for name in names & _columns(row)
    }
    return rows | {"sede": str(found.evento.sede_id or ""), "version": found.version}


def _columns(row: object) -> set[str]:
    return {field.name for field in row._meta.get_fields()}  # type: ignore[attr-defined]
