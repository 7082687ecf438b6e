"""One request: follow it, take it back, ask again with the same data."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from utenti.access import scope_of
from utenti.credenziali.actions.invio import withdraw
from utenti.credenziali.actions.richieste import start_richiesta
from utenti.credenziali.forms.invio import RitiraForm
from utenti.credenziali.page_models.richiesta import richiesta_page
from utenti.credenziali.permissions import richiedente as permissions
from utenti.credenziali.views.mie import get_richiesta, read


@reads("credenziali.richiestaabilitazione")
@require_safe
def richiesta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The state of a request, whose turn it is, its history."""
    found, now = get_richiesta(request, pk), clock.now()
    page = richiesta_page(read(request, found, now))
    return render(request, "credenziali/richiesta.html", page)


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
def richiesta_ritira(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then take the request back."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    decision = permissions.can_withdraw(scope, found)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("richiesta", found.pk)
    form = RitiraForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if attempt(form, lambda: withdraw(found, expected=version, by=scope, now=now)):
            messages.success(request, _("Richiesta ritirata."))
            return redirect("richiesta", found.pk)
        found = get_richiesta(request, pk)
    return render(request, "credenziali/ritira.html", {"richiesta": found, "form": form})


@require_POST
def richiesta_copia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new request with the data of one that was refused or withdrawn, without its files."""
    found, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    decision = permissions.can_copy(scope, found)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("richiesta", found.pk)
    started = start_richiesta(found.profilo, by=scope, now=now, da=found)
    if started.created_at == now:
        messages.success(
            request, _("Abbiamo copiato i dati, non i file: controllali e carica file nuovi.")
        )
        return redirect("richiesta_passo", started.pk, "persona")
    return redirect("richiesta", started.pk)
