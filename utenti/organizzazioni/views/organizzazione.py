"""An organisation for its people: who we are, sites, first steps; and for which one to work now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import Scope, Workplace, scope_of
from utenti.actions.sessioni import renew_key
from utenti.middleware import FOCUS
from utenti.models import Organizzazione, Sede
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.dati import (
    FIELDS,
    fingerprint,
    record_focus,
    save_sede,
    update_organizzazione,
)
from utenti.organizzazioni.forms.dati import OrganizzazioneForm, SedeForm
from utenti.organizzazioni.models import RichiestaAttivazione
from utenti.organizzazioni.page_models.organizzazione import data_rows, doors, first_steps
from utenti.organizzazioni.page_models.voci import requests
from utenti.organizzazioni.views.scoping import (
    administered_organizzazione,
    get_sede,
    own_organizzazione,
    show_form,
)
from utenti.ruoli import Ruolo

_POLICY = {True: "si", False: "no", None: ""}


@require_safe
def organizzazioni(request: HttpRequest) -> HttpResponse:
    """Where the person works, and what they asked to activate."""
    scope = scope_of(request)
    mine = RichiestaAttivazione.objects.filter(richiedente=scope.actor).order_by(
        "-created_at", "id"
    )
    places = [
        {
            "url": reverse("organizzazione", args=[place.id]),
            "name": place.name,
            "role": _role(scope, place),
        }
        for place in scope.workplaces
    ]
    context = {"places": places, "requests": requests(mine[:50], "attivazione")}
    return render(request, "organizzazioni/elenco.html", context)


@require_safe
def organizzazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who we are: the data, the sites, and the doors that this person may open."""
    org, scope = own_organizzazione(request, pk), scope_of(request)
    context = {
        "org": org,
        "rows": data_rows(org),
        "sites": list(org.sedi.order_by("-principale", "denominazione")),
        "doors": doors(org, scope),
        "editable": bool(permissions.can_administer(scope, org)),
    }
    return render(request, "organizzazioni/organizzazione.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organizzazione_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change address, contacts, policy."""
    org, scope, now = administered_organizzazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_administer(scope, org))
    form = OrganizzazioneForm(request.POST or None, initial=_initial(org))
    if form.is_valid():
        data, expected = form.to_dati(), form.cleaned_data["impronta"]
        if attempt(
            form, lambda: update_organizzazione(org, data, expected=expected, by=scope, now=now)
        ):
            messages.success(request, _("Dati salvati: i nuovi moduli li usano da adesso."))
            return redirect("organizzazione", org.pk)
    return _form(request, org, form, _("Modifica i dati"), _("Salva"))


@require_http_methods(["GET", "HEAD", "POST"])
def sede_nuova(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a site."""
    org = administered_organizzazione(request, pk)
    return _sede(request, org, None, _("Aggiungi una sede"), _("Sede aggiunta."))


@require_http_methods(["GET", "HEAD", "POST"])
def sede_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a site, or correct its address."""
    sede = get_sede(request, pk)
    return _sede(request, sede.organizzazione, sede, _("Modifica la sede"), _("Sede modificata."))


@require_safe
def primi_passi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a new organisation does first, ticked from what is there."""
    org = administered_organizzazione(request, pk)
    require(permissions.can_administer(scope_of(request), org))
    steps = first_steps(org)
    done = sum(step["done"] for step in steps)
    context = {"org": org, "steps": steps, "done": done, "total": len(steps)}
    return render(request, "organizzazioni/primi_passi.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("lavora_per", rate="60/m", key="user")
def lavora_per(request: HttpRequest) -> HttpResponse:
    """Choose for which organisation to work in this session; empty: all of them."""
    scope = scope_of(request)
    if request.method != "POST":
        return render(request, "organizzazioni/lavora_per.html", {"places": _choices(request)})
    asked = request.POST.get("organizzazione", "")
    place = next((found for found in scope.workplaces if str(found.id) == asked), None)
    if asked and place is None:
        messages.error(request, _("Non lavori più per questa organizzazione: scegline un’altra."))
        return redirect("lavora_per")
    if scope.focused != place:
        scope.focus = place.id if place is not None else None
        request.session[FOCUS] = asked or None
        renew_key(request.session)
        record_focus(scope, clock.now())
    said = _("Ora lavori per «%(org)s».") % {"org": place.name} if place else ""
    messages.success(request, said or _("Ora lavori per tutte le tue organizzazioni."))
    return redirect("home")


def _choices(request: HttpRequest) -> list[dict[str, object]]:
    """All of them together, then each."""
    scope = scope_of(request)
    chosen = scope.focused
    every = {"value": "", "name": _("Tutte"), "role": "", "current": chosen is None}
    return [every] + [
        {
            "value": str(place.id),
            "name": place.name,
            "role": _role(scope, place),
            "current": place is chosen,
        }
        for place in scope.workplaces
    ]


def _role(scope: Scope, place: Workplace) -> str:
    """What the person is there, and by whose wish."""
    role = str(Ruolo(place.role).label)
    if place.id in scope.supported:
        return _("%(role)s, per assistenza") % {"role": role}
    return _("%(role)s, per delega") % {"role": role} if place.delegated else role


def _sede(
    request: HttpRequest, org: Organizzazione, sede: Sede | None, title: str, said: str
) -> HttpResponse:
    scope, now = scope_of(request), clock.now()
    require(permissions.can_administer(scope, org))
    names = SedeForm.base_fields
    initial = {name: getattr(sede, name) for name in names} if sede is not None else {}
    form = SedeForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _form(request, org, form, title, _("Salva"))
    data = form.cleaned_data
    if attempt(form, lambda: save_sede(org, data, sede=sede, by=scope, now=now)):
        messages.success(request, said)
        return redirect("organizzazione", org.pk)
    return _form(request, org, form, title, _("Salva"))


def _form(
    request: HttpRequest,
    org: Organizzazione,
    form: OrganizzazioneForm | SedeForm,
    title: str,
    do: str,
) -> HttpResponse:
    back = reverse("organizzazione", args=[org.pk])
    return show_form(request, form, title=title, submit=do, back=back, crumb=org.denominazione)


def _initial(org: Organizzazione) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(org, name) for name in FIELDS}
    return values | {"polizza": _POLICY[org.polizza_presente], "impronta": fingerprint(org)}
