"""The files of a request: bring them, look at them, take them away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock, files
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.pdf_pages import NoPicture, page_png
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions.allegati import attach, remove
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.forms.invio import AllegatiForm
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.page_models.file import file_rows, signed_is_stale
from utenti.credenziali.page_models.passi import frame
from utenti.credenziali.passi import Passo
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.views.mie import get_allegato, get_richiesta, read


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("richiesta_allegati", rate="30/m", key="user")
def richiesta_allegati(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files, each taken or refused on its own: a bad one loses nothing of the others."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    if not found.editable and request.method != "POST":
        return redirect("richiesta", found.pk)
    require(permissions.can_edit(scope, found))
    form = AllegatiForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        uploads = form.uploads()
        taken = sum(_take(request, found, form, tipo, upload) for tipo, upload in uploads)
        if not form.errors:
            _say(request, taken)
            return redirect("richiesta_allegati", found.pk)
        found = get_richiesta(request, pk)
    reading = read(request, found, now)
    rows = file_rows(found, reading.files)
    page = frame(reading, Passo.ALLEGATI) | {
        "form": form,
        "files": rows,
        "whole": not any(row["missing"] for row in rows),
        "stale": signed_is_stale(found, reading.files),
    }
    return render(request, "credenziali/allegati.html", page)


def _take(
    request: HttpRequest,
    found: RichiestaAbilitazione,
    form: AllegatiForm,
    tipo: str,
    upload: Upload,
) -> bool:
    scope, now = scope_of(request), clock.now()
    return attempt(form, lambda: attach(found, upload, tipo, by=scope, now=now)) is not None


def _say(request: HttpRequest, taken: int) -> None:
    if not taken:
        messages.info(request, _("Scegli almeno un file, poi premi «Carica»."))
        return
    said = ngettext("%(n)d file caricato.", "%(n)d file caricati.", taken) % {"n": taken}
    messages.success(request, said)


@reads("credenziali.allegatorichiesta")
@require_safe
@limit("allegato", rate="240/m", key="user", methods=("GET",))
def allegato_anteprima(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is in a file: the picture itself, or the first page of a PDF as one."""
    found = get_allegato(request, pk)
    try:
        if found.file.content_type != files.Kind.PDF.content_type:
            return files.response(found.file, inline=True)
        picture = page_png(files.read(found.file), 1)
    except (files.FileUnavailable, NoPicture):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers=files.SAFE_HEADERS)


@reads("credenziali.allegatorichiesta", kind="download")
@require_safe
def allegato_scarica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file itself."""
    found = get_allegato(request, pk)
    try:
        return files.response(found.file)
    except files.FileUnavailable as error:
        messages.error(request, str(error))
        return redirect("richiesta", found.richiesta_id)


@reads("credenziali.allegatorichiesta")
@require_http_methods(["GET", "HEAD", "POST"])
def allegato_rimuovi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then delete the file for good."""
    found, scope = get_allegato(request, pk), scope_of(request)
    require(permissions.can_edit(scope, found.richiesta))
    if request.method == "POST":
        remove(found, by=scope, now=clock.now())
        messages.success(request, _("File cancellato."))
        return redirect("richiesta_allegati", found.richiesta_id)
    return render(request, "credenziali/rimuovi.html", {"allegato": found})
