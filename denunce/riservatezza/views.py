"""Redacting the texts of a case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import permissions
from denunce.page_models.rows import who
from denunce.riservatezza.forms import OscuraForm
from denunce.riservatezza.redaction import redact_caso
from denunce.views.scoping import get_caso
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import Permission, require
from utenti.access import scope_of


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_oscura(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask which texts go and why, then take them away and show the proof."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(scope.can(Permission.ORGANIZZAZIONE_ADMIN, caso.organizzazione_id))
    require(permissions.can_read_health(scope, caso))
    form = OscuraForm(request.POST or None)
    if form.is_valid():
        ground = {"base": form.cleaned_data["base"], "atto": form.cleaned_data["atto"]}
        proof = attempt(form, lambda: redact_caso(caso, form.texts(), by=scope, now=now, **ground))
        if proof is not None:
            messages.success(request, _("Testi oscurati. Questa è la prova."))
            return redirect("prova_cancellazione", proof.pk)
    context = {"form": form, "caso": caso, "person": who(caso.lavoratore)}
    return render(request, "riservatezza/oscura.html", context)
