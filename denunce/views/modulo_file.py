"""The data of an official form as a file: taken away, and brought back into a draft."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from denunce import permissions
from denunce.actions.moduli import declaration_of, save_modulo
from denunce.forms.importazione import READ, CaricaForm, Importazione
from denunce.forms.modulo import read_version
from denunce.moduli.exchange import as_file
from denunce.page_models.importazione import carica_page, file_name, preview_page
from denunce.views.scoping import get_modulo
from denunce.workflow import StatoModulo
from portal.base import clock, files
from portal.base.audit import AccessKind, reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import Scope, scope_of


@reads("denunce.modulo", kind=AccessKind.DOWNLOAD)
@require_safe
@limit("esporta", rate="20/m", key="user", methods=("GET",))
def modulo_dati(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The data as they are kept, as ``manage.py modulo`` reads them."""
    found = get_modulo(request, pk)
    require(permissions.can_read_documento(scope_of(request), found.caso))
    text = as_file(declaration_of(found), json.loads(found.dati))
    name = content_disposition_header(True, file_name(found)) or "attachment"
    headers = {**files.SAFE_HEADERS, "Content-Disposition": name}
    return HttpResponse(text, content_type="application/json", headers=headers)


@reads("denunce.modulo")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("caricamento", rate="20/m", key="user")
def modulo_carica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a file, say what is wrong in it or what it would change, then take it if confirmed."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    if found.stato != StatoModulo.BOZZA:
        messages.error(
            request, _("Il modulo è definitivo: i dati di un file entrano in una bozza.")
        )
        return redirect("modulo", found.pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaricaForm(*sent)
    content = _content(request, form)
    given = Importazione(found, content) if content is not None else None
    if given is None or not given.good:
        return render(request, "denunce/modulo_carica.html", carica_page(found, form, given))
    if READ in request.POST:
        return _confirmed(request, given, scope, now)
    return render(request, "denunce/modulo_anteprima_file.html", preview_page(given))


def _content(request: HttpRequest, form: CaricaForm) -> bytes | None:
    """The content of the file: just sent, or carried by the page that showed it."""
    if READ in request.POST:
        return str(request.POST[READ]).encode(errors="replace")
    return form.content() if form.is_valid() else None


def _confirmed(
    request: HttpRequest, given: Importazione, scope: Scope, now: datetime
) -> HttpResponse:
    """Save; a draft that changed meanwhile is compared once more, a second press finds it done."""
    found, expected = given.modulo, read_version(request.POST)
    try:
        if not given.same:
            event = "modulo.caricato"
            save_modulo(found, given.dati, expected=expected, by=scope, now=now, event=event)
    except VersionConflict as conflict:
        messages.error(request, str(conflict))
        again = Importazione(get_modulo(request, found.pk), given.text.encode())
        return render(request, "denunce/modulo_anteprima_file.html", preview_page(again))
    except ActionError as refusal:
        messages.error(request, refusal.message)
        return redirect("modulo", found.pk)
    messages.success(
        request, _("Dati del file caricati nella bozza. NON INVIATA: il portale non trasmette.")
    )
    return redirect("modulo", found.pk)
