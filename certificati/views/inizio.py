"""Beginning a certificate: from nothing, from a known patient, from an earlier certificate."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificati.actions.bozze import Inizio, Partenza, start_certificato
from certificati.forms.certificato import Passo
from certificati.forms.inizio import COSA, CercaForm, InizioForm
from certificati.models import Certificato
from certificati.page_models.inizio import found_rows
from certificati.page_models.scrittura import address
from portal.base import clock
from portal.base.audit import reads
from portal.base.authz import Permission
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import Workplace, scope_of, workplaces_with
from utenti.models import Organizzazione

SHOWN_MAX = 20


@reads("certificati.certificato", arg="")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("ricerca", rate="60/m", key="user")
def certificato_comincia(request: HttpRequest) -> HttpResponse:
    """Choose what it is; look for a patient among one's own certificates, or start empty."""
    scope = scope_of(request)
    places = workplaces_with(scope, Permission.CERTIFICATO_ISSUE)
    form = CercaForm(request.POST or None, places=places)
    asked = request.method == "POST" and form.is_valid()
    said = form.cleaned_data if form.is_bound else {}
    cosa = said.get("cosa") or COSA[0][0]
    found: list[Certificato] = []
    if asked:
        genere = cosa.split(":")[0] if not cosa.endswith(":primo") else ""
        known = Certificato.objects.listed_for(scope).patients(said["testo"], genere)
        found = known[: SHOWN_MAX + 1]
    context = {
        "form": form,
        "asked": asked,
        "people": found_rows(found[:SHOWN_MAX], cosa),
        "too_many": len(found) > SHOWN_MAX,
        "kinds": [{"code": code, "label": label, "on": code == cosa} for code, label in COSA],
        "cosa": cosa,
        "places": _places(places, said.get("organizzazione") or str(scope.focus or "")),
        "request_key": uuid4(),
    }
    return render(request, "certificati/comincia.html", context)


@require_POST
@limit("certificato", rate="60/m", key="user")
def certificato_inizia(request: HttpRequest) -> HttpResponse:
    """Begin the draft that a button asked for; a second press finds the first's."""
    scope, form = scope_of(request), InizioForm(request.POST)
    places = workplaces_with(scope, Permission.CERTIFICATO_ISSUE)
    valid = form.is_valid()
    earlier = _earlier(request, form.cleaned_data.get("da")) if valid else None
    inizio = form.inizio(earlier) if valid else None
    if inizio is None:
        return _refused(request, _("Scegli che certificato è, poi riprova."))
    place = _place_of(inizio, form, places, scope.focus)
    if place is None:
        return _refused(request, _("Scegli in quale struttura lavori adesso, poi riprova."))
    try:
        begun = start_certificato(
            inizio,
            organizzazione=get_object_or_404(Organizzazione, pk=place),
            by=scope,
            now=clock.now(),
            request_key=form.cleaned_data["request_key"],
        )
    except ActionError as refusal:
        return _refused(request, refusal.message)
    return redirect(address(begun, _first_step(inizio)))


def _earlier(request: HttpRequest, pk: UUID | None) -> Certificato | None:
    """The doctor's own certificate to start from; anybody else's is a 404."""
    if pk is None:
        return None
    rows = Certificato.objects.visible_to(scope_of(request)).filter(cancellato_at__isnull=True)
    return get_object_or_404(rows.select_related("data_key", "precedente"), pk=pk)


def _place_of(
    inizio: Inizio, form: InizioForm, places: list[Workplace], focus: UUID | None
) -> UUID | None:
    """A certificate that takes another's place or goes on from it stays where that one is."""
    stays = inizio.partenza in (Partenza.SOSTITUISCE, Partenza.CONTINUA)
    if inizio.da is not None and stays and not form.cleaned_data["organizzazione"]:
        return inizio.da.organizzazione_id
    found = form.organizzazione_id(places, focus)
    return found or (inizio.da.organizzazione_id if inizio.da is not None else None)


def _first_step(inizio: Inizio) -> Passo:
    """Where there is something to write: of a known patient, the health data."""
    if inizio.da is None:
        return Passo.PERSONA
    replaces = inizio.partenza == Partenza.SOSTITUISCE
    return Passo.RIEPILOGO if replaces else Passo.SALUTE


def _places(places: list[Workplace], chosen: str) -> list[dict[str, object]]:
    if len(places) < 2:
        return []
    return [
        {"id": str(place.id), "name": place.name, "on": str(place.id) == chosen} for place in places
    ]


def _refused(request: HttpRequest, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect("certificato_comincia")
