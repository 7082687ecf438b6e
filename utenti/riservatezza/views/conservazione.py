"""What is kept and until when, what is due, and the proofs of what was erased."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock, personal
from portal.base.acting import attempt
from portal.base.personal import Rule
from utenti.access import scope_of
from utenti.riservatezza.actions import conservazione as actions
from utenti.riservatezza.actions.prove import fingerprint
from utenti.riservatezza.forms.organizzazione import ScartoForm, TermineForm
from utenti.riservatezza.models import ProvaCancellazione
from utenti.riservatezza.page_models import conservazione as page_of
from utenti.riservatezza.views.scoping import administered, administers, or_404


@require_safe
def conservazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The schedule, what is due, the proofs."""
    place = administered(request, pk)
    page = page_of.retention_page(place, clock.today())
    return render(request, "riservatezza/conservazione.html", page)


def _proposing(code: str) -> Rule:
    rule = personal.rule(code)
    if rule is None or not rule.proposes:
        raise Http404
    return rule


@require_http_methods(["GET", "HEAD", "POST"])
def conservazione_regola(request: HttpRequest, pk: UUID, regola: str) -> HttpResponse:
    """Choose, among what is due by one rule, what is erased now."""
    place, rule, now = administered(request, pk), _proposing(regola), clock.now()
    due = actions.proposals(place, rule, clock.today())
    form = ScartoForm(
        request.POST or None,
        due=page_of.due_choices(due),
        clearance=actions.needs_clearance(place),
    )
    if form.is_valid():
        ids, atto = [UUID(one) for one in form.cleaned_data["scelti"]], form.cleaned_data["atto"]
        scope = scope_of(request)
        gone = attempt(
            form, lambda: actions.confirm(place, rule, ids, atto=atto, by=scope, now=now)
        )
        if gone is not None:
            messages.success(request, _said(gone))
            return redirect("conservazione", place.pk)
    context = {"form": form, "rule": rule, "organizzazione": place, "some": bool(due)}
    return render(request, "riservatezza/scarto.html", context)


def _said(gone: int) -> str:
    text = ngettext(
        "Dati cancellati: la prova è qui sotto.",
        "Dati cancellati, %(n)d volte: le prove sono qui sotto.",
        gone,
    )
    return text % {"n": gone}


@require_http_methods(["GET", "HEAD", "POST"])
def conservazione_termine(request: HttpRequest, pk: UUID, regola: str) -> HttpResponse:
    """Keep for longer than the rule."""
    place, rule, scope, now = (
        administered(request, pk),
        _proposing(regola),
        scope_of(request),
        clock.now(),
    )
    years = actions.chosen_years(place.pk).get(rule.code, rule.years)
    form = TermineForm(request.POST or None, initial={"anni": years})
    if form.is_valid():
        anni = form.cleaned_data["anni"]
        kept = attempt(form, lambda: actions.choose_term(place, rule, anni, by=scope, now=now))
        if kept is not None:
            messages.success(request, _("Termine salvato: vale da adesso."))
            return redirect("conservazione", place.pk)
    context = {"form": form, "rule": rule, "organizzazione": place}
    return render(request, "riservatezza/termine.html", context)


@require_safe
def prova_cancellazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proof of an erasure, to be read or printed."""
    rows = ProvaCancellazione.objects.select_related("by", "organizzazione")
    row = get_object_or_404(rows, pk=pk)
    scope = scope_of(request)
    or_404(administers(scope, row.organizzazione_id) or administers(scope, None))
    page = page_of.proof_page(row, intact=fingerprint(row) == row.impronta)
    return render(request, "riservatezza/prova.html", page)
