"""Files of doctors: uploaded, looked at, confirmed once."""

from __future__ import annotations

import time
from typing import Any
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
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.profili import permissions
from utenti.profili.actions import imports
from utenti.profili.choices import TipoImportazione
from utenti.profili.forms.importazioni import CaricaForm, SceltaForm
from utenti.profili.lettura import COLUMNS
from utenti.profili.models import Importazione
from utenti.profili.page_models import elenco_csv
from utenti.profili.page_models.anteprima import outcome_rows, preview_page
from utenti.profili.views.scoping import get_importazione, hospitals
from utenti.profili.workflow import StatoImportazione

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@limit("profili.file", rate="20/h", key="user")
def profili_importa(request: HttpRequest) -> HttpResponse:
    """Upload a file of doctors to add."""
    return _upload(request, TipoImportazione.AGGIUNTA)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("profili.file", rate="20/h", key="user")
def profili_confronta(request: HttpRequest) -> HttpResponse:
    """Upload the full list, to compare it with the doctors of today."""
    return _upload(request, TipoImportazione.ELENCO)


@reads("profili.importazione")
@require_http_methods(["GET", "HEAD", "POST"])
def profili_importazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file would do, with the button that does it; afterwards, what it did."""
    row, scope, now = get_importazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_add(scope, row.organizzazione))
    if row.stato != StatoImportazione.DA_CONFERMARE or row.scade_at <= now:
        return render(request, "profili/esito.html", {"row": row, "rows": outcome_rows(row)})
    form = SceltaForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _confirmed(request, row, form):
        return redirect("profili_importazione", row.pk)
    plan = imports.preview(row, by=scope, today=scope.on)
    page = preview_page(row, plan) | {"form": form}
    return render(request, "profili/anteprima.html", page)


@reads("profili.importazione", kind=AccessKind.EXPORT)
@require_safe
@limit("esporta", rate="20/m", key="user", methods=("GET",))
def profili_importazione_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every row of a preview with what becomes of it, for a spreadsheet."""
    row, scope, now = get_importazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_add(scope, row.organizzazione))
    if row.stato != StatoImportazione.DA_CONFERMARE or row.scade_at <= now:
        return redirect("profili_importazione", row.pk)
    plan = imports.preview(row, by=scope, today=scope.on)
    return _file("".join(elenco_csv.as_csv(elenco_csv.preview_rows(plan))), "anteprima.csv")


@require_POST
def profili_importazione_annulla(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a preview away."""
    row, scope, now = get_importazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_manage(scope, row.organizzazione_id))
    done = imports.discard(row, by=scope, now=now)
    if done.stato == StatoImportazione.ANNULLATA:
        messages.success(request, _("File scartato: non è stato fatto niente."))
    return redirect("profili")


@require_safe
def profili_modello(request: HttpRequest) -> HttpResponse:
    """The file to fill in, with the right columns."""
    return _file("".join(elenco_csv.as_csv(elenco_csv.template_rows())), "modello-medici.csv")


@require_safe
def profili_modello_xlsx(request: HttpRequest) -> HttpResponse:
    """The same for Excel."""
    return _file(elenco_csv.template_xlsx(), "modello-medici.xlsx", XLSX)


def _upload(request: HttpRequest, tipo: str) -> HttpResponse:
    scope, now = scope_of(request), clock.now()
    places = hospitals(scope)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaricaForm(*sent, presidi=places)
    if form.is_valid():
        place, content = form.chosen(), form.content()
        row = attempt(
            form,
            lambda: imports.upload(content, organizzazione=place, tipo=tipo, by=scope, now=now),
        )
        if row:
            return redirect("profili_importazione", row.pk)
    context = {"form": form, "columns": COLUMNS, "full": tipo == TipoImportazione.ELENCO}
    return render(request, "profili/carica.html", context)


def _confirmed(request: HttpRequest, row: Importazione, form: SceltaForm) -> bool:
    scope, now, started = scope_of(request), clock.now(), time.perf_counter()
    done = attempt(
        form,
        lambda: imports.confirm(
            row,
            form.scelta(),
            impronta=form.cleaned_data["impronta"],
            by=scope,
            now=now,
        ),
    )
    if done is None:
        return False
    imports.note_time(done, int((time.perf_counter() - started) * 1000))
    messages.success(request, _("Fatto: ecco che cosa è cambiato."))
    return True


def _file(content: Any, name: str, content_type: str = "text/csv; charset=utf-8") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
