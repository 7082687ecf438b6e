"""The pages of the reminders: what leaves when, for everybody and for one organisation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from denunce.promemoria import pagine
from denunce.promemoria.actions import Ripianificati, save_choices
from denunce.promemoria.forms import ScelteForm
from denunce.promemoria.models import Impostazioni
from denunce.promemoria.scelte import SOLITE
from portal.base import clock
from portal.base.acting import attempt
from portal.base.authz import Permission, require
from utenti.access import scope_of, workplaces_with
from utenti.models import Organizzazione


@require_safe
def promemoria(request: HttpRequest) -> HttpResponse:
    """What the portal reminds of, when and whom: for everybody, without logging in."""
    places = workplaces_with(scope_of(request), Permission.CASO_VIEW)
    return render(request, "promemoria/promemoria.html", pagine.public(places))


@require_safe
def promemoria_organizzazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same for one organisation, with what it chose."""
    organizzazione, chosen = _get(request, pk)
    can_edit = scope_of(request).can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk)
    context = pagine.of_organisation(organizzazione, chosen, can_edit=bool(can_edit))
    return render(request, "promemoria/organizzazione.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promemoria_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the hours, the mails and who else is told."""
    organizzazione, chosen = _get(request, pk)
    scope, now = scope_of(request), clock.now()
    require(scope.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk))
    form = ScelteForm(
        request.POST or None,
        scelte=chosen.scelte if chosen else SOLITE,
        version=chosen.version if chosen else 0,
        today=clock.today(),
    )
    if form.is_valid():
        scelte, expected = form.to_scelte(), form.cleaned_data["version"]
        moved = attempt(
            form,
            lambda: save_choices(organizzazione, scelte, expected=expected, by=scope, now=now),
        )
        if moved is not None:
            messages.success(request, _told(moved))
            return redirect("promemoria_organizzazione", organizzazione.pk)
    context = {"form": form, "organizzazione": organizzazione}
    return render(request, "promemoria/modifica.html", context)


def _get(request: HttpRequest, pk: UUID) -> tuple[Organizzazione, Impostazioni | None]:
    """An organisation on whose cases the user works: any other does not exist."""
    mine = scope_of(request).organizzazioni_with(Permission.CASO_VIEW)
    organizzazione = get_object_or_404(Organizzazione.objects.filter(pk__in=mine), pk=pk)
    rows = Impostazioni.objects.select_related("updated_by")
    return organizzazione, rows.filter(organizzazione=organizzazione).first()


def _told(moved: Ripianificati) -> str:
    if not moved.adempimenti:
        return _("Impostazioni salvate: valgono da adesso.")
    return ngettext(
        "Impostazioni salvate: ho spostato i promemoria di %(n)d adempimento aperto.",
        "Impostazioni salvate: ho spostato i promemoria di %(n)d adempimenti aperti.",
        moved.adempimenti,
    ) % {"n": moved.adempimenti}
