"""Choosing among the doubtful readings of a term."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from denunce import permissions
from denunce.actions.letture import choose_reading
from denunce.views.scoping import get_adempimento
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from utenti.access import scope_of


@reads("denunce.adempimento")
@require_POST
def lettura_scegli(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note which reading the organisation follows; nothing else changes."""
    duty, scope = get_adempimento(request, pk), scope_of(request)
    require(permissions.can_edit_caso(scope, duty.caso))
    try:
        choose_reading(duty, request.POST.get("lettura", ""), by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Lettura annotata. Il termine e i promemoria non cambiano."))
    return redirect(f"{reverse('caso', args=[duty.caso_id])}#adempimento-{duty.pk}")
