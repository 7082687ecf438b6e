"""The front page of who manages the doctors of a hospital, their list, their groups."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import AccessKind, reads
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.profili import permissions
from utenti.profili.actions.groups import create_gruppo, delete_gruppo, rename_gruppo
from utenti.profili.forms.gruppi import GruppoForm, RinominaForm
from utenti.profili.forms.medici import CercaForm
from utenti.profili.models import Gruppo, Importazione, ProfiloMedico
from utenti.profili.page_models import elenco_csv, medici
from utenti.profili.page_models.anteprima import past_imports
from utenti.profili.querysets import EXPIRING
from utenti.profili.views.scoping import get_gruppo, hospitals

_SESSION_KEY: Final = "profili.cerca"
_EXPORTED_MAX: Final = 20_000


@require_safe
def profili(request: HttpRequest) -> HttpResponse:
    """The numbers, the groups, the things one can do."""
    scope, now = scope_of(request), clock.now()
    groups = Gruppo.objects.visible_to(scope).select_related("organizzazione").counted(scope.on)
    places = hospitals(scope)
    imports = Importazione.objects.visible_to(scope).order_by("-created_at", "pk")[:5]
    counts = ProfiloMedico.objects.visible_to(scope).counts(scope.on)
    context = {
        "places": [str(place) for place in places],
        "groups": list(groups),
        "several": len(places) > 1,
        "counts": counts,
        "expiring": counts[EXPIRING],
        "imports": past_imports(list(imports), now),
    }
    return render(request, "profili/pannello.html", context)


@reads("profili.profilomedico", arg="")
@require_safe
def profili_medici(request: HttpRequest) -> HttpResponse:
    """Ricerca nel gruppo: the doctors by state and group, one page at a time."""
    scope = scope_of(request)
    choices = medici.Choices.read(request.GET)
    search = medici.Search.kept(request.session.get(_SESSION_KEY))
    rows, following = medici.page(scope, choices, search, scope.on)
    groups = Gruppo.objects.visible_to(scope).order_by("nome_ricerca", "pk")
    context = {
        "choices": choices,
        "rows": rows,
        "next_url": following,
        "first_url": choices.at() if choices.dopo else "",
        "tabs": medici.tabs(choices),
        "groups": [(group, choices.at(gruppo=group.pk)) for group in groups],
        "all_groups_url": choices.at(gruppo=None),
        "group": next((group for group in groups if group.pk == choices.gruppo), None),
        "search": search.label if search else "",
        "search_url": choices.at("profili_cerca"),
        "export_url": choices.at("profili_esporta"),
    }
    return render(request, "profili/medici.html", context)


@require_POST
@limit("ricerca", rate="60/m", key="user")
def profili_cerca(request: HttpRequest) -> HttpResponse:
    """Keep a search, or forget it when the box is empty: what is typed stands in no address."""
    form = CercaForm(request.POST)
    search = medici.Search.of(form.cleaned_data["testo"]) if form.is_valid() else None
    choices = medici.Choices.read(request.GET)
    if search is None:
        request.session.pop(_SESSION_KEY, None)
        return redirect(choices.at())
    request.session[_SESSION_KEY] = search.keep()
    return redirect(choices.at(stato=medici.ALL))


@reads("profili.profilomedico", arg="", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta", rate="20/m", key="user", methods=("GET",))
def profili_esporta(request: HttpRequest) -> HttpResponse:
    """The list in view as a file for a spreadsheet, in the columns of an import."""
    scope, now = scope_of(request), clock.now()
    choices = medici.Choices.read(request.GET)
    search = medici.Search.kept(request.session.get(_SESSION_KEY))
    rows = medici.found(scope, choices, search, scope.on).with_people()
    lines = elenco_csv.as_csv(elenco_csv.roster(islice(rows, _EXPORTED_MAX), scope.on))
    name = f"medici-{choices.stato}-{clock.local(now):%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def profili_gruppo_nuovo(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    scope, now = scope_of(request), clock.now()
    form = GruppoForm(request.POST or None, presidi=hospitals(scope))
    if form.is_valid():
        name = form.cleaned_data["nome"]
        group = attempt(form, lambda: create_gruppo(form.chosen(), name, by=scope, now=now))
        if group:
            messages.success(request, _("Gruppo creato. Ora puoi aggiungere i medici."))
            return redirect("profili")
    return _show(request, form, title=_("Nuovo gruppo"), submit=_("Crea il gruppo"))


@require_http_methods(["GET", "HEAD", "POST"])
def profili_gruppo_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a group another name."""
    gruppo, scope, now = get_gruppo(request, pk), scope_of(request), clock.now()
    require(permissions.can_manage(scope, gruppo.organizzazione_id))
    initial = {"nome": gruppo.nome, "version": gruppo.version}
    form = RinominaForm(request.POST or None, initial=initial)
    if form.is_valid():
        name, version = form.cleaned_data["nome"], form.cleaned_data["version"]
        if attempt(form, lambda: rename_gruppo(gruppo, name, expected=version, by=scope, now=now)):
            messages.success(request, _("Il gruppo ha il nuovo nome."))
            return redirect("profili")
    removable = None if gruppo.profili.exists() else gruppo
    return _show(
        request, form, title=_("Rinomina il gruppo"), submit=_("Rinomina"), removable=removable
    )


@require_POST
def profili_gruppo_togli(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away a group that never had doctors."""
    gruppo, scope, now = get_gruppo(request, pk), scope_of(request), clock.now()
    require(permissions.can_manage(scope, gruppo.organizzazione_id))
    try:
        delete_gruppo(gruppo, by=scope, now=now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("profili_gruppo_modifica", gruppo.pk)
    messages.success(request, _("Gruppo tolto."))
    return redirect("profili")


def _show(request: HttpRequest, form: Any, **page: Any) -> HttpResponse:
    context = {"text": "", "removable": None, "multipart": False, **page, "form": form}
    return render(request, "profili/modulo.html", context)
