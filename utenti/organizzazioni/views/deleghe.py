"""Delegations given and received, and the consent to be helped."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import Scope, scope_of
from utenti.models import Delega, Organizzazione, TipoDelega, TipoOrganizzazione
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions import deleghe as actions
from utenti.organizzazioni.forms.deleghe import AssistenzaForm, DelegaForm
from utenti.organizzazioni.page_models import voci
from utenti.organizzazioni.page_models.organizzazione import seen_by_support
from utenti.organizzazioni.views.scoping import (
    Asked,
    administered_organizzazione,
    confirmed,
    get_delega,
    show_form,
)

_SHOWN_MAX = 200


@require_safe
def deleghe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The delegations that an employer gave."""
    org, scope = administered_organizzazione(request, pk), scope_of(request)
    require(permissions.can_delegate(scope, org))
    rows = _given(org, TipoDelega.LAVORO)
    context = {"org": org, "given": voci.given(rows, clock.today())}
    return render(request, "organizzazioni/deleghe.html", context)


@require_safe
def deleghe_ricevute(request: HttpRequest) -> HttpResponse:
    """The delegations that reached the person's intermediaries, with their end."""
    kind = TipoOrganizzazione.INTERMEDIARIO
    places = [
        place.id
        for place in scope_of(request).workplaces
        if place.kind == kind and not place.delegated
    ]
    rows = Delega.objects.filter(delegato__in=places, tipo=TipoDelega.LAVORO)
    rows = rows.select_related("delegante", "delegato").order_by("-valid_from", "pk")
    context = {
        "received": voci.received(rows[:_SHOWN_MAX], clock.today()),
        "intermediary": bool(places),
    }
    return render(request, "organizzazioni/deleghe_ricevute.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("delega", rate="30/h", key="user")
def delega_nuova(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a delegation: first say whose code it is, then ask."""
    org, scope, now = administered_organizzazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_delegate(scope, org))
    form = DelegaForm(request.POST or None, initial={"valid_from": clock.today()})
    found = _intermediary(form) if form.is_valid() else None
    if found is not None and form.cleaned_data["delegato"] == found.pk:
        if _give(form, org, found, scope, now):
            messages.success(request, _("Delega data a «%(org)s».") % {"org": found})
            return redirect("deleghe", org.pk)
        found = None
    context = {"org": org, "form": form, "found": found}
    return render(request, "organizzazioni/delega_nuova.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delega_revoca(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a delegation, or a consent, at once."""
    row, scope, now = get_delega(request, pk), scope_of(request), clock.now()
    require(permissions.can_administer(scope, row.delegante))
    support = row.tipo == TipoDelega.ASSISTENZA
    page = "assistenza" if support else "deleghe"
    text = _(
        "Da subito le persone di «%(org)s» non vedono più i tuoi casi. "
        "Quello che hanno fatto resta."
    )
    asked = Asked(
        title=_("Revochi il consenso?") if support else _("Revochi la delega?"),
        text=text % {"org": row.delegato},
        submit=_("Revoca il consenso") if support else _("Revoca la delega"),
        back=reverse(page, args=[row.delegante_id]),
        said=_("Consenso revocato.") if support else _("Delega revocata."),
        crumb=_("Assistenza") if support else _("Deleghe date"),
    )
    return confirmed(request, asked, lambda: actions.revoke_delega(row, by=scope, now=now))


@reads("utenti.organizzazione")
@require_safe
def assistenza(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The consents to be helped, and everything the platform looked at."""
    org, scope = administered_organizzazione(request, pk), scope_of(request)
    require(permissions.can_ask_support(scope, org))
    context = {
        "org": org,
        "given": voci.given(_given(org, TipoDelega.ASSISTENZA), clock.today()),
        "seen": seen_by_support(org),
    }
    return render(request, "organizzazioni/assistenza.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assistenza_nuova(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the platform look, for a reason and for a few days."""
    org, scope, now = administered_organizzazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_ask_support(scope, org))
    form = AssistenzaForm(request.POST or None, initial={"valid_to": clock.today()})
    if form.is_valid():
        why, until = form.cleaned_data["motivo"], form.cleaned_data["valid_to"]
        if attempt(form, lambda: actions.ask_support(org, why, until, by=scope, now=now)):
            messages.success(request, _("Consenso dato: lo puoi revocare in ogni momento."))
            return redirect("assistenza", org.pk)
    return show_form(
        request,
        form,
        title=_("Chiedi assistenza"),
        submit=_("Do il consenso"),
        back=reverse("assistenza", args=[org.pk]),
        crumb=_("Assistenza"),
        lead=_(
            "Chi gestisce la piattaforma potrà guardare i casi, mai cambiarli; "
            "niente dati sulla salute."
        ),
    )


def _give(
    form: DelegaForm, org: Organizzazione, to: Organizzazione, scope: Scope, now: datetime
) -> Delega | None:
    period = actions.Periodo(form.cleaned_data["valid_from"], form.cleaned_data["valid_to"])
    return attempt(form, lambda: actions.give_delega(org, to, period, by=scope, now=now))


def _given(org: Organizzazione, tipo: str) -> list[Delega]:
    rows = Delega.objects.filter(delegante=org, tipo=tipo).select_related("delegato")
    return list(rows.order_by("-valid_from", "pk")[:_SHOWN_MAX])


def _intermediary(form: DelegaForm) -> Organizzazione | None:
    """The intermediary of the code typed; a code of nobody is refused beside its field."""
    found = actions.find_intermediary(form.cleaned_data["codice_fiscale"])
    if found is None:
        form.refuse(
            _("Nessun intermediario del portale ha questo codice: controllalo con lui."),
            "codice_fiscale",
        )
    return found
