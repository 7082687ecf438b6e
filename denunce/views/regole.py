"""The public pages of the rules."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from denunce.page_models import regole as pages
from denunce.scadenze import REGOLE, rules_version


@require_safe
def regole(request: HttpRequest) -> HttpResponse:
    """Every rule, and every dated entry of the tables, with source and confidence."""
    context = {"rules": pages.rules(), "tables": pages.tables(), "version": rules_version()}
    return render(request, "denunce/regole.html", context)


@require_safe
def regola(request: HttpRequest, codice: str) -> HttpResponse:
    """One rule with the tables it reads."""
    rule = REGOLE.get(codice)
    if rule is None:
        raise Http404
    context = {"rule": pages.rule_row(rule), "tables": pages.tables_of(codice)}
    return render(request, "denunce/regola.html", context)
