"""Recording a dispatch that happened elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import permissions
from denunce.actions.dispatch import record_dispatch
from denunce.forms.canali import channels_of
from denunce.forms.invio import InvioForm
from denunce.page_models.decision import card
from denunce.page_models.rows import who
from denunce.views.scoping import get_adempimento
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("denunce.adempimento")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("caricamento", rate="20/m", key="user")
def invio_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """ "Ho già inviato": by which channel, when, with which proof."""
    duty, scope, now = get_adempimento(request, pk), scope_of(request), clock.now()
    require(permissions.can_record_dispatch(scope, duty))
    about: dict[str, Any] = {"now": now, "termine_at": duty.termine_at, "canali": channels_of(duty)}
    form = InvioForm(request.POST or None, request.FILES or None, **about)
    if form.is_valid():
        data, key = form.to_dati(), form.cleaned_data["request_key"]
        if attempt(form, lambda: record_dispatch(duty, data, request_key=key, by=scope, now=now)):
            messages.success(request, _("Invio registrato: i promemoria si fermano qui."))
            return redirect("caso", duty.caso_id)
    context = {"form": form, "caso": duty.caso, "person": who(duty.caso.lavoratore)}
    context["duty"] = card(duty, now)
    return render(request, "denunce/invio_form.html", context)
