"""Tokens of a structure: listed, made (and shown once), revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from certificati.flussi.actions.gettoni import create_gettone, revoke_gettone
from certificati.flussi.forms import GettoneForm
from certificati.flussi.models import GettoneApi
from certificati.flussi.page_models import gettoni as page_of
from certificati.flussi.views.scoping import get_gettone, structures
from portal.base import clock
from portal.base.acting import attempt
from portal.base.ratelimit import limit
from utenti.access import scope_of


@require_safe
def flussi_gettoni(request: HttpRequest) -> HttpResponse:
    """The tokens, newest first: who made them, until when, when they were last used."""
    rows = GettoneApi.objects.listed_for(scope_of(request)).select_related(
        "organizzazione", "created_by"
    )
    return render(request, "flussi/gettoni.html", page_of.listing(rows, clock.now()))


@sensitive_variables("made")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("flussi.gettone", rate="20/h", key="user")
def flussi_gettone_nuovo(request: HttpRequest) -> HttpResponse:
    """Make a token. The answer shows it: a redirect would have to keep it somewhere; pressed twice,
    the name is already taken."""
    scope, now = scope_of(request), clock.now()
    form = GettoneForm(request.POST or None, strutture=structures(scope))
    if form.is_valid():
        said, place = form.cleaned_data, form.chosen()
        made = attempt(
            form,
            lambda: create_gettone(
                place, nome=said["nome"], giorni=said["giorni"], by=scope, now=now
            ),
        )
        if made:
            return render(request, "flussi/gettone_mostrato.html", page_of.shown_once(*made))
    return render(request, "flussi/gettone_nuovo.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def flussi_gettone_revoca(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then revoke a token: it never comes back."""
    row = get_gettone(request, pk)
    if request.method != "POST":
        back = reverse("flussi_gettoni")
        return render(request, "flussi/gettone_revoca.html", {"row": row, "back_url": back})
    revoke_gettone(row, by=scope_of(request), now=clock.now())
    messages.success(request, _("Gettone «%(name)s» revocato.") % {"name": row.nome})
    return redirect("flussi_gettoni")
