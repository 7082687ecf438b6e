"""The life of a case: note, attach, assign, close, open again, put away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from denunce import permissions
from denunce.actions.casi import archive_caso, close_caso, reopen_caso
from denunce.actions.fascicolo import add_nota, attach_file
from denunce.actions.persone_dei_casi import assign_caso
from denunce.forms.vita import AllegatoForm, AssegnaForm, ChiudiForm, ConfermaForm, NotaForm
from denunce.models import Caso
from denunce.page_models.case_page import case_page
from denunce.page_models.rows import who
from denunce.page_models.vita import still_owed
from denunce.views.scoping import get_caso
from denunce.workflow import CASO
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import Permission, require
from portal.base.ratelimit import limit
from utenti.access import Scope, colleagues, scope_of

Move = Callable[..., Caso]


@reads("denunce.caso")
@require_POST
@limit("nota", rate="30/m", key="user")
def nota_nuova(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note from the page of the case, which keeps one that is refused."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_write_nota(scope, caso))
    form = NotaForm(request.POST)
    if form.is_valid():
        text, key = form.cleaned_data["testo"], form.cleaned_data["request_key"]
        if attempt(form, lambda: add_nota(caso, text, request_key=key, by=scope, now=now)):
            messages.success(request, _("Nota aggiunta."))
            return redirect("caso", caso.pk)
    page = case_page(caso, scope, now)
    page["life"]["note_form"] = form
    return render(request, "denunce/caso.html", page)


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("caricamento", rate="20/m", key="user")
def allegato_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a file to the fascicolo."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    form = AllegatoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content, name = form.upload()
        title = form.cleaned_data["titolo"]
        if attempt(
            form, lambda: attach_file(caso, content, name=name, titolo=title, by=scope, now=now)
        ):
            messages.success(request, _("Allegato aggiunto al fascicolo."))
            return redirect("caso", caso.pk)
    page = {"title": _("Aggiungi un allegato"), "submit": _("Aggiungi"), "multipart": True}
    return _show(request, caso, form, **page)


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_assegna(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which colleague follows the case."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    people = colleagues(Permission.CASO_EDIT, caso.organizzazione_id, on=scope.on)
    initial = {"version": caso.version, "assegnato_a": str(caso.assegnato_a_id or "")}
    form = AssegnaForm(request.POST or None, colleghi=people, initial=initial)
    if form.is_valid():
        chosen, version = form.chosen(), form.cleaned_data["version"]
        if attempt(form, lambda: assign_caso(caso, chosen, expected=version, by=scope, now=now)):
            said = _("Il caso è assegnato a %(name)s.") % {"name": chosen} if chosen else ""
            messages.success(request, said or _("Il caso non è più assegnato a nessuno."))
            return redirect("caso", caso.pk)
    return _show(request, caso, form, title=_("Assegna il caso"), submit=_("Assegna"))


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_chiudi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the case with its outcome; what is still owed is listed, with where to record it."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_move_caso(scope, caso, "close"))
    if already := _already(request, caso, "close"):
        return already
    require(permissions.can_edit_caso(scope, caso))
    form = ChiudiForm(request.POST or None, initial={"version": caso.version})
    if form.is_valid():
        esito, version = form.cleaned_data["esito"], form.cleaned_data["version"]
        if attempt(
            form, lambda: close_caso(caso, esito=esito, expected=version, by=scope, now=now)
        ):
            messages.success(request, _("Caso chiuso. Se serve, lo puoi riaprire."))
            return redirect("caso", caso.pk)
    page = {"title": _("Chiudi il caso"), "submit": _("Chiudi il caso")}
    return _show(request, caso, form, owed=still_owed(caso, now), **page)


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_riapri(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again."""
    return _move(
        request,
        get_caso(request, pk),
        ("reopen", reopen_caso),
        title=_("Riapri il caso"),
        submit=_("Riapri il caso"),
        text=_("Il caso torna aperto: i termini vengono ricalcolati e i promemoria ripartono."),
        said=_("Caso riaperto. Ecco che cosa è dovuto."),
    )


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def caso_archivia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a closed case away for good."""
    return _move(
        request,
        get_caso(request, pk),
        ("archive", archive_caso),
        title=_("Archivia il caso"),
        submit=_("Archivia il caso"),
        text=_("Un caso archiviato si consulta soltanto: non si riapre più."),
        said=_("Caso archiviato."),
    )


def _move(request: HttpRequest, caso: Caso, move: tuple[str, Move], **page: Any) -> HttpResponse:
    """Ask, then change the state of the case."""
    (name, action), said = move, page.pop("said")
    scope, now = scope_of(request), clock.now()
    require(permissions.can_move_caso(scope, caso, name))
    if already := _already(request, caso, name):
        return already
    form = ConfermaForm(request.POST or None, initial={"version": caso.version})
    if form.is_valid() and _moved(form, action, caso, scope, now):
        messages.success(request, said)
        return redirect("caso", caso.pk)
    return _show(request, caso, form, **page)


def _already(request: HttpRequest, caso: Caso, name: str) -> HttpResponse | None:
    """Back to the case, when a first press or a colleague has moved it where this one would."""
    if request.method != "POST" or caso.stato != CASO[name].target:
        return None
    said = _("Era già fatto: il caso è %(state)s.")
    messages.info(request, said % {"state": caso.get_stato_display().lower()})
    return redirect("caso", caso.pk)


def _moved(
    form: ConfermaForm, action: Move, caso: Caso, scope: Scope, now: datetime
) -> Caso | None:
    expected = form.cleaned_data["version"]
    return attempt(form, lambda: action(caso, expected=expected, by=scope, now=now))


def _show(request: HttpRequest, caso: Caso, form: Any, **page: Any) -> HttpResponse:
    context = {"text": "", "owed": [], "multipart": False, **page}
    context |= {"form": form, "caso": caso, "person": who(caso.lavoratore)}
    return render(request, "denunce/vita_form.html", context)
