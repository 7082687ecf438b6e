"""The references of certificates: registered in two steps, the verdict shown before saving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import permissions
from denunce.actions.certificati import preview, receive_certificato, withdraw_certificato
from denunce.choices import Categoria
from denunce.forms.certificato import CertificatoForm
from denunce.forms.ritiro import RitiroForm
from denunce.page_models.case_page import preview_page
from denunce.page_models.caso import certificate
from denunce.page_models.rows import who
from denunce.views.acting import attempt
from denunce.views.scoping import get_caso, get_riferimento, scope_of
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Type the references, read what would follow, confirm."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    form = CertificatoForm(
        request.POST or None,
        now=now,
        marittimo=caso.lavoratore.categoria == Categoria.MARITTIMO,
        initial={"version": caso.version},
    )
    context = {"form": form, "caso": caso, "person": who(caso.lavoratore)}
    if "modifica" not in request.POST and form.is_valid():
        data, version = form.to_dati(), form.cleaned_data["version"]
        if "conferma" not in request.POST:
            decision = attempt(form, lambda: preview(caso, data, by=scope, now=now))
            if decision is not None:
                context |= preview_page(decision, form, now)
                return render(request, "denunce/certificato_conferma.html", context)
        elif attempt(
            form, lambda: receive_certificato(caso, data, expected=version, by=scope, now=now)
        ):
            messages.success(request, _("Certificato registrato. Ecco che cosa è dovuto."))
            return redirect("caso", caso.pk)
    return render(request, "denunce/certificato_form.html", context)


@reads("denunce.riferimentocertificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_ritira(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a certificate was withdrawn; the terms are worked out again."""
    riferimento, scope, now = get_riferimento(request, pk), scope_of(request), clock.now()
    caso = riferimento.caso
    require(permissions.can_edit_caso(scope, caso))
    form = RitiroForm(request.POST or None, now=now)
    if form.is_valid():
        when = form.cleaned_data["annullato_at"]
        if attempt(
            form, lambda: withdraw_certificato(riferimento, annullato_at=when, by=scope, now=now)
        ):
            messages.success(request, _("Ritiro annotato. I termini sono stati ricalcolati."))
            return redirect("caso", caso.pk)
    context = {"form": form, "caso": caso, "person": who(caso.lavoratore)}
    context["certificate"] = certificate(riferimento, editable=False)
    return render(request, "denunce/certificato_ritira.html", context)
