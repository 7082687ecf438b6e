"""InailRisponde: write to the office, follow the conversation, answer it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock, files
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import Permission, require
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions.messaggi import send_message
from utenti.credenziali.actions.risposte import close_messaggio, write_turn
from utenti.credenziali.forms.messaggi import REFRESH, MessaggioForm, TurnoForm
from utenti.credenziali.models import AllegatoMessaggio, Messaggio
from utenti.credenziali.page_models.messaggi import office_rows, sent_rows, thread_page
from utenti.credenziali.permissions import messaggi as permissions

LISTED_MAX = 50


def get_messaggio(request: HttpRequest, pk: UUID) -> Messaggio:
    """A message of the person's own, or one that the office answers: any other is a 404."""
    rows = Messaggio.objects.visible_to(scope_of(request))
    return get_object_or_404(rows.select_related("mittente", "data_key", "richiesta"), pk=pk)


@reads("credenziali.messaggio", arg="")
@require_safe
def messaggi(request: HttpRequest) -> HttpResponse:
    """The messages that the person sent, newest first, each with its state."""
    scope = scope_of(request)
    mine = Messaggio.objects.owned_by(scope.user).order_by("-created_at", "-pk")
    page = {
        "rows": sent_rows(mine[:LISTED_MAX]),
        "office": scope.has(Permission.RICHIESTA_REVIEW),
    }
    return render(request, "inailrisponde/messaggi.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("messaggio", rate="10/10m", key="user")
def messaggio_nuovo(request: HttpRequest) -> HttpResponse:
    """Write to the office; without scripts a button shows the choices under a category."""
    user, now = scope_of(request).actor, clock.now()
    if REFRESH in request.POST:
        typed = {name: value for name, value in request.POST.items() if name != REFRESH}
        form = MessaggioForm(initial=typed)
        return render(request, "inailrisponde/nuovo.html", {"form": form})
    initial = {"indirizzo_risposte": user.email}
    form = MessaggioForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        data, key = form.to_dati(), form.cleaned_data["request_key"]
        sent = attempt(
            form,
            lambda: send_message(data, files=form.uploads(), by=user, now=now, request_key=key),
        )
        if sent is not None:
            messages.success(request, _("Messaggio inviato. Ti avvisiamo quando c’è la risposta."))
            return redirect("messaggio", sent.pk)
    return render(request, "inailrisponde/nuovo.html", {"form": form})


@reads("credenziali.messaggio")
@require_safe
def messaggio(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The conversation, for who began it and for the office."""
    found, scope = get_messaggio(request, pk), scope_of(request)
    page = thread_page(found, scope) | {"form": TurnoForm()}
    return render(request, "inailrisponde/messaggio.html", page)


@reads("credenziali.messaggio")
@require_POST
@limit("risposta", rate="30/10m", key="user")
def messaggio_rispondi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the next turn, as who asked or as the office."""
    found, scope, now = get_messaggio(request, pk), scope_of(request), clock.now()
    require(permissions.can_write(scope, found))
    form = TurnoForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["testo"]
        if attempt(form, lambda: write_turn(found, words, by=scope, now=now)):
            messages.success(request, _("Testo inviato."))
            return redirect("messaggio", found.pk)
    page = thread_page(found, scope) | {"form": form}
    return render(request, "inailrisponde/messaggio.html", page)


@reads("credenziali.messaggio")
@require_http_methods(["GET", "HEAD", "POST"])
def messaggio_chiudi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then end the conversation."""
    found, scope = get_messaggio(request, pk), scope_of(request)
    require(permissions.can_close(scope, found))
    if request.method == "POST":
        close_messaggio(found, by=scope, now=clock.now())
        messages.success(request, _("Conversazione chiusa."))
        mine = permissions.is_sender(scope, found)
        return redirect("messaggi" if mine else "messaggi_ufficio")
    return render(request, "inailrisponde/chiudi.html", {"messaggio": found})


@reads("credenziali.allegatomessaggio", kind="download")
@require_safe
def messaggio_allegato(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file of a message, for its two sides."""
    rows = AllegatoMessaggio.objects.visible_to(scope_of(request))
    found = get_object_or_404(rows.select_related("file__data_key"), pk=pk)
    try:
        return files.response(found.file)
    except files.FileUnavailable as error:
        messages.error(request, str(error))
        return redirect("messaggio", found.messaggio_id)


@reads("credenziali.messaggio", arg="")
@require_safe
def messaggi_ufficio(request: HttpRequest) -> HttpResponse:
    """What the office has to answer, the oldest first."""
    waiting = Messaggio.objects.waiting(scope_of(request)).select_related("mittente")
    rows = office_rows(waiting[: LISTED_MAX + 1], clock.now())
    page = {"rows": rows[:LISTED_MAX], "more": len(rows) > LISTED_MAX}
    return render(request, "inailrisponde/ufficio.html", page)
