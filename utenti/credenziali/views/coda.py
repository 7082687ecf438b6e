"""The queue: who waits, since when, and taking a request in hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali import coda
from utenti.credenziali.actions.presa import release, take, take_next
from utenti.credenziali.actions.ricerche import MAX_SAVED, delete_ricerca, save_ricerca
from utenti.credenziali.forms.esame import CercaForm, SalvaForm
from utenti.credenziali.models import RicercaSalvata
from utenti.credenziali.page_models.coda import address, context, count_words, rows_of
from utenti.credenziali.views.revisione import get_richiesta

SESSION_KEY = "revisione_cerca"


@reads("credenziali.richiestaabilitazione", arg="")
@require_safe
def revisione_coda(request: HttpRequest) -> HttpResponse:
    """One page of the queue, in a fixed number of queries."""
    now, me = clock.now(), scope_of(request).actor
    filtri = coda.Filtri.read(request.GET)
    search = coda.Search.kept(request.session.get(SESSION_KEY))
    page = coda.page(
        coda.narrowed(filtri, search, me, now),
        coda.Position.parse(request.GET.get("dopo", "")),
        coda.Position.parse(request.GET.get("prima", "")),
    )
    saved = me.ricerche_salvate.order_by("nome", "pk")[:MAX_SAVED]
    shown = context(filtri, search.label if search else "", list(saved), page)
    shown |= {
        "rows": rows_of(page, me.pk, now),
        "headline": count_words(coda.capped(coda.waiting(me))),
        "page_number": f"{coda.PAGE}",
    }
    return render(request, "revisione/coda.html", shown)


@require_POST
@limit("ricerca", rate="60/m", key="user")
def revisione_cerca(request: HttpRequest) -> HttpResponse:
    """Keep a search in the session, or forget it when the box is empty: nothing in the address."""
    form = CercaForm(request.POST)
    search = coda.Search.of(form.cleaned_data["testo"]) if form.is_valid() else None
    request.session.pop(SESSION_KEY, None)
    if search is not None:
        kept = {"kind": search.kind, "value": search.value, "label": search.label}
        request.session[SESSION_KEY] = kept
    return redirect("revisione_coda")


@require_POST
def revisione_prossima(request: HttpRequest) -> HttpResponse:
    """Take the oldest free request in hand and open it."""
    found = take_next(by=scope_of(request), now=clock.now())
    if found is None:
        messages.info(request, _("Non c’è nessuna richiesta libera: la coda è in buone mani."))
        return redirect("revisione_coda")
    return redirect("revisione_esame", found.pk)


@require_POST
def revisione_prendi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take this request in hand and open it; who was quicker is named on its page."""
    richiesta = get_richiesta(request, pk)
    try:
        take(richiesta, by=scope_of(request), now=clock.now())
    except ActionError as refusal:
        messages.warning(request, refusal.message)
    return redirect("revisione_esame", pk)


@require_POST
def revisione_rilascia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the request back in the queue."""
    richiesta = get_richiesta(request, pk)
    if release(richiesta, by=scope_of(request), now=clock.now()):
        messages.success(
            request, _("La richiesta %(codice)s è di nuovo in coda.") % {"codice": richiesta.codice}
        )
    return redirect("revisione_coda")


@require_POST
@limit("ricerca", rate="60/m", key="user")
def revisione_ricerca_salva(request: HttpRequest) -> HttpResponse:
    """Give the filters in use a name."""
    form, filtri = SalvaForm(request.POST), coda.Filtri.read(request.POST)
    now, by = clock.now(), scope_of(request)
    if form.is_valid():
        nome = form.cleaned_data["nome"]
        if attempt(form, lambda: save_ricerca(nome, filtri, by=by, now=now)):
            messages.success(request, _("Ricerca salvata: la trovi sopra l’elenco."))
    for problem in form.errors.values():
        messages.error(request, str(problem[0]))
    return redirect(address(filtri))


@require_POST
def revisione_ricerca_elimina(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget a saved search of one's own."""
    scope = scope_of(request)
    mine = RicercaSalvata.objects.filter(utente=scope.actor)
    delete_ricerca(get_object_or_404(mine, pk=pk), by=scope)
    messages.success(request, _("Ricerca eliminata."))
    return redirect("revisione_coda")
