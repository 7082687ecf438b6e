"""Deciding the requests of who lost the second factor."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.errors import ActionError
from utenti.access import scope_of
from utenti.accesso.actions.ripristini import decide_reset
from utenti.accesso.forms.account import RipristinoForm
from utenti.accesso.models import RichiestaRipristino
from utenti.accesso.views.common import require_fresh


@reads("accesso.richiestaripristino", arg="")
@require_safe
def ripristini(request: HttpRequest) -> HttpResponse:
    """The requests that wait for me, the oldest first."""
    waiting = RichiestaRipristino.objects.visible_to(scope_of(request)).open()
    rows = waiting.select_related("utente").order_by("chiesto_at", "pk")[:100]
    return render(request, "accesso/ripristini.html", {"rows": rows})


@reads("accesso.richiestaripristino")
@require_http_methods(["GET", "HEAD", "POST"])
def ripristino(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how the person was recognised, and reset."""
    row, scope = _get(request, pk), scope_of(request)
    require_fresh(request)
    form = RipristinoForm(request.POST or None)
    if form.is_valid():
        how = form.cleaned_data["riconoscimento"]
        now = clock.now()
        if attempt(form, lambda: decide_reset(row, riconoscimento=how, by=scope, now=now)):
            said = _("Fatto: %(name)s entra con la password e attiva un nuovo secondo fattore.")
            messages.success(request, said % {"name": row.utente})
            return redirect("ripristini")
    return render(request, "accesso/ripristino.html", {"row": row, "form": form})


@require_POST
def ripristino_rifiuta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse: the person was not recognised."""
    row = _get(request, pk)
    try:
        decide_reset(row, riconoscimento="", by=scope_of(request), now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Richiesta rifiutata: la persona è stata avvisata."))
    return redirect("ripristini")


def _get(request: HttpRequest, pk: UUID) -> RichiestaRipristino:
    rows = RichiestaRipristino.objects.visible_to(scope_of(request)).select_related("utente")
    return get_object_or_404(rows, pk=pk)
