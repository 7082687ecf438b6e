"""The papers of a certificate: ask for one, wait for it, open it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certificati import permissions
from certificati.actions.stampe import press_stampa
from certificati.choices import StatoStampa, TipoStampa
from certificati.models import Certificato, Stampa
from certificati.page_models.stampe import carta_page
from portal.base import clock, files
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("certificati.certificato")
@require_POST
@limit("copia", rate="30/m", key="user")
def certificato_stampa(request: HttpRequest, pk: UUID, tipo: str) -> HttpResponse:
    """Ask for a paper, then wait for it; one that exists is not made again."""
    if tipo not in TipoStampa.values:
        raise Http404
    scope = scope_of(request)
    issued = Certificato.objects.visible_to(scope).issued().filter(cancellato_at=None)
    found = get_object_or_404(issued, pk=pk)
    stampa = press_stampa(found, tipo, by=scope, now=clock.now())
    return redirect("certificato_carta_stato", stampa.pk)


@reads("certificati.stampa")
@require_safe
def certificato_carta_stato(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a paper stands; while it is being made the page reloads itself, without scripts."""
    page = carta_page(_paper(request, pk), clock.now())
    response = render(request, "certificati/carta.html", page)
    if page["waiting"]:
        response.headers["Refresh"] = str(page["refresh_seconds"])
    return response


@reads("certificati.stampa", kind="download")
@require_safe
def certificato_carta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF in the browser, or as a file with ``?scarica``; one not ready leads to its page."""
    found = _paper(request, pk)
    if found.stato != StatoStampa.PRONTA or found.file is None:
        return redirect("certificato_carta_stato", found.pk)
    try:
        return files.response(found.file, inline="scarica" not in request.GET)
    except files.FileUnavailable:
        messages.error(request, _("Il file non è disponibile in questo momento."))
        return redirect("certificato_carta_stato", found.pk)


def _paper(request: HttpRequest, pk: UUID) -> Stampa:
    """A paper of the doctor's own certificate: any other does not exist."""
    scope = scope_of(request)
    rows = Stampa.objects.filter(certificato__in=Certificato.objects.visible_to(scope))
    found = get_object_or_404(rows.select_related("certificato", "file__data_key"), pk=pk)
    require(permissions.can_view(scope, found.certificato))
    return found
