"""The references of certificates: registered in two steps, the verdict shown before saving."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from denunce import permissions
from denunce.actions.certificati import (
    already_sent,
    correct_certificato,
    preview,
    receive_certificato,
    withdraw_certificato,
)
from denunce.choices import Categoria, TipoEvento
from denunce.forms.certificato import CertificatoForm, CorrezioneForm
from denunce.forms.prognosi import PrognosiForm
from denunce.forms.ritiro import RitiroForm
from denunce.models import Caso, RiferimentoCertificato
from denunce.page_models.certificato import (
    correction_initial,
    preview_page,
    usual_tipo,
    withdrawal_page,
)
from denunce.page_models.prognosi import counted
from denunce.page_models.rows import who
from denunce.views.scoping import get_caso, get_riferimento
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import Scope, scope_of

# How the last references came in, offered for the next ones.
SESSION_KEY = "certificato_ricevuto_via"


@reads("denunce.caso")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Type the references, read what would follow, confirm."""
    caso, scope, now = get_caso(request, pk), scope_of(request), clock.now()
    require(permissions.can_edit_caso(scope, caso))
    initial = {
        "version": caso.version,
        "received_via": str(request.session.get(SESSION_KEY, "")),
    }
    form = CertificatoForm(
        request.POST or None, initial=initial, tipo=usual_tipo(caso), **_about(caso, now)
    )
    if step := _first_step(request, form, caso, scope, now):
        return step
    if _confirmed(request, form):
        data, version = form.to_dati(), form.cleaned_data["version"]
        if attempt(
            form, lambda: receive_certificato(caso, data, expected=version, by=scope, now=now)
        ):
            request.session[SESSION_KEY] = data.received_via
            messages.success(request, _("Certificato registrato. Ecco che cosa è dovuto."))
            return redirect("caso", caso.pk)
    return render(request, "denunce/certificato_form.html", _context(form, caso))


@reads("denunce.riferimentocertificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_correggi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A certificate typed wrong: say what it really says, read what would follow, confirm."""
    old, scope, now = get_riferimento(request, pk), scope_of(request), clock.now()
    caso = old.caso
    require(permissions.can_edit_caso(scope, caso))
    if old.corretto_at is not None:
        messages.info(request, _("Questa registrazione è già stata corretta: ecco il caso."))
        return redirect("caso", caso.pk)
    form = CorrezioneForm(
        request.POST or None, initial=correction_initial(old), **_about(caso, now)
    )
    if step := _first_step(request, form, caso, scope, now, old):
        return step
    if _confirmed(request, form):
        data, said = form.to_dati(), form.cleaned_data
        how: dict[str, Any] = {"motivo": said["motivo"], "expected": said["version"]}
        if attempt(form, lambda: correct_certificato(old, data, **how, by=scope, now=now)):
            messages.success(request, _("Certificato corretto. I termini sono stati ricalcolati."))
            return redirect("caso", caso.pk)
    return render(request, "denunce/certificato_form.html", _context(form, caso, old))


def _first_step(
    request: HttpRequest,
    form: CertificatoForm,
    caso: Caso,
    scope: Scope,
    now: datetime,
    old: RiferimentoCertificato | None = None,
) -> HttpResponse | None:
    """The page with the verdict, when the form was sent for the first time and nothing is wrong."""
    if {"modifica", "conferma"} & set(request.POST) or not form.is_valid():
        return None
    data = form.to_dati()
    decision = attempt(form, lambda: preview(caso, data, by=scope, now=now, instead_of=old))
    if decision is None:
        return None
    context = _context(form, caso, old) | preview_page(decision, form, caso, now, instead_of=old)
    return render(request, "denunce/certificato_conferma.html", context)


def _confirmed(request: HttpRequest, form: CertificatoForm) -> bool:
    """Whether the verdict was read and the button pressed."""
    return "conferma" in request.POST and "modifica" not in request.POST and form.is_valid()


def _context(
    form: CertificatoForm, caso: Caso, old: RiferimentoCertificato | None = None
) -> dict[str, Any]:
    return {"form": form, "caso": caso, "person": who(caso.lavoratore), "correcting": old}


def _about(caso: Caso, now: datetime) -> dict[str, Any]:
    """What the form must know of the case."""
    return {
        "now": now,
        "marittimo": caso.lavoratore.categoria == Categoria.MARITTIMO,
        "avvenuto_at": caso.evento.avvenuto_at,
        "malattia": caso.evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE,
    }


@reads("denunce.caso")
@require_POST
@limit("conteggio", rate="120/m", key="user")
def certificato_giorni(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The days of a prognosis counted aloud while it is typed; nothing is stored."""
    caso, scope = get_caso(request, pk), scope_of(request)
    require(permissions.can_edit_caso(scope, caso))
    form = PrognosiForm(request.POST)
    text = counted(caso.evento, **form.cleaned_data) if form.is_valid() else ""
    return JsonResponse({"testo": text})


@reads("denunce.riferimentocertificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_ritira(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a certificate was withdrawn; the terms are worked out again."""
    riferimento, scope, now = get_riferimento(request, pk), scope_of(request), clock.now()
    caso = riferimento.caso
    require(permissions.can_edit_caso(scope, caso))
    sent = already_sent(caso)
    form = RitiroForm(request.POST or None, now=now, sent=bool(sent))
    if form.is_valid():
        said = form.cleaned_data
        how = {"annullato_at": said["annullato_at"], "confirmed": said.get("confermo", False)}
        if attempt(form, lambda: withdraw_certificato(riferimento, **how, by=scope, now=now)):
            messages.success(request, _("Ritiro annotato. I termini sono stati ricalcolati."))
            return redirect("caso", caso.pk)
    context = {"form": form, "caso": caso, "person": who(caso.lavoratore)}
    context |= withdrawal_page(riferimento, sent)
    return render(request, "denunce/certificato_ritira.html", context)
