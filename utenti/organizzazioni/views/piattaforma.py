"""The organisations of the portal, for who runs it: found by name, never their cases."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.authz import require
from utenti.access import scope_of
from utenti.models import Organizzazione
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.dati import close_organizzazione
from utenti.organizzazioni.choices import KINDS_OF_GESTORE, StatoAttivazione
from utenti.organizzazioni.forms.attivazione import CercaForm
from utenti.organizzazioni.models import RichiestaAttivazione
from utenti.organizzazioni.page_models.organizzazione import data_rows
from utenti.organizzazioni.page_models.pagine import page_of
from utenti.organizzazioni.page_models.voci import organizations
from utenti.organizzazioni.views.scoping import Asked, confirmed


@require_safe
def piattaforma_organizzazioni(request: HttpRequest) -> HttpResponse:
    """One page of the organisations, by name."""
    require(permissions.can_run_platform(scope_of(request)))
    form = CercaForm(request.GET or None)
    name = form.cleaned_data["nome"] if form.is_valid() else ""
    found = page_of(Organizzazione.objects.filter(denominazione__icontains=name), request.GET)
    waiting = RichiestaAttivazione.objects.filter(stato=StatoAttivazione.INVIATA)
    context = {
        "name": name,
        "lines": organizations(found.rows),
        "next_url": found.next_url,
        "previous_url": found.previous_url,
        "waiting": waiting.count(),
    }
    return render(request, "organizzazioni/piattaforma.html", context)


@require_safe
def piattaforma_organizzazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The data of one: who it is, not what happens inside."""
    org, scope = _any(request, pk), scope_of(request)
    context = {
        "org": org,
        "rows": data_rows(org),
        "may_close": org.chiusa_at is None and bool(permissions.can_close(scope, org)),
        "members_url": reverse("membri", args=[org.pk])
        if org.tipo in KINDS_OF_GESTORE and org.chiusa_at is None
        else "",
    }
    return render(request, "organizzazioni/piattaforma_organizzazione.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def piattaforma_chiudi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close one: nobody works for it any more."""
    org, scope, now = _any(request, pk), scope_of(request), clock.now()
    require(permissions.can_close(scope, org))
    text = _(
        "Da subito nessuno lavora più per «%(org)s», deleghe comprese. "
        "I suoi dati restano per il tempo di legge. Da qui non si riapre."
    )
    asked = Asked(
        title=_("Chiudi l’organizzazione?"),
        text=text % {"org": org},
        submit=_("Chiudi l’organizzazione"),
        back=reverse("piattaforma_organizzazione", args=[org.pk]),
        said=_("Organizzazione chiusa."),
        crumb=org.denominazione,
    )
    return confirmed(request, asked, lambda: close_organizzazione(org, by=scope, now=now))


def _any(request: HttpRequest, pk: UUID) -> Organizzazione:
    require(permissions.can_run_platform(scope_of(request)))
    return get_object_or_404(Organizzazione, pk=pk)
