"""The public pages of the official forms: what each field wants, the schema, an example."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from denunce.moduli.declaration import Declaration
from denunce.moduli.example import example
from denunce.moduli.exchange import as_file
from denunce.moduli.registry import NoDeclaration, declaration_on, declaration_version
from denunce.moduli.schema import json_schema
from denunce.page_models.voci import moduli_page, voci_page


@require_safe
def moduli(request: HttpRequest) -> HttpResponse:
    """The forms that the portal knows."""
    return render(request, "denunce/moduli.html", moduli_page())


@require_safe
def modulo_voci(request: HttpRequest, codice: str) -> HttpResponse:
    """Every field of a form, explained."""
    page = voci_page(_version(request, codice), request.GET.get("cerca", "").strip())
    return render(request, "denunce/modulo_voci.html", page)


@require_safe
def modulo_schema(request: HttpRequest, codice: str) -> HttpResponse:
    """The JSON Schema of the data."""
    form = _version(request, codice)
    text = json.dumps(json_schema(form), ensure_ascii=False, indent=2) + "\n"
    return _file(text, f"{form.file_name}-schema-{form.version}.json", "application/schema+json")


@require_safe
def modulo_esempio(request: HttpRequest, codice: str) -> HttpResponse:
    """Complete, fictional data."""
    form = _version(request, codice)
    data: dict[str, Any] = example(form)
    name = f"{form.file_name}-esempio-{form.version}.json"
    return _file(as_file(form, data), name, "application/json")


def _version(request: HttpRequest, codice: str) -> Declaration:
    """The version that is asked for; without one, the newest."""
    asked = request.GET.get("versione", "")
    try:
        return declaration_version(codice, asked) if asked else declaration_on(codice, None)
    except NoDeclaration:
        raise Http404 from None


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=content_type, headers=headers)
