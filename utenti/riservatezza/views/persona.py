"""A person and their own data: what there is, a copy of it, who saw it, the end of the account."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.personal import person_of
from utenti.riservatezza.actions import account
from utenti.riservatezza.actions.lavori import request_own_data
from utenti.riservatezza.choices import TipoLavoro
from utenti.riservatezza.forms.persona import CancellaAccountForm
from utenti.riservatezza.models import Lavoro
from utenti.riservatezza.page_models import persona as page_of
from utenti.riservatezza.page_models.accessi import Cursor
from utenti.riservatezza.views.scoping import user_of

_SHOWN = 10
REFRESH_SECONDS = "3"


@require_safe
def riservatezza(request: HttpRequest) -> HttpResponse:
    """Everything about privacy in one place, by what the reader may do."""
    return render(request, "riservatezza/inizio.html", page_of.hub(scope_of(request)))


@require_safe
def miei_dati(request: HttpRequest) -> HttpResponse:
    """What the portal holds about the reader, and the copies asked for."""
    copies = Lavoro.objects.filter(chiesto_by=user_of(request), tipo=TipoLavoro.DATI_PERSONA)
    rows = copies.select_related("chiesto_by").order_by("-created_at", "-id")[:_SHOWN]
    page = page_of.own_data(rows)
    response = render(request, "riservatezza/miei_dati.html", page)
    if page["running"]:
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@require_POST
@limit("copia_dati", rate="6/h", key="user")
def miei_dati_prepara(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, made in the background."""
    request_own_data(user_of(request), now=clock.now())
    messages.success(request, _("Stiamo preparando la copia: la trovi qui tra poco."))
    return redirect("miei_dati")


@require_safe
def chi_ha_visto(request: HttpRequest) -> HttpResponse:
    """Who looked at what is about the reader."""
    user = user_of(request)
    page = page_of.who_saw(person_of(user), Cursor.read(request.GET.get("da", "")))
    page["verified"] = user.identita_verificata_at is not None
    return render(request, "riservatezza/chi_ha_visto.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("account_cancella", rate="10/h", key="user")
def account_cancella(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, unless others depend on it: then the reasons."""
    user, now = user_of(request), clock.now()
    form = CancellaAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        raise_if_reauthentication_required(request, app="account")  # a screen left open is not yes
        proof = attempt(form, lambda: account.erase_account(user, now=now))
        if proof is not None:
            logout(request)
            said = {"code": str(proof.pk), "hash": proof.impronta}
            return render(request, "riservatezza/account_cancellato.html", said)
    context = {"form": form, "reasons": account.reasons_against(user, now)}
    return render(request, "riservatezza/account_cancella.html", context)
