"""After a dispatch: its answer, a rectification, the receipt, a record made by mistake."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from denunce import permissions
from denunce.actions.dispatch import record_outcome
from denunce.actions.rettifiche import attach_receipt, rectify_dispatch, undo_dispatch
from denunce.forms.canali import channels_of
from denunce.forms.esito import AnnullaInvioForm, EsitoForm, RettificaForm, RicevutaForm
from denunce.page_models import invii as page_of
from denunce.page_models.azioni import action_page
from denunce.views.scoping import get_adempimento, get_invio
from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of

PAGE = "denunce/azione.html"


@reads("denunce.adempimento")
@require_http_methods(["GET", "HEAD", "POST"])
def esito_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What INAIL, the insurer or the authority answered to the dispatch."""
    duty, scope, now = get_adempimento(request, pk), scope_of(request), clock.now()
    require(permissions.can_record_dispatch(scope, duty))
    form = EsitoForm(request.POST or None, now=now, initial={"esito_at": now})
    if form.is_valid():
        names = ("esito_at", "numero_inail", "motivo")
        answer = {name: form.cleaned_data[name] for name in names} | {"accepted": form.accepted}
        if attempt(form, lambda: record_outcome(duty, **answer, by=scope, now=now)):
            messages.success(request, page_of.answered(accepted=form.accepted))
            return redirect("caso", duty.caso_id)
    page = action_page(
        duty.caso,
        form,
        heading=_("Registra l’esito"),
        submit=_("Registra l’esito"),
        text=_("Con un esito negativo l’obbligo è di nuovo aperto e i promemoria ripartono."),
        facts=page_of.facts(duty, page_of.last_of(duty)),
        facts_title=_("L’invio"),
    )
    return render(request, PAGE, page)


@reads("denunce.invio")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("caricamento", rate="20/m", key="user")
def invio_rettifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A dispatch that corrects this one."""
    invio, scope, now = get_invio(request, pk), scope_of(request), clock.now()
    require(permissions.can_record_dispatch(scope, invio.adempimento))
    channels = channels_of(invio.adempimento)
    form = RettificaForm(request.POST or None, request.FILES or None, now=now, canali=channels)
    if form.is_valid():
        data, key = form.to_dati(), form.cleaned_data["request_key"]
        if attempt(form, lambda: rectify_dispatch(invio, data, request_key=key, by=scope, now=now)):
            messages.success(request, _("Rettifica registrata: ora aspetta il suo esito."))
            return redirect("caso", invio.adempimento.caso_id)
    page = page_of.page(
        invio,
        form,
        heading=_("Registra una rettifica"),
        text=_(
            "La rettifica la invii tu, con il canale ufficiale: qui registri che l’hai già inviata."
        ),
        multipart=True,
    )
    return render(request, PAGE, page)


@reads("denunce.invio")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("caricamento", rate="20/m", key="user")
def invio_ricevuta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt of a dispatch recorded without one."""
    invio, scope, now = get_invio(request, pk), scope_of(request), clock.now()
    require(permissions.can_record_dispatch(scope, invio.adempimento))
    form = RicevutaForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content, name = form.contenuto()
        if attempt(form, lambda: attach_receipt(invio, content, name, by=scope, now=now)):
            messages.success(request, _("Ricevuta aggiunta al fascicolo."))
            return redirect("caso", invio.adempimento.caso_id)
    page = page_of.page(invio, form, heading=_("Aggiungi la ricevuta"), multipart=True)
    return render(request, PAGE, page)


@reads("denunce.invio")
@require_http_methods(["GET", "HEAD", "POST"])
def invio_annulla(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a dispatch recorded by mistake."""
    invio, scope, now = get_invio(request, pk), scope_of(request), clock.now()
    require(permissions.can_record_dispatch(scope, invio.adempimento))
    form = AnnullaInvioForm(request.POST or None)
    if form.is_valid():
        motivo = form.cleaned_data["motivo"]
        if attempt(form, lambda: undo_dispatch(invio, motivo=motivo, by=scope, now=now)):
            messages.success(request, _("L’invio non vale più. Controlla che cosa è da fare."))
            return redirect("caso", invio.adempimento.caso_id)
    page = page_of.page(
        invio,
        form,
        heading=_("L’invio era registrato per errore"),
        submit=_("Annulla la registrazione"),
        text=_(
            "L’obbligo torna com’era prima, con i suoi promemoria. La registrazione resta nella "
            "storia del caso con il motivo. Se invece l’invio c’è stato ed è stato respinto, "
            "registra l’esito."
        ),
    )
    return render(request, PAGE, page)
