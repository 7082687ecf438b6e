"""A case: read it, correct it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from denunce import permissions
from denunce.actions.casi import update_caso
from denunce.forms.caso import CasoModificaForm
from denunce.models import Caso
from denunce.page_models.case_page import case_page
from denunce.page_models.rows import who
from denunce.views.scoping import get_caso
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from utenti.access import scope_of


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
