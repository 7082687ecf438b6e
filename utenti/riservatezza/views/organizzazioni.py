"""A whole organisation: the copy of its data, its removal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock, files
from portal.base.acting import attempt
from portal.base.audit import AccessKind, reads
from portal.base.authz import Permission, deny, require
from portal.base.files import produced
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.models import Organizzazione
from utenti.riservatezza.actions import lavori, rimozione
from utenti.riservatezza.choices import StatoLavoro, TipoLavoro
from utenti.riservatezza.forms.organizzazione import RimuoviForm
from utenti.riservatezza.models import Lavoro
from utenti.riservatezza.page_models import organizzazioni as page_of
from utenti.riservatezza.views.scoping import looked_after, or_404, user_of

REFRESH_SECONDS = "3"


@require_safe
def organizzazione_dati(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The copies of an organisation, and for the platform what comes next."""
    place, scope = looked_after(request, pk), scope_of(request)
    page = page_of.one(place, platform=scope.has(Permission.PIATTAFORMA_ADMIN))
    response = render(request, "riservatezza/organizzazione.html", page)
    if page["running"]:
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@require_POST
@limit("copia_organizzazione", rate="6/h", key="user")
def organizzazione_esporta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a copy of everything, made in the background."""
    place = looked_after(request, pk)
    lavori.request_organisation(place, by=scope_of(request), now=clock.now())
    messages.success(request, _("Stiamo preparando l’esportazione: la trovi qui tra poco."))
    return redirect("organizzazione_dati", place.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def organizzazione_rimuovi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase everything of a closed organisation, in the background, with one proof."""
    place, scope, now = looked_after(request, pk), scope_of(request), clock.now()
    form = RimuoviForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("base", "atto")}
        phrase = form.cleaned_data["frase"]
        work = attempt(
            form,
            lambda: rimozione.request_removal(place, phrase=phrase, by=scope, now=now, **said),
        )
        if work is not None:
            messages.success(request, _("Rimozione avviata: qui ne vedi l’avanzamento."))
            return redirect("organizzazione_dati", place.pk)
    context = {"form": form, **page_of.removal(place)}
    return render(request, "riservatezza/rimuovi.html", context)


@reads("riservatezza.lavoro", kind=AccessKind.DOWNLOAD)
@require_safe
def lavoro_scarica(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A copy, to who may have it, while it is kept."""
    row = get_object_or_404(
        Lavoro.objects.select_related("file__data_key", "organizzazione"), pk=pk
    )
    back = _may_have(request, row)
    if row.file is None or row.stato != StatoLavoro.PRONTO:
        return redirect(*back)
    try:
        content = produced.stream(row.file)
    except files.FileUnavailable:
        messages.error(request, _("La copia non c’è più: chiedine un’altra."))
        return redirect(*back)
    name = content_disposition_header(True, row.file.original_name or "dati.zip")
    headers = {**files.SAFE_HEADERS, "Content-Disposition": name or "attachment"}
    return StreamingHttpResponse(content, content_type=produced.ZIP, headers=headers)


def _may_have(request: HttpRequest, row: Lavoro) -> tuple[str, ...]:
    """Where its page is. A copy of one's own is of who asked for it; that of an organisation, of
    who administers it, and of the platform only once it is closed: it holds health data."""
    scope = scope_of(request)
    if row.organizzazione is None or row.tipo == TipoLavoro.DATI_PERSONA:
        or_404(row.chiesto_by_id == user_of(request).pk)
        return ("miei_dati",)
    place: Organizzazione = row.organizzazione
    request.read_organizzazione_id = place.pk  # type: ignore[attr-defined]
    own = bool(scope.can(Permission.ORGANIZZAZIONE_ADMIN, place.pk))
    platform = scope.has(Permission.PIATTAFORMA_ADMIN)
    or_404(own or platform)
    if not own and place.chiusa_at is None:
        require(deny(_("La scarica chi amministra l’organizzazione: contiene dati sulla salute.")))
    return ("organizzazione_dati", str(place.pk))
