"""What the doctor does with an issued certificate: annul it, note its transmission."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificati import permissions
from certificati.actions.vita import annul_certificato, record_transmission
from certificati.forms.vita import OTHER, AnnullaForm, TrasmessoForm
from certificati.models import Certificato
from certificati.page_models.orologio import clock_of
from certificati.views.scoping import get_certificato
from certificati.workflow import allows
from portal.base import clock, wording
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from utenti.access import scope_of


@reads("certificati.certificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_annulla(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Annul it, saying why and knowing what follows; a second press finds it done."""
    certificato, scope, now = get_certificato(request, pk), scope_of(request), clock.now()
    require(permissions.can_view(scope, certificato))
    if not allows("annul", certificato.stato) or certificato.cancellato_at is not None:
        return _nothing_to_annul(request, certificato)
    form = AnnullaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: annul_certificato(
                certificato, motivo=said["motivo"], nota=said["nota"], by=scope, now=now
            ),
        )
        if done:
            messages.success(request, _("Certificato annullato. Chi aveva i riferimenti lo saprà."))
            return redirect("certificato_medico", certificato.pk)
    context = {"form": form, "certificato": certificato}
    return render(request, "certificati/annulla.html", context)


@reads("certificati.certificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_trasmesso(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note when it was transmitted to INAIL, or correct it."""
    certificato, scope, now = get_certificato(request, pk), scope_of(request), clock.now()
    require(permissions.can_view(scope, certificato))
    if not certificato.is_issued or certificato.cancellato_at is not None:
        return redirect("certificato_medico", certificato.pk)
    form = TrasmessoForm(
        request.POST if request.method == "POST" else None, now=now, initial=_told(certificato)
    )
    if form.is_valid():
        at = form.instant()
        done = attempt(
            form,
            lambda: record_transmission(certificato, trasmesso_at=at, by=scope, now=now),
        )
        if done:
            _say(request, done, now)
            return redirect("certificato_medico", certificato.pk)
    context = {"form": form, "certificato": certificato, "clock": clock_of(certificato, now)}
    return render(request, "certificati/trasmesso.html", context)


def _nothing_to_annul(request: HttpRequest, certificato: Certificato) -> HttpResponse:
    if certificato.is_issued:
        messages.info(request, _("Questo certificato non è già più valido: non c’è altro da fare."))
    else:
        messages.info(request, _("È ancora una bozza: si elimina, non si annulla."))
    return redirect("certificato_medico", certificato.pk)


def _told(certificato: Certificato) -> dict[str, object]:
    """What was noted before, to be corrected."""
    if certificato.trasmesso_at is None:
        return {}
    return {"quando": OTHER, "trasmesso_at": certificato.trasmesso_at}


def _say(request: HttpRequest, done: Certificato, now: datetime) -> None:
    late = (
        wording.delay(done.termine_at, done.trasmesso_at)
        if done.termine_at and done.trasmesso_at
        else ""
    )
    if late:
        messages.warning(
            request,
            _("Trasmissione registrata, %(late)s: annota il motivo nella tua documentazione.")
            % {"late": late},
        )
    else:
        messages.success(request, _("Trasmissione registrata."))
