"""Rights used by asking: the request, its answer, the list of who must answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.errors import DataErased
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.personal import person_of
from utenti.riservatezza.actions.richieste import answer, ask, can_answer
from utenti.riservatezza.choices import StatoRichiesta
from utenti.riservatezza.forms.persona import DirittiForm, RispostaForm
from utenti.riservatezza.models import RichiestaInteressato
from utenti.riservatezza.page_models import persona as page_of
from utenti.riservatezza.views.scoping import administered, administers, or_404, user_of

_SHOWN = 100
_ROWS = ("utente", "organizzazione", "data_key", "risposta_by")


@require_http_methods(["GET", "HEAD", "POST"])
@limit("diritti", rate="10/h", key="user")
def diritti(request: HttpRequest) -> HttpResponse:
    """What one may ask, the form to ask it, and the requests sent."""
    user, now = user_of(request), clock.now()
    form = DirittiForm(request.POST or None, holders=page_of.holders(person_of(user)))
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("tipo", "testo", "request_key")}
        to = form.organizzazione_id()
        row = attempt(form, lambda: ask(user, organizzazione_id=to, now=now, **asked))
        if row is not None:
            messages.success(request, _("Richiesta inviata. La risposta arriva entro un mese."))
            return redirect("richiesta_interessato", row.pk)
    sent = _rows(RichiestaInteressato.objects.filter(utente=user))
    return render(request, "riservatezza/diritti.html", {"form": form, "rows": sent})


@reads("riservatezza.richiestainteressato")
@require_safe
def richiesta_interessato(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request, for who sent it and for who answers it."""
    row, answers = _get(request, pk)
    or_404(answers or row.utente_id == user_of(request).pk)
    pending = answers and row.stato == StatoRichiesta.INVIATA
    context = {"row": row, "line": page_of.request_row(row), "pending": pending}
    return render(request, "riservatezza/richiesta.html", context)


@reads("riservatezza.richiestainteressato")
@require_http_methods(["GET", "HEAD", "POST"])
def richiesta_rispondi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant or refuse a request, with words for the person."""
    row, answers = _get(request, pk)
    or_404(answers)
    form = RispostaForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("stato", "risposta")}
        scope, now = scope_of(request), clock.now()
        if attempt(form, lambda: answer(row, by=scope, now=now, **said)) is not None:
            messages.success(request, _("Risposta inviata: la persona la legge qui."))
            return redirect("richiesta_interessato", row.pk)
    context = {"row": row, "line": page_of.request_row(row), "form": form}
    return render(request, "riservatezza/rispondi.html", context)


def _get(request: HttpRequest, pk: UUID) -> tuple[RichiestaInteressato, bool]:
    """The request, and whether the user answers it. Raises DataErased once its words are gone."""
    row = get_object_or_404(RichiestaInteressato.objects.select_related(*_ROWS), pk=pk)
    answers = can_answer(scope_of(request), row)
    if row.testo is None and (answers or row.utente_id == user_of(request).pk):
        raise DataErased(row.utente.cancellato_at or row.created_at, _("Richiesta"))
    return row, answers


@require_safe
def richieste_interessati(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The requests sent to an organisation, those to be answered first."""
    place = administered(request, pk)
    rows = _rows(RichiestaInteressato.objects.filter(organizzazione=place))
    return render(request, "riservatezza/richieste.html", {"rows": rows, "name": str(place)})


@require_safe
def richieste_portale(request: HttpRequest) -> HttpResponse:
    """The requests sent to who runs the portal."""
    or_404(administers(scope_of(request), None))
    rows = _rows(RichiestaInteressato.objects.filter(organizzazione__isnull=True))
    name = _("Chi gestisce il portale")
    return render(request, "riservatezza/richieste.html", {"rows": rows, "name": name})


def _rows(rows: QuerySet[RichiestaInteressato]) -> list[page_of.Json]:
    ordered = rows.select_related("utente", "organizzazione").order_by("-created_at", "-id")
    found = [page_of.request_row(row) for row in ordered[:_SHOWN]]
    return sorted(found, key=lambda row: not row["open"])
