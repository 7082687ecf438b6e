"""Answering whether the person is back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from denunce import permissions
from denunce.models import Caso
from denunce.prognosi.actions import answer
from denunce.prognosi.models import Risposta
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from utenti.access import scope_of


@reads("denunce.caso")
@require_POST
def prognosi_rispondi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the answer; no duty and no term moves."""
    scope = scope_of(request)
    rows = Caso.objects.visible_to(scope).select_related("organizzazione")
    caso = get_object_or_404(rows.filter(cancellato_at__isnull=True), pk=pk)
    require(permissions.can_edit_caso(scope, caso))
    said = request.POST.get("risposta", "")
    try:
        answer(caso, said, fino_al=_day(request), by=scope, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _told(said))
    return redirect(f"{reverse('caso', args=[caso.pk])}#prognosi")


def _day(request: HttpRequest) -> date:
    """The end of prognosis that was on the page; a day nobody has when it said none."""
    try:
        return parse_date(request.POST.get("fino_al", "")) or date.min
    except ValueError:
        return date.min


def _told(said: str) -> str:
    if said == Risposta.RIENTRATO:
        return _("Annotato: la domanda è chiusa. Se arriva un altro certificato, registralo.")
    return _("Annotato. Quando lo sai, torna qui: intanto i termini non cambiano.")
